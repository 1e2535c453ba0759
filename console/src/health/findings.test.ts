import { describe, expect, test } from 'vitest';
import type { Secret } from '../api/client';
import type { Client } from '../clients/api';
import { DAY } from '../tokens/lifetime';
import { byWeight, examine, type Check, type Known } from './findings';

const NOW = 1000 * DAY;
const STALE = 180;

function secret(change: Partial<Secret> = {}): Secret {
  return {
    _id: 's',
    _key: 'secret/Custom/s',
    _type: 'secret/Custom',
    _version: 1,
    _created_at: NOW,
    _created_by: 'u',
    _updated_at: NOW,
    _updated_by: 'u',
    _last_reveal: null,
    _rotation: null,
    _freshness: 'current',
    expires_at: null,
    rotate_every: null,
    _next_rotation_at: null,
    name: 'stripe',
    description: '',
    labels: {},
    value: '********',
    ...change,
  };
}

function client(change: Partial<Client> = {}): Client {
  return {
    id: 'c',
    name: 'deploy',
    created_at: NOW,
    owner: 'project/p',
    scopes: [],
    created_by: 'u',
    expires_at: NOW + 90 * DAY,
    last_used_at: null,
    ...change,
  };
}

function found(known: Partial<Known>, check: Check): string[] | null {
  const all = { secrets: [], clients: [], types: ['secret/Custom'], ...known };
  const result = examine(all, STALE, NOW).find((one) => one.check === check);
  return result?.items?.map((item) => item.name) ?? null;
}

describe('the health of a place', () => {
  test('is good with a fresh secret and a fresh client', () => {
    const known = { secrets: [secret()], clients: [client()], types: ['secret/Custom'] };
    expect(examine(known, STALE, NOW).flatMap((result) => result.items ?? [])).toEqual([]);
  });

  test.each<[string, Check, Partial<Secret>]>([
    [
      'a rotation that stopped half way',
      'interrupted',
      { _rotation: { step: 'test', version: 2 } },
    ],
    ['a type that is not loaded', 'unreadable', { _type: 'secret/Gone' }],
    ['no change for long', 'old', { _updated_at: NOW - 181 * DAY }],
    ['no reveal ever', 'never', { _created_at: NOW - 181 * DAY }],
    ['no reveal for long', 'long-unused', { _last_reveal: { at: NOW - 181 * DAY, by: 'u' } }],
  ])('tells of a secret with %s', (_, check, change) => {
    expect(found({ secrets: [secret(change)] }, check)).toEqual(['stripe']);
  });

  test('does not call a new secret unused', () => {
    expect(found({ secrets: [secret({ _created_at: NOW - 10 * DAY })] }, 'never')).toEqual([]);
  });

  test('tells of a client at its end, and of one that never signed in', () => {
    const old = { created_at: NOW - 360 * DAY, expires_at: NOW + 5 * DAY };
    expect(found({ clients: [client(old)] }, 'clients-ending')).toEqual(['deploy']);
    expect(found({ clients: [client(old)] }, 'unused-clients')).toEqual(['deploy']);
  });

  test('tells of the own tokens where the place is a person, and of no clients there', () => {
    const token = {
      id: 't',
      name: 'laptop',
      created_at: NOW - 80 * DAY,
      expires_at: NOW + 3 * DAY,
      last_used_at: null,
      scopes: null,
    };
    const results = examine({ secrets: [], types: [], tokens: [token] }, STALE, NOW);
    expect(results.find((one) => one.check === 'tokens-ending')?.items).toHaveLength(1);
    expect(results.map((one) => one.check)).not.toContain('clients-ending');
  });

  test('shows what is pressing first, and what is well last', () => {
    const known = {
      secrets: [secret({ _created_at: NOW - 181 * DAY, _rotation: { step: 'test', version: 2 } })],
      clients: null,
      types: ['secret/Custom'],
    };
    const order = byWeight(examine(known, STALE, NOW)).map((result) => result.check);
    expect(order.slice(0, 3)).toEqual(['interrupted', 'never', 'clients-ending']);
  });

  test('says that it could not look where it could not, and not that all is well', () => {
    expect(found({ clients: null }, 'clients-ending')).toBeNull();
    expect(found({ types: null }, 'unreadable')).toBeNull();
  });
});
