/** What can be done in a place, in the order in which it matters to people. */

import type { Action } from '../api/client';

interface Ability {
  action: Action;
  title: string;
}

const withSecrets: readonly Ability[] = [
  { action: 'read', title: 'See its secrets, values masked' },
  { action: 'reveal', title: 'Reveal and copy values' },
  { action: 'create', title: 'Add secrets' },
  { action: 'update', title: 'Change secrets' },
  { action: 'delete', title: 'Delete secrets' },
  { action: 'audit', title: 'Read the audit log' },
];

export const abilities: Readonly<Record<'organization' | 'project' | 'user', readonly Ability[]>> =
  {
    project: [...withSecrets, { action: 'manage', title: 'Manage members, clients, settings' }],
    organization: [
      ...withSecrets,
      { action: 'create-project', title: 'Create projects' },
      { action: 'manage', title: 'Manage members, people, clients, settings' },
    ],
    user: withSecrets,
  };
