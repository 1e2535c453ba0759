/** The organizations and projects that the person may see, and the place a page is about. */

import { api, ask, type Schemas } from '../api/client';
import { Load } from '../api/load.svelte';
import { path, type Params } from '../router/match';

export type Kind = 'organization' | 'project' | 'user';

/** Who owns secrets: as the API's paths have it. */
export interface Owner {
  kind: Kind;
  /** `me` for the person's own. */
  id: string;
}

export interface Places {
  organizations: readonly Schemas['Organization'][];
  projects: readonly Schemas['Project'][];
}

export const places = new Load<Places>();

export function loadPlaces(): void {
  places.run(async () => {
    const [organizations, projects] = await Promise.all([
      ask(api.GET('/api/identity/v2/organizations')),
      ask(api.GET('/api/identity/v2/projects')),
    ]);
    return { organizations: organizations.data, projects: projects.data };
  });
}

const looked = new Set<string>();

/** Asks again, once, where a place is not known: it may have been made since, by someone else. */
export function lookFor(owner: Owner): void {
  const known = places.data;
  if (known === null || owner.kind === 'user' || looked.has(owner.id)) return;
  const list = owner.kind === 'project' ? known.projects : known.organizations;
  if (list.some((place) => place.id === owner.id)) return;
  looked.add(owner.id);
  void places.refresh();
}

/** Of `:kind/:owner` in a route. */
export function ownerOf(params: Params): Owner | null {
  const { kind, owner } = params;
  if (owner === undefined) return null;
  if (kind !== 'organization' && kind !== 'project' && kind !== 'user') return null;
  return { kind, id: owner };
}

/** What people call the place; its kind where that is not known. */
export function placeName(owner: Owner, known: Places | null): string {
  if (owner.kind === 'user') return 'My secrets';
  const list = owner.kind === 'project' ? known?.projects : known?.organizations;
  return (
    list?.find((place) => place.id === owner.id)?.name ??
    (owner.kind === 'project' ? 'Project' : 'Organization')
  );
}

/** A page of the place, such as `placePath(owner, 'secrets')`. */
export function placePath(owner: Owner, ...rest: string[]): string {
  return path(owner.kind, owner.id, ...rest);
}

/** Where a person begins: the first project, an organization, or what is their own. */
export function home(known: Places): string {
  const project = known.projects[0];
  if (project !== undefined) return path('project', project.id, 'secrets');
  const organization = known.organizations[0];
  if (organization !== undefined) return path('organization', organization.id, 'secrets');
  return path('user', 'me', 'secrets');
}
