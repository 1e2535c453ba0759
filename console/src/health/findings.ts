/** What in a place wants attention, in the order in which one sees to it. */

import type { Schemas, Secret } from '../api/client';
import type { Client } from '../clients/api';
import type { Token } from '../tokens/api';
import { DAY, urgency } from '../tokens/lifetime';
import type { Health, Known, Thresholds } from './api';

export type Check =
  | 'expired'
  | 'due'
  | 'stopped'
  | 'clients-ending'
  | 'tokens-ending'
  | 'expiring'
  | 'due-soon'
  | 'unused'
  | 'unused-clients';

export interface Item {
  key: string;
  name: string;
  /** Where to see to it, among the pages of the place or everywhere. */
  page: readonly string[] | '/profile';
  /** When it happened or happens that is told of. */
  at: number;
  note: string;
}

/** One thing that was looked for. */
export interface Looked<T> {
  /** Of one page, an id as well. */
  check: string;
  title: string;
  /** What there is to do. */
  help: string;
  serious: boolean;
  /** Null: could not be looked at. */
  items: readonly T[] | null;
  /** Whether there may be others. */
  more: boolean;
}

export interface Result extends Looked<Item> {
  check: Check;
  /** The order of the list of secrets that has all of them. */
  sort?: 'expiry' | 'rotation' | 'last_reveal';
}

/** `now` in seconds: the clients' and tokens' ends are held against it. */
export function examine(
  known: Omit<Known, 'permissions'>,
  thresholds: Thresholds,
  now: number,
): Result[] {
  return [
    ...aboutSecrets(known.health, thresholds),
    aboutRotations(known.stopped),
    ...(known.clients === undefined ? [] : aboutClients(known.clients, thresholds, now)),
    ...(known.tokens === undefined ? [] : [aboutTokens(known.tokens, now)]),
  ];
}

function aboutSecrets(health: Health, { soon, unused }: Thresholds): Result[] {
  const within = soon === 1 ? 'within a day' : `within ${soon} days`;
  const group = (
    found: Schemas['HealthGroup'],
    tell: (secret: Secret) => [at: number | null | undefined, note: string],
  ) => ({
    more: found.more,
    items: found.data.map((secret) => {
      const [at, note] = tell(secret);
      return item(secret, at ?? secret._updated_at, note);
    }),
  });
  return [
    {
      check: 'expired',
      title: 'Expired',
      help: 'The value has come to its end at its service. Replace it, or say another end.',
      serious: true,
      sort: 'expiry',
      ...group(health.expired, (secret) => [secret.expires_at, 'ended']),
    },
    {
      check: 'due',
      title: 'Due for rotation',
      help: 'Rotate it, or replace the value at its service and here.',
      serious: true,
      sort: 'rotation',
      ...group(health.due, (secret) => [secret._next_rotation_at, 'since']),
    },
    {
      check: 'expiring',
      title: `Expires ${within}`,
      help: 'Get another value from its service before the end comes.',
      serious: false,
      sort: 'expiry',
      ...group(health.expiring, (secret) => [secret.expires_at, 'ends']),
    },
    {
      check: 'due-soon',
      title: `Due ${within}`,
      help: 'A good time to rotate is one that suits you.',
      serious: false,
      sort: 'rotation',
      ...group(health.due_soon, (secret) => [secret._next_rotation_at, 'due']),
    },
    {
      check: 'unused',
      title: `Not used for ${unused} days`,
      help: 'Nothing asked for the value through this server. Delete what is not needed.',
      serious: false,
      sort: 'last_reveal',
      ...group(health.unused, ({ _last_reveal, _created_at }) =>
        _last_reveal === null
          ? [_created_at, 'never; created']
          : [_last_reveal.at, 'last revealed'],
      ),
    },
  ];
}

function aboutRotations(known: Known['stopped']): Result {
  return {
    check: 'stopped',
    title: 'Rotations that stopped on their way',
    help: 'Go on with it, or give it up.',
    serious: true,
    more: known?.more ?? false,
    items:
      known?.found.map(({ key, name, step, at }) => ({
        ...placed(key, name),
        at,
        note: `at the step ${step}, tried`,
      })) ?? null,
  };
}

function aboutClients(
  clients: readonly Client[] | null,
  { unused }: Thresholds,
  now: number,
): Result[] {
  const limit = now - unused * DAY;
  return [
    {
      check: 'clients-ending',
      title: 'Clients that have ended or end soon',
      help: 'Make another, change over, revoke this one.',
      serious: true,
      more: false,
      items: ending(clients, ['clients'], now),
    },
    {
      check: 'unused-clients',
      title: `Clients that have not signed in for ${unused} days`,
      help: 'Revoke what is not needed.',
      serious: false,
      more: false,
      items:
        clients
          ?.filter((client) => (client.last_used_at ?? client.created_at) < limit)
          .map(({ id, name, created_at, last_used_at }) => ({
            key: id,
            name,
            page: ['clients'],
            at: last_used_at ?? created_at,
            note: last_used_at === null ? 'never; created' : 'signed in',
          })) ?? null,
    },
  ];
}

function aboutTokens(tokens: readonly Token[] | null, now: number): Result {
  return {
    check: 'tokens-ending',
    title: 'Your tokens that end soon',
    help: 'Make another, change over, revoke this one.',
    serious: true,
    more: false,
    items: ending(tokens, '/profile', now),
  };
}

function ending(
  credentials: readonly (Client | Token)[] | null,
  page: Item['page'],
  now: number,
): Item[] | null {
  if (credentials === null) return null;
  return credentials.flatMap((one) => {
    const state = urgency(one, now);
    if (state === 'fine') return [];
    const note = state === 'soon' ? 'ends' : 'ended';
    return [{ key: one.id, name: one.name, page, at: one.expires_at, note }];
  });
}

/** What wants attention first, the pressing before the rest. */
export function byWeight(results: readonly Result[]): Result[] {
  const weight = ({ items, serious }: Result) =>
    items === null ? 2 : items.length === 0 ? 3 : serious ? 0 : 1;
  return results.toSorted((one, other) => weight(one) - weight(other));
}

/** Each secret once, by what presses most. Null where a group has more than was told of. */
export function shares(
  health: Health,
): { pressing: number; soon: number; unused: number; well: number } | null {
  const { expired, due, expiring, due_soon, unused } = health;
  if ([expired, due, expiring, due_soon, unused].some((group) => group.more)) return null;
  const seen = new Set<string>();
  const count = (...groups: Schemas['HealthGroup'][]) => {
    const before = seen.size;
    for (const secret of groups.flatMap((group) => group.data)) seen.add(secret._key);
    return seen.size - before;
  };
  const found = {
    pressing: count(expired, due),
    soon: count(expiring, due_soon),
    unused: count(unused),
  };
  return { ...found, well: Math.max(0, health.total - seen.size) };
}

function item(secret: Secret, at: number, note: string): Item {
  return { ...placed(secret._key, secret.name), at, note };
}

/** A secret of the place, by its key. */
export function placed(key: string, name: string): Pick<Item, 'key' | 'name' | 'page'> {
  const [, type = '', id = ''] = key.split('/');
  return { key, name, page: ['secrets', type, id] };
}

/** How many things there are that press, or else are worth a look; and whether there may be more. */
export function count(
  results: readonly Looked<unknown>[],
  serious: boolean,
): [many: number, more: boolean] {
  const those = results.filter((result) => result.serious === serious);
  const sum = those.reduce((sum, result) => sum + (result.items?.length ?? 0), 0);
  return [sum, those.some((result) => result.more)];
}
