/** The API's calls about secrets that were deleted and can still be brought back. */

import { api, ask, type Schemas, type Secret } from '../api/client';
import type { Owner } from '../shell/places.svelte';
import { path, type Address } from './owner';

export type DeletedSecret = Schemas['DeletedSecret'];

const ALL = '/api/identity/v2/deleted/{kind}/{owner}';
const ONE = '/api/identity/v2/deleted/{kind}/{owner}/secret/{type}/{secret}';

/** A page of them, what was deleted last first. The first says how many there are in all. */
export async function listDeleted(
  owner: Owner,
  cursor: string | null,
  limit: number,
): Promise<Schemas['DeletedSecretList']> {
  return ask(
    api.GET(ALL, {
      params: {
        path: { kind: owner.kind, owner: owner.id },
        query: { limit, ...(cursor === null ? { count: true } : { cursor }) },
      },
    }),
  );
}

/** One of them by its address; null where it is not among them. */
export async function findDeleted(address: Address): Promise<DeletedSecret | null> {
  let cursor: string | null = null;
  do {
    const page: Schemas['DeletedSecretList'] = await listDeleted(address.owner, cursor, 1000);
    const found = page.data.find(
      (one) => one._id === address.secret && one._type === `secret/${address.type}`,
    );
    if (found !== undefined) return found;
    cursor = page.next_cursor;
  } while (cursor !== null);
  return null;
}

/**
 * Brings a secret back with all its versions, under another name where `name` is given.
 *
 * @throws {Problem} `name-taken` where another secret has its name, `not-found` where it is gone
 */
export async function restoreSecret(address: Address, name?: string): Promise<Secret> {
  return ask(
    api.POST(`${ONE}/restore`, {
      params: { path: path(address) },
      body: name === undefined ? {} : { name },
    }),
  );
}

/** Nothing brings it back after this. */
export async function purgeSecret(address: Address): Promise<void> {
  await ask(api.DELETE(ONE, { params: { path: path(address) } }));
}
