import { describe, expect, it } from 'vitest';
import { Pages, type Page } from './pages.svelte';

/** An API that answers when it is told to. */
function slow() {
  const calls: {
    cursor: string | null;
    signal: AbortSignal;
    answer: (page: Page<string>) => void;
    fail: () => void;
  }[] = [];
  const pages = new Pages<string>(
    (cursor, _, signal) =>
      new Promise((answer, reject) =>
        calls.push({ cursor, signal, answer, fail: () => reject(new Error('gone')) }),
      ),
  );
  return { calls, pages };
}

describe('a list by pages', () => {
  it('says how many there are in all before all of them are there', async () => {
    const { calls, pages } = slow();
    const started = pages.start();
    expect(pages.state).toBe('loading');
    calls[0]?.answer({ data: ['a', 'b'], next: '2', total: 3 });
    await started;
    expect([pages.rows.length, pages.total, pages.unfinished]).toEqual([2, 3, true]);
    const more = pages.more();
    expect(calls[1]?.cursor).toBe('2');
    calls[1]?.answer({ data: ['c'], next: null });
    await more;
    expect([pages.rows, pages.unfinished]).toEqual([['a', 'b', 'c'], false]);
  });

  it('knows the total of a list that ends with its first page', async () => {
    const { calls, pages } = slow();
    const started = pages.start();
    calls[0]?.answer({ data: ['a'], next: null });
    await started;
    expect(pages.total).toBe(1);
  });

  it('gives up what it asked for when something else is asked for', async () => {
    const { calls, pages } = slow();
    const first = pages.start();
    const second = pages.start();
    expect(calls[0]?.signal.aborted).toBe(true);
    calls[1]?.answer({ data: ['new'], next: null });
    calls[0]?.answer({ data: ['old'], next: null });
    await Promise.all([first, second]);
    expect(pages.rows).toEqual(['new']);
  });

  it('asks for a page once, and after a failure only when somebody wants it', async () => {
    const { calls, pages } = slow();
    const started = pages.start();
    calls[0]?.answer({ data: ['a'], next: '2' });
    await started;
    const more = pages.more();
    await pages.more();
    expect(calls).toHaveLength(2);
    calls[1]?.fail();
    await more;
    await pages.more();
    expect(calls).toHaveLength(2);
    expect(pages.moreProblem).not.toBeNull();
    expect(pages.rows).toEqual(['a']);
    pages.retryMore();
    expect(calls).toHaveLength(3);
  });

  it('keeps nothing of a failed beginning', async () => {
    const { calls, pages } = slow();
    const started = pages.start();
    calls[0]?.fail();
    await started;
    expect(pages.state).toBe('failed');
    await pages.more();
    expect(calls).toHaveLength(1);
  });
});
