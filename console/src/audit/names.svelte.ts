/** Names of the secrets that records are about, asked for once each while the page is open. */

import { SvelteMap } from 'svelte/reactivity';
import { readSecret } from '../secrets/owner';
import type { Owner } from '../shell/places.svelte';
import { secretPath } from './words';

interface Known {
  /** Null where there is no such secret any more, or none that the caller may see. */
  name: string | null;
}

const known = new SvelteMap<string, Known>();
const asked = new Set<string>();

export function secretName(owner: Owner, key: string): Known | null {
  const whole = `${owner.kind}/${owner.id}/${key}`;
  if (!asked.has(whole)) {
    asked.add(whole);
    void find(owner, key).then((found) => known.set(whole, found));
  }
  return known.get(whole) ?? null;
}

async function find(owner: Owner, key: string): Promise<Known> {
  const [, type, secret] = secretPath(key) ?? [];
  if (type === undefined || secret === undefined) return { name: null };
  try {
    return { name: (await readSecret({ owner, type, secret })).secret.name };
  } catch {
    return { name: null };
  }
}
