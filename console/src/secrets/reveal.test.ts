import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Problem } from '../api/problem';
import { Reveal } from './reveal.svelte';

const settle = () => vi.advanceTimersByTimeAsync(0);

describe('a value', () => {
  beforeEach(() => void vi.useFakeTimers());

  it('is shown for ten seconds after a click, and is then gone', async () => {
    const reveal = new Reveal(() => Promise.resolve('hunter2'));
    reveal.toggle();
    await settle();
    expect(reveal.value).toBe('hunter2');
    expect(reveal.secondsLeft).toBe(10);
    await vi.advanceTimersByTimeAsync(9_999);
    expect(reveal.value).toBe('hunter2');
    await vi.advanceTimersByTimeAsync(1);
    expect(reveal.value).toBeNull();
    expect(reveal.state).toBe('hidden');
  });

  it('is shown for as long as it is held', async () => {
    const reveal = new Reveal(() => Promise.resolve('hunter2'));
    reveal.press();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(reveal.value).toBe('hunter2');
    reveal.release();
    expect(reveal.value).toBeNull();
  });

  it('that comes when it is no longer wanted is dropped', async () => {
    let answer: (value: string) => void = () => {};
    const reveal = new Reveal(() => new Promise((resolve) => (answer = resolve)));
    reveal.press();
    await vi.advanceTimersByTimeAsync(1_000);
    reveal.release();
    answer('hunter2');
    await settle();
    expect(reveal.value).toBeNull();
    expect(reveal.state).toBe('hidden');
  });

  it('of a first press does not end the second', async () => {
    const answers: ((value: string) => void)[] = [];
    const reveal = new Reveal(() => new Promise((resolve) => answers.push(resolve)));
    reveal.toggle();
    reveal.toggle();
    reveal.toggle();
    answers[1]?.('second');
    answers[0]?.('first');
    await settle();
    expect(reveal.value).toBe('second');
  });

  it('is hidden by another click', async () => {
    const reveal = new Reveal(() => Promise.resolve('hunter2'));
    reveal.toggle();
    await settle();
    reveal.toggle();
    expect(reveal.value).toBeNull();
    expect(reveal.secondsLeft).toBeNull();
  });

  it('that may not be had leaves the reason', async () => {
    const problem = new Problem('forbidden', 403, 'Forbidden', 'No.');
    const reveal = new Reveal(() => Promise.reject(problem));
    reveal.toggle();
    await settle();
    expect(reveal.state).toBe('hidden');
    expect(reveal.problem).toBe(problem);
  });
});
