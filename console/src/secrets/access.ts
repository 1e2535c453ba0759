/** Who may do what with one secret, as the API tells it to whoever manages its owner. */

import { api, ask, type Action, type Schemas } from '../api/client';
import { path, type Address } from './owner';

export type Access = Schemas['Access'];
export type Holder = Schemas['Holder'];

export async function readAccess(address: Address, after: string | null): Promise<Access> {
  return ask(
    api.GET('/api/identity/v2/settings/{kind}/{owner}/secret/{type}/{secret}/access', {
      params: { path: path(address), query: after === null ? {} : { after } },
    }),
  );
}

/** What can be done with a secret, in the order in which it is said. */
export const deeds: readonly { action: Action; title: string; long: string }[] = [
  { action: 'read', title: 'see it', long: 'See that it is there' },
  { action: 'reveal', title: 'reveal', long: 'Reveal its value' },
  { action: 'update', title: 'change', long: 'Change it' },
  { action: 'delete', title: 'delete', long: 'Delete it' },
];

/** Such as “see it, reveal, change”. */
export function inWords(actions: readonly Action[]): string {
  const said = deeds.filter(({ action }) => actions.includes(action)).map(({ title }) => title);
  return said.length === 0 ? 'know of the place' : said.join(', ');
}
