import { describe, expect, test } from 'vitest';
import { fromAddress, sortedBy, toAddress } from './list';
import type { ListQuery } from './owner';

const plain: ListQuery = { sort: 'name', desc: false, search: '', type: '' };

describe('how a list is asked for', () => {
  test('comes back from the address as it went there', () => {
    const asked: ListQuery = { sort: 'last_reveal', desc: true, search: 'a&b=c', type: 'Custom' };
    expect(fromAddress(new URLSearchParams(toAddress(asked)))).toEqual(asked);
    expect(fromAddress(new URLSearchParams(''))).toEqual(plain);
    expect(Object.values(toAddress(plain)).join('')).toBe('');
  });

  test('takes nothing from the address that the API does not know', () => {
    expect(fromAddress(new URLSearchParams('sort=value&desc=1'))).toEqual(plain);
  });

  test('turns around when it is asked for the same again, and begins with the newest of times', () => {
    expect(sortedBy(plain, 'name').desc).toBe(true);
    expect(sortedBy(plain, 'updated')).toEqual({ ...plain, sort: 'updated', desc: true });
    expect(sortedBy({ ...plain, desc: true }, 'rotation').desc).toBe(false);
  });
});
