import { describe, expect, test } from 'vitest';
import type { Secret } from '../api/client';
import type { Client } from '../clients/api';
import { DAY } from '../tokens/lifetime';
import type { Health, Known } from './api';
import { byWeight, examine, shares, type Check } from './findings';

const NOW = 1000 * DAY;
const THRESHOLDS = { soon: 14, unused: 90 };

function secret(id: string, change: Partial<Secret> = {}): Secret {
  return {
    _id: id,
    _key: `secret/Custom/${id}`,
    _type: 'secret/Custom',
    _version: 1,
    _created_at: NOW - 100 * DAY,
    _created_by: 'u',
    _updated_at: NOW,
    _updated_by: 'u',
    _last_reveal: null,
    _rotation: null,
    _freshness: 'current',
    expires_at: null,
    rotate_every: null,
    _next_rotation_at: null,
    name: id,
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

type Group = 'expired' | 'due' | 'expiring' | 'due_soon' | 'unused';

function health(groups: Partial<Record<Group, Secret[]>>, total = 10, more?: Group): Health {
  const group = (name: Group) => ({ data: groups[name] ?? [], more: more === name });
  return {
    at: NOW,
    total,
    expired: group('expired'),
    due: group('due'),
    expiring: group('expiring'),
    due_soon: group('due_soon'),
    unused: group('unused'),
  };
}

const none = { found: [], more: false };

function found(known: Partial<Known>, check: Check) {
  const all = { health: health({}), stopped: none, clients: [], ...known };
  return examine(all, THRESHOLDS, NOW).find((one) => one.check === check);
}

describe('the health of a place', () => {
  test('is good where the server finds nothing and clients are fresh', () => {
    const known = { health: health({}), stopped: none, clients: [client()] };
    expect(examine(known, THRESHOLDS, NOW).flatMap(({ items }) => items ?? [])).toEqual([]);
  });

  test.each<[Group, Check, Partial<Secret>, number, string]>([
    ['expired', 'expired', { expires_at: NOW - DAY }, NOW - DAY, 'ended'],
    ['due', 'due', { _next_rotation_at: NOW - 2 * DAY }, NOW - 2 * DAY, 'since'],
    ['expiring', 'expiring', { expires_at: NOW + DAY }, NOW + DAY, 'ends'],
    ['due_soon', 'due-soon', { _next_rotation_at: NOW + DAY }, NOW + DAY, 'due'],
    ['unused', 'unused', {}, NOW - 100 * DAY, 'never; created'],
  ])('tells of what is %s, and when', (group, check, change, at, note) => {
    const known = { health: health({ [group]: [secret('s', change)] }) };
    expect(found(known, check)?.items).toMatchObject([{ name: 's', at, note }]);
  });

  test('says by which list all are found where there are more than it tells of', () => {
    const known = { health: health({ due: [secret('s')] }, 1000, 'due') };
    expect(found(known, 'due')).toMatchObject({ more: true, sort: 'rotation' });
  });

  test('tells at which step a rotation stopped, and leads to its secret', () => {
    const stopped = {
      found: [{ key: 'secret/Api/s1', name: 'stripe', step: 'set', at: NOW - 500 }],
      more: false,
    };
    expect(found({ stopped }, 'stopped')).toMatchObject({
      serious: true,
      items: [
        {
          name: 'stripe',
          page: ['secrets', 'Api', 's1'],
          at: NOW - 500,
          note: 'at the step set, tried',
        },
      ],
    });
    expect(found({ stopped: null }, 'stopped')?.items).toBeNull();
  });

  test('tells of a client at its end, and of one that never signed in', () => {
    const old = { created_at: NOW - 360 * DAY, expires_at: NOW + 5 * DAY };
    expect(found({ clients: [client(old)] }, 'clients-ending')?.items).toHaveLength(1);
    expect(found({ clients: [client(old)] }, 'unused-clients')?.items).toHaveLength(1);
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
    const results = examine(
      { health: health({}), stopped: none, tokens: [token] },
      THRESHOLDS,
      NOW,
    );
    expect(results.find((one) => one.check === 'tokens-ending')?.items).toHaveLength(1);
    expect(results.map((one) => one.check)).not.toContain('clients-ending');
  });

  test('shows what is pressing first, then what is worth a look, and what is well last', () => {
    const known = {
      health: health({ unused: [secret('a')], expired: [secret('b', { expires_at: NOW - 1 })] }),
      stopped: none,
      clients: null,
    };
    const order = byWeight(examine(known, THRESHOLDS, NOW)).map((result) => result.check);
    expect(order.slice(0, 3)).toEqual(['expired', 'unused', 'clients-ending']);
  });

  test('says that it could not look where it could not, and not that all is well', () => {
    expect(found({ clients: null }, 'clients-ending')?.items).toBeNull();
  });

  test('counts each secret once, by what presses most', () => {
    const [one, two] = [secret('one'), secret('two')];
    const of = health({ expired: [one], due: [one], due_soon: [two], unused: [one, two] });
    expect(shares(of)).toEqual({ pressing: 1, soon: 1, unused: 0, well: 8 });
    expect(shares(health({ due: [one] }, 1000, 'due'))).toBeNull();
  });
});
