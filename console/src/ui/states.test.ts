import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { Load } from '../api/load.svelte';
import { Problem } from '../api/problem';
import { text } from '../testing/text';
import Await from './Await.svelte';
import EmptyState from './EmptyState.svelte';
import ErrorState from './ErrorState.svelte';
import Text from './Text.svelte';
import Time from './Time.svelte';
import Toast from './Toast.svelte';
import { toasts } from './toasts.svelte';

const problem = (kind: Problem['kind'], status: number) =>
  new Problem(kind, status, 'Title', 'What happened.', '3MmR');

describe('ErrorState', () => {
  it('has what happened, the id of the request, and another try', async () => {
    const retry = vi.fn();
    render(ErrorState, { problem: problem('unavailable', 503), retry });
    expect(screen.getByRole('alert').textContent).toContain('What happened.');
    expect(screen.getByText('3MmR')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(retry).toHaveBeenCalledOnce();
  });

  it('that is about a right says who may give it, and offers no other try', () => {
    render(ErrorState, { problem: problem('forbidden', 403), what: 'the members', retry: vi.fn() });
    expect(screen.getByRole('heading', { name: 'You may not see the members' })).toBeTruthy();
    expect(screen.getByText(/An Owner/)).toBeTruthy();
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('does not tell what is gone from what one may not know of', () => {
    render(ErrorState, { problem: problem('not-found', 404) });
    expect(screen.getByText(/deleted, or you may not know/)).toBeTruthy();
  });
});

describe('EmptyState', () => {
  it('says what is not there and what could be', () => {
    render(EmptyState, { icon: 'key', title: 'No secrets yet', children: text('Add one.') });
    expect(screen.getByRole('heading', { name: 'No secrets yet' })).toBeTruthy();
    expect(screen.getByText('Add one.')).toBeTruthy();
  });
});

describe('Await', () => {
  it('goes from a skeleton to an error, and by another try to what was asked for', async () => {
    const load = new Load<string>();
    const ask = vi.fn().mockRejectedValueOnce(problem('unavailable', 503)).mockResolvedValue('x');
    render(Await<string>, { load, what: 'the list', children: text('there') as never });
    expect(screen.getByText('Loading the list')).toBeTruthy();
    load.run(ask);
    await userEvent.click(await screen.findByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('there')).toBeTruthy();
  });
});

describe('Text', () => {
  it('is text whatever is in it', () => {
    const { container } = render(Text, { value: '<img src=x onerror=alert(1)>' });
    expect(container.querySelector('img')).toBeNull();
    expect(container.textContent).toContain('<img src=x');
  });

  it('has its own direction', () => {
    const { container } = render(Text, { value: 'שלום' });
    expect(container.querySelector('bdi')).not.toBeNull();
  });
});

describe('Time', () => {
  it('is exact for machines and for who looks twice', () => {
    const { container } = render(Time, { seconds: 0 });
    const time = container.querySelector('time');
    expect(time?.dateTime).toBe('1970-01-01T00:00:00.000Z');
    expect(time?.title).toContain('1970');
  });
});

describe('Toast', () => {
  it('says it politely, offers what can be done, and goes away', async () => {
    const run = vi.fn();
    render(Toast);
    toasts.add('Copied.', { action: { title: 'Keep it', run } });
    expect((await screen.findByRole('status')).textContent).toContain('Copied.');
    await userEvent.click(screen.getByRole('button', { name: 'Keep it' }));
    expect(run).toHaveBeenCalledOnce();
    expect(screen.queryByText('Copied.')).toBeNull();
  });
});
