import { render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { createRawSnippet, type Snippet } from 'svelte';
import { describe, expect, it, vi } from 'vitest';
import { Problem } from '../api/problem';
import { text } from '../testing/text';
import Confirm from './Confirm.svelte';
import Dialog from './Dialog.svelte';
import Menu from './Menu.svelte';
import Table from './Table.svelte';
import Tabs from './Tabs.svelte';
import VirtualTable from './VirtualTable.svelte';

describe('Dialog', () => {
  it('is named by its title and asks to be closed', async () => {
    const onclose = vi.fn();
    render(Dialog, { title: 'Edit', onclose, children: text('body') });
    const dialog = screen.getByRole('dialog', { name: 'Edit' });
    await userEvent.click(within(dialog).getByRole('button', { name: 'Close' }));
    dialog.dispatchEvent(new Event('cancel', { cancelable: true }));
    expect(onclose).toHaveBeenCalledTimes(2);
  });

  it('without a way to close it stays, whatever key is pressed', () => {
    render(Dialog, { title: 'Sign in again', children: text('body') });
    const event = new Event('cancel', { cancelable: true });
    screen.getByRole('dialog').dispatchEvent(event);
    expect(event.defaultPrevented).toBe(true);
    expect(screen.queryByRole('button', { name: 'Close' })).toBeNull();
  });

  it('gives the focus back to where it was', () => {
    const before = document.createElement('button');
    document.body.append(before);
    before.focus();
    const { unmount } = render(Dialog, { title: 'Edit', children: text('body') });
    before.blur();
    unmount();
    expect(document.activeElement).toBe(before);
    before.remove();
  });
});

describe('Confirm', () => {
  it('does nothing before the word is typed', async () => {
    const confirm = vi.fn().mockResolvedValue(undefined);
    const onclose = vi.fn();
    render(Confirm, {
      title: 'Delete',
      action: 'Delete it',
      word: 'stripe',
      confirm,
      onclose,
      children: text('Sure?'),
    });
    const action = screen.getByRole('button', { name: 'Delete it' });
    await userEvent.click(action);
    expect(confirm).not.toHaveBeenCalled();
    expect(screen.getByText('This is not the name.')).toBeTruthy();
    await userEvent.type(screen.getByLabelText(/Type the name/), 'stripe');
    await userEvent.click(action);
    expect(confirm).toHaveBeenCalledOnce();
    expect(onclose).toHaveBeenCalledOnce();
  });

  it('stays open and says what went wrong', async () => {
    const problem = new Problem('last-owner', 409, 'The last Owner', 'Name another first.', 'id1');
    const onclose = vi.fn();
    render(Confirm, {
      title: 'Remove',
      action: 'Remove',
      confirm: () => Promise.reject(problem),
      onclose,
      children: text('Sure?'),
    });
    await userEvent.click(screen.getByRole('button', { name: 'Remove' }));
    expect((await screen.findByRole('alert')).textContent).toContain('Name another first.');
    expect(onclose).not.toHaveBeenCalled();
  });
});

describe('Menu', () => {
  const items = (run: () => void) => [
    { title: 'Edit', run },
    { title: 'Delete', danger: true, forbidden: 'You are Reader here.', run },
  ];

  it('is gone through with the arrows and closed with Escape', async () => {
    const run = vi.fn();
    render(Menu, { label: 'More', items: items(run) });
    const button = screen.getByRole('button', { name: 'More' });
    button.focus();
    await userEvent.keyboard('{ArrowDown}');
    await vi.waitFor(() =>
      expect(document.activeElement).toBe(screen.getByRole('menuitem', { name: 'Edit' })),
    );
    await userEvent.keyboard('{ArrowDown}{ArrowDown}');
    expect(document.activeElement).toBe(screen.getByRole('menuitem', { name: 'Edit' }));
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByRole('menu')).toBeNull();
    expect(document.activeElement).toBe(button);
  });

  it('does what is chosen, and not what is forbidden', async () => {
    const run = vi.fn();
    render(Menu, { label: 'More', items: items(run) });
    await userEvent.click(screen.getByRole('button', { name: 'More' }));
    await userEvent.click(screen.getByRole('menuitem', { name: /Delete/ }));
    expect(run).not.toHaveBeenCalled();
    await userEvent.click(screen.getByRole('menuitem', { name: 'Edit' }));
    expect(run).toHaveBeenCalledOnce();
  });
});

describe('Tabs', () => {
  it('show one part at a time, and the arrows go round', async () => {
    const tabs = [
      { name: 'a', title: 'First' },
      { name: 'b', title: 'Second', count: 3 },
    ];
    const panel = createRawSnippet<[string]>((name) => ({
      render: () => `<p>panel ${name()}</p>`,
    })) as Snippet<[string]>;
    render(Tabs<string>, { label: 'Parts', tabs, chosen: 'a', panel });
    expect(screen.getByRole('tabpanel', { name: 'First' })).toBeTruthy();
    screen.getByRole('tab', { name: 'First' }).focus();
    await userEvent.keyboard('{ArrowRight}');
    expect(screen.getByRole('tab', { selected: true }).textContent).toContain('Second');
    await userEvent.keyboard('{ArrowRight}');
    expect(screen.getByRole('tab', { selected: true }).textContent).toContain('First');
    expect(screen.getAllByRole('tab').map((tab) => tab.tabIndex)).toEqual([0, -1]);
  });
});

describe('Table', () => {
  it('has a head, and a row for each', () => {
    const row = createRawSnippet<[string]>((name) => ({ render: () => `<td>${name()}</td>` }));
    render(Table<string>, {
      label: 'Members',
      columns: [{ title: 'Name' }, { title: 'Actions', hidden: true }],
      rows: ['ada', 'bob'],
      key: (one: string) => one,
      row: row as Snippet<[string]>,
    });
    expect(screen.getAllByRole('row')).toHaveLength(3);
    expect(screen.getByRole('columnheader', { name: 'Actions' })).toBeTruthy();
    // Scrolls sideways, and can be reached for that.
    expect(screen.getByRole('region', { name: 'Members' }).tabIndex).toBe(0);
  });
});

describe('VirtualTable', () => {
  const columns = [
    { name: 'name', title: 'Name', width: '1fr', sort: 'name' },
    { name: 'type', title: 'Type', width: '1fr' },
  ];
  const cell = createRawSnippet<[number, (typeof columns)[number]]>((row, column) => ({
    render: () => `<span>${column().name} ${row()}</span>`,
  })) as unknown as Snippet<[number, (typeof columns)[number], boolean]>;
  const rows = Array.from({ length: 100_000 }, (_, number) => number);

  it('draws the rows in sight alone, and says how many there are', () => {
    render(VirtualTable<number>, { label: 'Secrets', columns, rows, key: String, cell });
    expect(screen.getAllByRole('row').length).toBeLessThan(60);
    expect(screen.getByRole('table').getAttribute('aria-rowcount')).toBe('100001');
  });

  it('asks for more when its end is near, and says that there is more', () => {
    const more = vi.fn();
    const few = rows.slice(0, 30);
    render(VirtualTable<number>, {
      ...{ label: 'Secrets', columns, rows: few, key: String, cell },
      ...{ unfinished: true, more },
    });
    expect(more).toHaveBeenCalled();
    expect(screen.getByRole('table').getAttribute('aria-rowcount')).toBe('-1');
  });

  it('says how many there are in all before they are there', () => {
    render(VirtualTable<number>, {
      ...{ label: 'Secrets', columns, rows: rows.slice(0, 30), key: String, cell },
      ...{ unfinished: true, total: 12_345 },
    });
    expect(screen.getByRole('table').getAttribute('aria-rowcount')).toBe('12346');
  });

  it('says how it is sorted, and asks to be sorted otherwise', async () => {
    const onsort = vi.fn();
    render(VirtualTable<number>, {
      ...{ label: 'Secrets', columns, rows: [1], key: String, cell },
      ...{ sorted: { by: 'name', desc: true }, onsort },
    });
    const head = screen.getByRole('columnheader', { name: 'Name' });
    expect(head.getAttribute('aria-sort')).toBe('descending');
    await userEvent.click(within(head).getByRole('button'));
    expect(onsort).toHaveBeenCalledWith('name');
    expect(screen.getByRole('columnheader', { name: 'Type' }).querySelector('button')).toBeNull();
  });
});
