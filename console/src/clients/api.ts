/** The API's calls about clients: machines of a project or an organization. */

import { api, ask, type Schemas } from '../api/client';
import type { Place } from '../members/members';

export type Client = Schemas['Client'];
export type IssuedClient = Schemas['IssuedClient'];

const OF = '/api/identity/v2/clients/{kind}/{owner}';
const ONE = '/api/identity/v2/clients/{client}';

const of = (place: Place) => ({ path: { kind: place.kind, owner: place.id } });

export async function listClients(place: Place): Promise<Client[]> {
  return (await ask(api.GET(OF, { params: of(place) }))).data;
}

export async function createClient(
  place: Place,
  body: Schemas['ClientCreation'],
): Promise<IssuedClient> {
  return ask(api.POST(OF, { params: of(place), body }));
}

/** A new secret for the client; the old one and what it signed in for end at once. */
export async function renewClient(client: string): Promise<IssuedClient> {
  return ask(api.POST(`${ONE}/secret`, { params: { path: { client } } }));
}

export async function revokeClient(client: string): Promise<void> {
  await ask(api.DELETE(ONE, { params: { path: { client } } }));
}
