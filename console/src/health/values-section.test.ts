import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { Problem } from '../api/problem';
import type { Examination } from './api';
import { Examined } from './examined.svelte';
import ValuesSection from './ValuesSection.svelte';

const owner = { kind: 'project', id: 'p' } as const;
const clean: Examination = {
  ...{ examined: 12, skipped: 0, complete: true },
  ...{ damaged: [], weak: [], reused: [] },
};
const spot = (name: string) => ({ secret: `secret/Custom/${name}`, name, field: 'value' });

function shown(
  examine: () => Promise<Examination>,
  change: { total?: number; forbidden?: string } = {},
) {
  const examined = new Examined(owner, examine);
  render(ValuesSection, { examined, total: 12, types: null, forbidden: null, ...change });
}

const look = (name = 'Look for them') => userEvent.click(screen.getByRole('button', { name }));
const status = () => screen.getByRole('status').textContent?.trim();

describe('weak and reused values', () => {
  it('are not looked for before somebody asks', async () => {
    const examine = vi.fn(() => Promise.resolve(clean));
    shown(examine);
    await new Promise((resolve) => setTimeout(resolve));
    expect(examine).not.toHaveBeenCalled();
    expect(status()).toBe('');
    await look();
    expect(examine).toHaveBeenCalledExactlyOnceWith(owner);
  });

  it('are looked for once however often the button is pressed, and it says so meanwhile', async () => {
    let answer: (found: Examination) => void = () => {};
    const examine = vi.fn(() => new Promise<Examination>((resolve) => (answer = resolve)));
    shown(examine);
    await look();
    expect(screen.getByRole('progressbar', { name: 'Looking at the values' })).toBeTruthy();
    expect(status()).toBe('Looking at the values of 12 secrets…');
    const button = screen.getByRole('button');
    await userEvent.click(button);
    expect(examine).toHaveBeenCalledOnce();
    answer(clean);
    await waitFor(() => expect(status()).toBe('Nothing weak or reused among 12 secrets.'));
    expect(screen.queryByRole('progressbar')).toBeNull();
    // The keyboard is where it was.
    expect(document.activeElement).toBe(button);
    await look('Look again');
    expect(examine).toHaveBeenCalledTimes(2);
  });

  it('are told with why, in groups, each a way to its secret', async () => {
    shown(() =>
      Promise.resolve({
        ...clean,
        damaged: [spot('torn')],
        weak: [{ ...spot('<b>db</b>'), weakness: 'common' }],
        reused: [[spot('one'), spot('two')]],
      }),
    );
    await look();
    const weak = within(await screen.findByRole('region', { name: 'Weak values' }));
    expect(weak.getByText('<b>db</b>').closest('a')?.getAttribute('href')).toContain(
      '/project/p/secrets/Custom/',
    );
    expect(weak.getByText('a well-known password, or its own name')).toBeTruthy();
    const reused = within(screen.getByRole('region', { name: 'Values in several secrets' }));
    expect(reused.getAllByRole('link').map((link) => link.textContent)).toEqual(['one', 'two']);
    const damaged = within(screen.getByRole('region', { name: 'Values that do not open' }));
    expect(damaged.getByRole('link').textContent).toBe('torn');
  });

  it('that are many are shown when asked for, and the keyboard goes on with the next', async () => {
    const weak = Array.from({ length: 10 }, (_, index) => ({
      ...spot(`weak ${index}`),
      weakness: 'short' as const,
    }));
    shown(() => Promise.resolve({ ...clean, weak }));
    await look();
    await userEvent.click(await screen.findByRole('button', { name: 'Show 10' }));
    expect(screen.getAllByRole('link')).toHaveLength(10);
    await waitFor(() => expect(document.activeElement?.textContent).toBe('weak 8'));
  });

  it('that nobody answered about can be asked for again', async () => {
    const examine = vi
      .fn(() => Promise.resolve(clean))
      .mockImplementationOnce(() => Promise.reject(Problem.offline()));
    shown(examine);
    await look();
    expect((await screen.findByRole('alert')).textContent).toContain('The server does not answer');
    await look();
    await waitFor(() => expect(status()).toBe('Nothing weak or reused among 12 secrets.'));
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('are not offered to who may not reveal, and it says why', () => {
    shown(() => Promise.resolve(clean), { forbidden: 'You are Reader here.' });
    expect(screen.getByText('You are Reader here.')).toBeTruthy();
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('are not looked for where there is nothing', () => {
    shown(() => Promise.resolve(clean), { total: 0 });
    expect(screen.getByText('There is no secret here yet.')).toBeTruthy();
    expect(screen.queryByRole('button')).toBeNull();
  });
});
