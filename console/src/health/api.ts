/** What the health of a place is told from. */

import { api, ask, type Schemas } from '../api/client';
import { problemOf } from '../api/problem';
import { listClients, type Client } from '../clients/api';
import type { Owner } from '../shell/places.svelte';
import { listTokens, type Token } from '../tokens/api';
import { stoppedRotations, type StoppedRotations } from './rotations';

export type Health = Schemas['Health'];

/** In days. */
export interface Thresholds {
  /** What comes within them comes soon. */
  soon: number;
  /** What was not used in them is unused. */
  unused: number;
}

export interface Known {
  health: Health;
  /** Null where the caller may not read the log that has them. */
  stopped: StoppedRotations | null;
  /** Null where the caller may not see them, missing where the place has none. */
  clients?: readonly Client[] | null;
  /** The person's own, where the place is theirs. Null where this sign-in may not see them. */
  tokens?: readonly Token[] | null;
}

export async function readHealth(owner: Owner, { soon, unused }: Thresholds): Promise<Known> {
  const path = { kind: owner.kind, owner: owner.id };
  const [health, stopped, others] = await Promise.all([
    ask(
      api.GET('/api/identity/v2/health/{kind}/{owner}', {
        params: { path, query: { soon, unused } },
      }),
    ),
    stoppedRotations(owner),
    credentials(owner),
  ]);
  return { health, stopped, ...others };
}

async function credentials({ kind, id }: Owner): Promise<Pick<Known, 'clients' | 'tokens'>> {
  if (kind === 'user') return { tokens: await orNull(listTokens) };
  return { clients: await orNull(() => listClients({ kind, id })) };
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
