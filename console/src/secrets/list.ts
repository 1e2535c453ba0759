/** How the list of secrets is asked for, as the address has it. */

import { listSecrets, type ListQuery } from './owner';
import { Pages } from '../api/pages.svelte';
import type { Secret } from '../api/client';
import type { Owner } from '../shell/places.svelte';

export const sorts: readonly { value: ListQuery['sort']; title: string }[] = [
  { value: 'name', title: 'Name' },
  { value: 'type', title: 'Type' },
  { value: 'created', title: 'Created' },
  { value: 'updated', title: 'Last change' },
  { value: 'updated_by', title: 'Changed by' },
  { value: 'last_reveal', title: 'Last reveal' },
  { value: 'rotation', title: 'Next rotation' },
  { value: 'expiry', title: 'End' },
];

/** Of what begins with the newest where nobody says otherwise. */
const newestFirst: ReadonlySet<string> = new Set(['created', 'updated']);

export function fromAddress(query: URLSearchParams): ListQuery {
  const asked = query.get('sort');
  return {
    sort: sorts.find(({ value }) => value === asked)?.value ?? 'name',
    desc: query.get('desc') === 'true',
    search: query.get('search') ?? '',
    type: query.get('type') ?? '',
  };
}

/** What is as it is without being asked for is left out. */
export function toAddress({ sort, desc, search, type }: ListQuery): Record<string, string> {
  return { sort: sort === 'name' ? '' : sort, desc: desc ? 'true' : '', search, type };
}

/** The same order the other way around, or another from its natural end. */
export function sortedBy(query: ListQuery, sort: ListQuery['sort']): ListQuery {
  return { ...query, sort, desc: query.sort === sort ? !query.desc : newestFirst.has(sort) };
}

export function secretPages(owner: Owner, query: () => ListQuery): Pages<Secret> {
  return new Pages(async (cursor, limit, signal) => {
    const page = await listSecrets(owner, query(), cursor, limit, signal);
    return { data: page.data, next: page.next_cursor, total: page.total };
  });
}
