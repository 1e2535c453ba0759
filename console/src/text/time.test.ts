import { describe, expect, it } from 'vitest';
import { ago, machine } from './time';

describe('a time', () => {
  const now = 1_800_000_000;
  it.each([
    [now - 5, 'just now'],
    [now + 5, 'in a moment'],
    [now - 120, '2 minutes ago'],
    [now - 3 * 3600, '3 hours ago'],
    [now - 86_400, 'yesterday'],
    [now + 3 * 86_400, 'in 3 days'],
    [now - 40 * 86_400, 'last month'],
    [now - 800 * 86_400, '2 years ago'],
  ])('%i is said as people say it: %s', (seconds, said) => {
    expect(ago(seconds, now)).toBe(said);
  });

  it('is exact for machines', () => {
    expect(machine(0)).toBe('1970-01-01T00:00:00.000Z');
  });
});
