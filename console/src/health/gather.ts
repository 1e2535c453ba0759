/** What the health of a place is told from. */

import { problemOf } from '../api/problem';
import { listClients } from '../clients/api';
import type { Secret } from '../api/client';
import { listSecrets, listTypes } from '../secrets/owner';
import type { Owner } from '../shell/places.svelte';
import { listTokens } from '../tokens/api';
import type { Known } from './findings';

const PAGE = 1000;
/** Secrets that are looked at; more would hold the page up for long. */
export const MOST = 20_000;

export async function gather(owner: Owner, signal: AbortSignal): Promise<Known> {
  const [secrets, types, others] = await Promise.all([
    everySecret(owner, signal),
    orNull(async () => (await listTypes()).map((type) => type._type)),
    credentials(owner),
  ]);
  return { secrets, types, ...others };
}

async function credentials({ kind, id }: Owner): Promise<Pick<Known, 'clients' | 'tokens'>> {
  if (kind === 'user') return { tokens: await orNull(listTokens) };
  return { clients: await orNull(() => listClients({ kind, id })) };
}

async function everySecret(owner: Owner, signal: AbortSignal): Promise<Secret[]> {
  const query = { sort: 'updated' as const, desc: false, search: '', type: '' };
  const all: Secret[] = [];
  let cursor: string | null = null;
  do {
    const page = await listSecrets(owner, query, cursor, PAGE, signal);
    all.push(...page.data);
    cursor = page.next_cursor;
  } while (cursor !== null && all.length < MOST);
  return all;
}

/** Null where the caller may not, so that the page can say so. */
async function orNull<T>(asking: () => Promise<T>): Promise<T | null> {
  try {
    return await asking();
  } catch (error) {
    const { kind } = problemOf(error);
    if (kind === 'forbidden' || kind === 'not-found') return null;
    throw error;
  }
}
