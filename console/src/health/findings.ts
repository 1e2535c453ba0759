/**
 * What in a place wants attention, from what the API says of it. Whether values are weak or used
 * twice is not among it: the console never has the values, and the server does not say.
 */

import type { Secret } from '../api/client';
import type { Client } from '../clients/api';
import type { Token } from '../tokens/api';
import { DAY, urgency } from '../tokens/lifetime';

export interface Known {
  secrets: readonly Secret[];
  /** Null where the caller may not see them, missing where the place has none. */
  clients?: readonly Client[] | null;
  /** The person's own, where the place is theirs. Null where this sign-in may not see them. */
  tokens?: readonly Token[] | null;
  /** Types that are loaded: `secret/Custom`. Null where that is not known. */
  types: readonly string[] | null;
}

export type Check =
  | 'interrupted'
  | 'unreadable'
  | 'clients-ending'
  | 'tokens-ending'
  | 'unused-clients'
  | 'old'
  | 'never'
  | 'long-unused';

export interface Item {
  key: string;
  name: string;
  /** Where to see to it, among the pages of the place or everywhere. */
  page: readonly string[] | '/profile';
  /** When it happened that is told of. */
  at: number;
  note: string;
}

export interface Result {
  check: Check;
  title: string;
  /** What there is to do. */
  help: string;
  serious: boolean;
  /** Null: could not be looked at. */
  items: readonly Item[] | null;
}

/** `now` in seconds; `stale` in days, after which nothing is taken as fresh. */
export function examine(known: Known, stale: number, now: number): Result[] {
  return [
    ...aboutSecrets(known, stale, now),
    ...(known.clients === undefined ? [] : aboutClients(known.clients, stale, now)),
    ...(known.tokens === undefined ? [] : [aboutTokens(known.tokens, now)]),
  ];
}

function aboutSecrets({ secrets, types }: Known, stale: number, now: number): Result[] {
  const limit = now - stale * DAY;
  return [
    {
      check: 'interrupted',
      title: 'Rotations that stopped half way',
      help: 'Go on with them, or give them up, on the page of the secret.',
      serious: true,
      items: secrets
        .filter((secret) => secret._rotation !== null)
        .map((secret) => item(secret, secret._updated_at, `at ${secret._rotation?.step ?? ''},`)),
    },
    {
      check: 'unreadable',
      title: 'Secrets whose type is not loaded',
      help: 'Their values stay, but are neither checked nor given out in formats. Load the type.',
      serious: true,
      items:
        types === null
          ? null
          : secrets
              .filter((secret) => !types.includes(secret._type))
              .map((secret) => item(secret, secret._updated_at, 'changed')),
    },
    {
      check: 'old',
      title: `Not changed for ${stale} days`,
      help: 'Replace the value at its service, or rotate it. A change of any kind counts here.',
      serious: false,
      items: secrets
        .filter((secret) => secret._updated_at < limit)
        .map((secret) => item(secret, secret._updated_at, 'changed')),
    },
    {
      check: 'never',
      title: `Never revealed in ${stale} days since they were made`,
      help: 'Nothing uses them through this server. Delete what is not needed.',
      serious: false,
      items: secrets
        .filter((secret) => secret._last_reveal === null && secret._created_at < limit)
        .map((secret) => item(secret, secret._created_at, 'created')),
    },
    {
      check: 'long-unused',
      title: `Not revealed for ${stale} days`,
      help: 'What used them may be gone. Delete what is not needed.',
      serious: false,
      items: secrets.flatMap((secret) =>
        secret._last_reveal !== null && secret._last_reveal.at < limit
          ? [item(secret, secret._last_reveal.at, 'revealed')]
          : [],
      ),
    },
  ];
}

function aboutClients(clients: readonly Client[] | null, stale: number, now: number): Result[] {
  const limit = now - stale * DAY;
  return [
    {
      check: 'clients-ending',
      title: 'Clients that have ended or end soon',
      help: 'Make another, change over, revoke this one.',
      serious: true,
      items: ending(clients, ['clients'], now),
    },
    {
      check: 'unused-clients',
      title: `Clients that have not signed in for ${stale} days`,
      help: 'Revoke what is not needed.',
      serious: false,
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

function item(secret: Secret, at: number, note: string): Item {
  const [, type = '', id = ''] = secret._key.split('/');
  return { key: secret._key, name: secret.name, page: ['secrets', type, id], at, note };
}
