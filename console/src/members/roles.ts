/** Roles and visibilities: what each means, as docs/access.md has it. */

import type { Schemas } from '../api/client';

export type Role = Schemas['MemberRole']['role'];
export type Visibility = Schemas['Project']['visibility'];
export type WithRoles = 'organization' | 'project';

interface Meaning<Value> {
  value: Value;
  title: string;
  help: string;
}

const organization: readonly Meaning<Role>[] = [
  { value: 'Owner', title: 'Owner', help: 'Everything, in its projects too.' },
  {
    value: 'Maintainer',
    title: 'Maintainer',
    help: "Creates projects; reads, reveals and changes the organization's own secrets.",
  },
  {
    value: 'Contributor',
    title: 'Contributor',
    help: "Sees that the organization's secrets are there, never a value.",
  },
];

const project: readonly Meaning<Role>[] = [
  {
    value: 'Owner',
    title: 'Owner',
    help: 'Everything: members, clients, the audit log, deleting the project.',
  },
  { value: 'Writer', title: 'Writer', help: 'Reveals, creates, changes and deletes secrets.' },
  { value: 'Reader', title: 'Reader', help: 'Sees that secrets are there, never a value.' },
];

/** From the one that may most. */
export const roles: Readonly<Record<WithRoles, readonly Meaning<Role>[]>> = {
  organization,
  project,
};

export function meaningOf(on: WithRoles, role: Role): string {
  return roles[on].find((one) => one.value === role)?.help ?? '';
}

export const visibilities: readonly Meaning<Visibility>[] = [
  {
    value: 'private',
    title: 'Private',
    help: 'Only people with a role in it, and Owners of the organization, know of it.',
  },
  {
    value: 'restricted',
    title: 'Restricted',
    help: 'Members of the organization see that it is there, and none of its secrets.',
  },
  {
    value: 'internal',
    title: 'Internal',
    help: 'Members of the organization see its secrets, never a value.',
  },
  {
    value: 'public',
    title: 'Public',
    help: 'Everyone who is signed in sees its secrets, never a value.',
  },
];
