/** Names for ids of people and clients, asked for once each while the page is open. */

import { SvelteMap } from 'svelte/reactivity';
import { api, ask } from '../api/client';
import { session } from '../session/session.svelte';

export interface Known {
  kind: 'person' | 'client' | 'unknown';
  name: string;
}

const known = new SvelteMap<string, Known>();
const asked = new Set<string>();

/** What is known of the id by now; asks for it where that is nothing. */
export function who(id: string, kind?: 'person' | 'client'): Known | null {
  const own = session.identity;
  if (own?.user?.id === id) return { kind: 'person', name: own.user.name };
  if (own?.client?.id === id) return { kind: 'client', name: own.client.name };
  if (!asked.has(id)) {
    asked.add(id);
    void find(id, kind).then((found) => known.set(id, found));
  }
  return known.get(id) ?? null;
}

async function find(id: string, kind?: 'person' | 'client'): Promise<Known> {
  if (kind !== 'client') {
    try {
      const params = { path: { person: id } };
      const person = await ask(api.GET('/api/identity/v2/people/{person}', { params }));
      return { kind: 'person', name: person.name };
    } catch {
      // Not a person, or one that the caller may not know.
    }
  }
  if (kind !== 'person') {
    try {
      const params = { path: { client: id } };
      const client = await ask(api.GET('/api/identity/v2/clients/{client}', { params }));
      return { kind: 'client', name: client.name };
    } catch {
      // Nor a client that they may see.
    }
  }
  return { kind: kind ?? 'unknown', name: `${id.slice(0, 5)}…${id.slice(-4)}` };
}
