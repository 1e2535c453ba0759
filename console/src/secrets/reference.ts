/**
 * References to a field of a secret, as the clients and the command line read them:
 * `sr://project/<name>/<secret>/<field>`, each segment percent-encoded.
 */

import type { Owner, Places } from '../shell/places.svelte';

const ID = /^[0-9A-Za-z]{27}$/;
const KEY = /^secret\/[A-Za-z][0-9A-Za-z-]{0,63}\/[0-9A-Za-z]{27}$/;

/**
 * Names where they say which is meant, ids and keys where they would not. Of the whole secret without
 * `field`. There is nothing in it that a shell reads as anything else.
 */
export function reference(
  owner: Owner,
  known: Places | null,
  secret: { name: string; _key: string },
  field?: string,
): string {
  const named = KEY.test(secret.name) ? secret._key : secret.name;
  const segments = [owner.kind, ownerIn(owner, known), named];
  if (field !== undefined) segments.push(field);
  return `sr://${segments.map(encoded).join('/')}`;
}

/** The browser leaves some signs as they are that mean something to a shell. */
function encoded(segment: string): string {
  return encodeURIComponent(segment).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function ownerIn({ kind, id }: Owner, known: Places | null): string {
  if (kind === 'user') return 'me';
  const all = (kind === 'project' ? known?.projects : known?.organizations) ?? [];
  const name = all.find((place) => place.id === id)?.name;
  const isTheOnly = all.filter((place) => place.name === name).length === 1;
  return name !== undefined && isTheOnly && !ID.test(name) ? name : id;
}
