/** Who may have done something in a place: its members or people, and its clients. */

import { listClients } from '../clients/api';
import { listMembers } from '../members/members';
import { listPeople } from '../people/people';
import type { Owner } from '../shell/places.svelte';

export interface Doer {
  /** As the API names them: `person/…` or `client/…`. */
  value: string;
  title: string;
}

/** What the caller may not know is left out: who is in the records that they see is known from these. */
export async function doersOf({ kind, id }: Owner): Promise<Doer[]> {
  if (kind === 'user') return [];
  const place = { kind, id };
  const people =
    kind === 'organization'
      ? listPeople(id)
      : listMembers(place).then((all) => all.filter((member) => member.kind === 'user'));
  const [persons, clients] = await Promise.allSettled([people, listClients(place)]);
  return [
    ...(persons.status === 'fulfilled' ? persons.value : []).map((one) => ({
      value: `person/${one.id}`,
      title: one.name,
    })),
    ...(clients.status === 'fulfilled' ? clients.value : []).map((one) => ({
      value: `client/${one.id}`,
      title: `${one.name} (client)`,
    })),
  ];
}
