/** What the health of a place is told from. */

import { api, ask, type Permissions, type Schemas } from '../api/client';
import { problemOf } from '../api/problem';
import { listClients, type Client } from '../clients/api';
import { ownerPermissions } from '../secrets/owner';
import type { Owner } from '../shell/places.svelte';
import { listTokens, type Token } from '../tokens/api';
import { stoppedRotations, type StoppedRotations } from './rotations';

export type Health = Schemas['Health'];
export type Examination = Schemas['Examination'];

/** In days. */
export interface Thresholds {
  /** What comes within them comes soon. */
  soon: number;
  /** What was not used in them is unused. */
  unused: number;
}

export interface Known {
  health: Health;
  permissions: Permissions;
  /** Null where the caller may not read the log that has them. */
  stopped: StoppedRotations | null;
  /** Null where the caller may not see them, missing where the place has none. */
  clients?: readonly Client[] | null;
  /** The person's own, where the place is theirs. Null where this sign-in may not see them. */
  tokens?: readonly Token[] | null;
}

export async function readHealth(owner: Owner, { soon, unused }: Thresholds): Promise<Known> {
  const path = { kind: owner.kind, owner: owner.id };
  const allowed = ownerPermissions(owner);
  const [health, permissions, stopped, others] = await Promise.all([
    ask(
      api.GET('/api/identity/v2/health/{kind}/{owner}', {
        params: { path, query: { soon, unused } },
      }),
    ),
    allowed,
    allowed.then((permissions) => stoppedRotations(owner, permissions)),
    credentials(owner),
  ]);
  return { health, permissions, stopped, ...others };
}

/** Has the server look at the values of a place; takes seconds where there are many. */
export async function examineValues(owner: Owner): Promise<Examination> {
  const path = { kind: owner.kind, owner: owner.id };
  return ask(api.POST('/api/identity/v2/health/{kind}/{owner}/values', { params: { path } }));
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
