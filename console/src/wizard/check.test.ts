import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Problem, type FieldError } from '../api/problem';
import { Check } from './check.svelte';

type Answer = (errors: readonly FieldError[]) => void;

let answers: Answer[];
let signals: AbortSignal[];
const ask = vi.fn((_: boolean, signal: AbortSignal) => {
  signals.push(signal);
  return new Promise<readonly FieldError[]>((resolve) => answers.push(resolve));
});
const check = () => new Check(ask, (field) => field);
const bad = [{ field: 'value.key', message: 'must be long' }];

beforeEach(() => {
  vi.useFakeTimers();
  ask.mockClear();
  answers = [];
  signals = [];
});

describe('what the server says of a draft', () => {
  it('is asked for once, after a pause, however much is typed', async () => {
    const one = check();
    for (const place of ['value.a', 'value.a', 'name']) one.changed(place);
    expect(ask).not.toHaveBeenCalled();
    await vi.runAllTimersAsync();
    expect(ask).toHaveBeenCalledOnce();
  });

  it('is there once it has answered, and gone for what is changed', async () => {
    const one = check();
    one.changed('value.key');
    await vi.runAllTimersAsync();
    answers[0]?.([...bad, { field: 'name', message: 'is not good.' }]);
    await vi.runAllTimersAsync();
    expect(one.said).toEqual({ 'value.key': 'Must be long.', name: 'Is not good.' });
    expect(one.isCurrent).toBe(true);
    one.changed('name');
    expect(one.said).toEqual({ 'value.key': 'Must be long.' });
    expect(one.isCurrent).toBe(false);
  });

  it('is dropped where the draft was changed before it came', async () => {
    const one = check();
    const first = one.now(false);
    one.changed('value.key');
    expect(signals[0]?.aborted).toBe(true);
    answers[0]?.(bad);
    expect(await first).toEqual({ is: 'changed' });
    expect(one.said).toEqual({});
  });

  it('is not known where nobody answers, and that is said until somebody does', async () => {
    const one = check();
    ask.mockRejectedValueOnce(Problem.offline());
    expect(await one.now(true)).toEqual({ is: 'unknown' });
    expect([one.isOffline, one.isCurrent]).toEqual([true, false]);
    const second = one.now(true);
    answers[0]?.([]);
    expect(await second).toEqual({ is: 'told', errors: [] });
    expect([one.isOffline, one.isCurrent]).toEqual([false, true]);
  });

  it('is not asked for any more once the page is left', async () => {
    const one = check();
    one.changed('name');
    one.stop();
    await vi.runAllTimersAsync();
    expect(ask).not.toHaveBeenCalled();
  });
});
