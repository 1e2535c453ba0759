/**
 * Where a person has roles: gathered from the members of an organization and of those of its projects
 * that the caller may look into. It is what roles say; an organization's policies may say more.
 */

import { problemOf } from '../api/problem';
import { listMembers, type Member, type Place } from '../members/members';
import type { Role } from '../members/roles';
import type { Places } from '../shell/places.svelte';
import { listGroupMembers, listGroups, type Group } from './people';

export interface Held {
  role: Role;
  /** The group that gives it; null where it is the person's own. */
  group: Group | null;
}

export interface Standing {
  place: Place;
  name: string;
  held: Held[];
}

export interface Gathered {
  groups: Group[];
  /** Places in which the person has a role. */
  standings: Standing[];
  /** Places whose members the caller may not see. */
  hidden: string[];
}

export async function gather(
  organization: string,
  person: string,
  places: Places,
): Promise<Gathered> {
  const all = await listGroups(organization);
  const inside = await Promise.all(all.map((group) => listGroupMembers(group.id)));
  const groups = all.filter((_, at) => inside[at]?.some((member) => member.id === person));

  const asked: { place: Place; name: string }[] = [
    {
      place: { kind: 'organization', id: organization },
      name: places.organizations.find((one) => one.id === organization)?.name ?? 'Organization',
    },
    ...places.projects
      .filter((project) => project.organization === organization)
      .map((project) => ({
        place: { kind: 'project' as const, id: project.id },
        name: project.name,
      })),
  ];
  const standings: Standing[] = [];
  const hidden: string[] = [];
  for (const { place, name } of asked) {
    try {
      const held = heldBy(person, groups, await listMembers(place));
      if (held.length > 0) standings.push({ place, name, held });
    } catch (error) {
      const { kind } = problemOf(error);
      if (kind !== 'forbidden' && kind !== 'not-found') throw error;
      hidden.push(name);
    }
  }
  return { groups, standings, hidden };
}

/** The roles that these members' list gives the person, themselves or by their groups. */
export function heldBy(
  person: string,
  groups: readonly Group[],
  members: readonly Member[],
): Held[] {
  return members.flatMap((member): Held[] => {
    if (member.kind === 'user') {
      return member.id === person ? [{ role: member.role, group: null }] : [];
    }
    const group = groups.find((one) => one.id === member.id);
    return group === undefined ? [] : [{ role: member.role, group }];
  });
}
