import { expect, test } from 'vitest';
import { DAY, lifetimes, urgency } from './lifetime';

const life = (days: number) => ({ created_at: 0, expires_at: days * DAY });

test('a token of a year is to be renewed in its last two weeks', () => {
  expect(urgency(life(365), 350 * DAY)).toBe('fine');
  expect(urgency(life(365), 352 * DAY)).toBe('soon');
  expect(urgency(life(365), 365 * DAY)).toBe('expired');
});

test('a token of a day is not always at its end', () => {
  expect(urgency(life(1), 0)).toBe('fine');
  expect(urgency(life(1), 0.95 * DAY)).toBe('soon');
});

test('no life on offer is longer than the API allows', () => {
  for (const { value } of lifetimes) expect(Number(value)).toBeLessThanOrEqual(31_622_400);
});
