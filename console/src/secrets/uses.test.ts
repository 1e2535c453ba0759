import { describe, expect, it } from 'vitest';
import { betweenDays, lastDays } from './uses';

const seconds = (text: string) => new Date(text).getTime() / 1000;

describe('a span of days', () => {
  it('takes its last day whole', () => {
    expect(betweenDays('2026-03-01', '2026-03-01')).toEqual({
      from: seconds('2026-03-01T00:00'),
      until: seconds('2026-03-02T00:00'),
    });
  });

  it('is open where no day is given', () => {
    expect(betweenDays('', '')).toEqual({ from: null, until: null });
    expect(betweenDays('2026-03-01', '')?.until).toBeNull();
    expect(betweenDays('', '2026-12-31')?.until).toBe(seconds('2027-01-01T00:00'));
  });

  it('is none where it ends before it begins', () => {
    expect(betweenDays('2026-03-02', '2026-03-01')).toBeNull();
  });

  it('of the last days has no end', () => {
    expect(lastDays(7, 1_000_000.5)).toEqual({ from: 1_000_000 - 7 * 86_400, until: null });
  });
});
