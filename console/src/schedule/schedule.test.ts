import { describe, expect, it } from 'vitest';
import { fromLocal, toLocal } from '../text/local-time';
import { every, LONGEST, SHORTEST } from './period';
import { Schedule } from './schedule.svelte';

describe('a moment in the reader’s zone', () => {
  it('is the same minute there and back', () => {
    for (const seconds of [0, 1_796_000_040, 4_102_444_800, 253_402_300_740]) {
      expect(fromLocal(toLocal(seconds))).toBe(seconds - (seconds % 60));
    }
  });

  it('is none where the control is empty or half filled in', () => {
    expect(fromLocal('')).toBeNull();
    expect(fromLocal('2026-13-01T00:00')).toBeNull();
  });
});

describe('a period', () => {
  it('is said in the largest unit that it is a whole number of', () => {
    expect(every(3600)).toBe('every hour');
    expect(every(36 * 3600)).toBe('every 36 hours');
    expect(every(86_400)).toBe('every day');
    expect(every(90 * 86_400)).toBe('every 90 days');
  });
});

describe('a schedule', () => {
  it('has neither end nor period before one is asked for', () => {
    const schedule = new Schedule();
    expect([schedule.expiresAt, schedule.rotateEvery, schedule.isGiven]).toEqual([
      null,
      null,
      false,
    ]);
    expect([schedule.endProblem, schedule.periodProblem]).toEqual([null, null]);
  });

  it('keeps the second of an end that nobody touched, and gives another to the minute', () => {
    const schedule = new Schedule({ expires_at: 1_796_000_037, rotate_every: null });
    expect(schedule.expiresAt).toBe(1_796_000_037);
    expect(schedule.isEndChanged).toBe(false);
    schedule.end = toLocal(1_796_086_400);
    expect(schedule.expiresAt).toBe(1_796_086_400 - (1_796_086_400 % 60));
    expect(schedule.isEndChanged).toBe(true);
    schedule.endAt(null);
    expect(schedule.expiresAt).toBeNull();
    expect(schedule.isEndChanged).toBe(true);
  });

  it('takes a period of a number and a unit, within the API’s bounds', () => {
    const schedule = new Schedule({ expires_at: null, rotate_every: 36 * 3600 });
    expect([schedule.count, schedule.unit]).toEqual(['36', 'hours']);
    schedule.unit = 'weeks';
    schedule.count = '2';
    expect(schedule.rotateEvery).toBe(14 * 86_400);
    schedule.unit = 'hours';
    for (const [hours, isGood] of [
      ['0', false],
      ['1', true],
      ['0.5', false],
      [String(LONGEST / SHORTEST), true],
      [String(LONGEST / SHORTEST + 1), false],
      ['', false],
      ['-1', false],
      ['1e3', false],
    ] as const) {
      schedule.count = hours;
      expect(schedule.periodProblem === null, hours).toBe(isGood);
    }
  });

  it('wants a date where it is to end', () => {
    const schedule = new Schedule();
    schedule.hasEnd = true;
    expect(schedule.endProblem).not.toBeNull();
    schedule.end = '2030-01-01T12:00';
    expect(schedule.endProblem).toBeNull();
  });
});
