import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { text } from '../testing/text';
import Badge from './Badge.svelte';
import Button from './Button.svelte';
import CopyButton from './CopyButton.svelte';
import Field from './Field.svelte';
import Select from './Select.svelte';

describe('Button', () => {
  it('does what it is for, by mouse and by keyboard', async () => {
    const onclick = vi.fn();
    render(Button, { onclick, children: text('Save') });
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    screen.getByRole('button').focus();
    await userEvent.keyboard('{Enter}');
    expect(onclick).toHaveBeenCalledTimes(2);
  });

  it('that is forbidden does nothing, stays in reach and says why', async () => {
    const onclick = vi.fn();
    render(Button, { onclick, forbidden: 'You are Reader here.', children: text('Save') });
    const button = screen.getByRole('button');
    await userEvent.tab();
    expect(document.activeElement).toBe(button);
    await userEvent.click(button);
    expect(onclick).not.toHaveBeenCalled();
    const described = document.getElementById(button.getAttribute('aria-describedby') ?? '');
    expect(described?.textContent).toBe('You are Reader here.');
  });

  it('that is forbidden is no link either', () => {
    render(Button, { href: '#/x', forbidden: 'No.', children: text('Go') });
    expect(screen.queryByRole('link')).toBeNull();
  });

  it('that is busy submits nothing', async () => {
    const onclick = vi.fn();
    render(Button, { onclick, busy: true, children: text('Save') });
    await userEvent.click(screen.getByRole('button'));
    expect(onclick).not.toHaveBeenCalled();
    expect(screen.getByRole('button').getAttribute('aria-busy')).toBe('true');
  });

  it('with an icon alone still has a name', () => {
    render(Button, { icon: 'eye', iconOnly: true, children: text('Reveal') });
    expect(screen.getByRole('button', { name: 'Reveal' })).toBeTruthy();
  });
});

describe('Field', () => {
  it('ties label, help and complaint to its control', () => {
    render(Field, { label: 'Name', value: '', help: 'Unique.', error: 'Taken.' });
    const input = screen.getByLabelText('Name');
    expect(input.getAttribute('aria-invalid')).toBe('true');
    const ids = (input.getAttribute('aria-describedby') ?? '').split(' ');
    expect(ids.map((id) => document.getElementById(id)?.textContent?.trim())).toEqual([
      'Unique.',
      'Taken.',
    ]);
  });

  it('says which may be left out', () => {
    render(Field, { label: 'Region', value: '', optional: true });
    expect(screen.getByLabelText(/Region optional/)).toBeTruthy();
  });

  it('shows characters of a label that would not be seen', () => {
    render(Field, { label: 'Pass\u202Eword', value: '' });
    expect(screen.getByText('U+202E')).toBeTruthy();
  });

  it('keeps browsers from offering what was typed before', () => {
    render(Field, { label: 'Name', value: '' });
    expect(screen.getByLabelText('Name').getAttribute('autocomplete')).toBe('off');
  });
});

describe('Select', () => {
  it('offers its options and tells of a choice', async () => {
    const onchange = vi.fn();
    const options = [
      { value: 'a', title: 'First' },
      { value: 'b', title: 'Sec\u200Bond' },
    ];
    render(Select, { label: 'Which', value: 'a', options, onchange });
    await userEvent.selectOptions(screen.getByLabelText('Which'), 'b');
    expect(onchange).toHaveBeenCalledOnce();
    expect(screen.getByRole('option', { name: 'Sec[U+200B]ond' })).toBeTruthy();
  });
});

describe('Badge', () => {
  it('says its state in words', () => {
    render(Badge, { kind: 'danger', children: text('refused') });
    expect(screen.getByText('refused')).toBeTruthy();
  });
});

describe('CopyButton', () => {
  it('copies, and says that it did', async () => {
    const user = userEvent.setup();
    render(CopyButton, { text: 'secret/Custom/1', label: 'Copy the key' });
    await user.click(screen.getByRole('button', { name: 'Copy the key' }));
    expect(await navigator.clipboard.readText()).toBe('secret/Custom/1');
    expect(screen.getByRole('button', { name: 'Copied' })).toBeTruthy();
  });

  it('says where the browser does not allow it', async () => {
    const user = userEvent.setup();
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('no'));
    render(CopyButton, { text: 'x' });
    await user.click(screen.getByRole('button', { name: 'Copy' }));
    expect(screen.getByRole('button', { name: 'The browser does not allow it' })).toBeTruthy();
  });
});
