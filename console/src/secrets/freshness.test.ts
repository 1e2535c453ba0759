import { describe, expect, test } from 'vitest';
import { standing } from './freshness';

const fresh = {
  _rotation: null,
  _freshness: 'current' as const,
  _next_rotation_at: null,
  expires_at: null,
};

describe('how a secret stands', () => {
  test.each([
    ['is rotated by hand where nothing else is said', {}, false, 'by hand', null, false],
    ['can be rotated where its type is connected', {}, true, 'when asked', null, false],
    ['has a next rotation', { _next_rotation_at: 9 }, true, 'due', 9, false],
    ['has an end', { expires_at: 8 }, false, 'ends', 8, false],
    ['says what comes first', { _next_rotation_at: 9, expires_at: 8 }, true, 'ends', 8, false],
    ['is due', { _freshness: 'due' as const, _next_rotation_at: 5 }, true, 'due', 5, true],
    ['has expired', { _freshness: 'expired' as const, expires_at: 5 }, true, 'expired', 5, true],
    [
      'stopped half way, which comes before all',
      { _rotation: { step: 'set' as const, version: 2 }, _freshness: 'expired' as const },
      true,
      'interrupted',
      null,
      true,
    ],
  ])('%s', (_, change, connected, text, at, pressing) => {
    expect(standing({ ...fresh, ...change }, connected)).toMatchObject({ text, at, pressing });
  });
});
