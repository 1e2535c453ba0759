/** Scopes of tokens and clients: what they reach, in words and as a form has them. */

import type { Schemas } from '../api/client';
import type { Places } from '../shell/places.svelte';

export type Scope = Schemas['Scope'];
export type Permission = Scope['permissions'][number];

export const permissions: readonly { value: Permission; title: string; help: string }[] = [
  { value: 'metadata', title: 'See', help: 'See and read, never a value.' },
  { value: 'reveal', title: 'Reveal', help: 'Reveal values.' },
  { value: 'write', title: 'Write', help: 'Create, update and delete secrets.' },
  {
    value: 'manage',
    title: 'Manage',
    help: 'The audit log; members, clients and settings; creating projects.',
  },
];

export function titleOf(permission: Permission): string {
  return permissions.find((one) => one.value === permission)?.title.toLowerCase() ?? permission;
}

/** What a scope is about, such as “payments”; its kind where the place is not known. */
export function nameOf(on: string, known: Places | null): string {
  const [kind = '', id = ''] = on.split('/');
  if (kind === 'user') return 'My secrets';
  const list = kind === 'project' ? known?.projects : known?.organizations;
  const found = list?.find((place) => place.id === id)?.name;
  return found ?? `${kind} ${id.slice(0, 5)}…`;
}

/** A scope while it is made: what does not go together is kept apart until it is sent. */
export interface Draft {
  on: string;
  permissions: Permission[];
  projects: boolean;
  /** Null: all of them. */
  secrets: Schemas['SecretScope'][] | null;
}

export function draftOn(on: string): Draft {
  return { on, permissions: ['metadata', 'reveal'], projects: false, secrets: null };
}

/** What is wrong with it, or null. The server has the same rules. */
export function problemOfDraft(draft: Draft): string | null {
  if (draft.on === '') return 'Choose a place.';
  if (draft.permissions.length === 0) return 'Choose what may be done there.';
  if (draft.secrets === null) return null;
  if (draft.secrets.length === 0) return 'Choose the secrets, or all of them.';
  if (draft.permissions.includes('manage')) {
    return 'Single secrets do not go with Manage, which is about the whole place.';
  }
  return null;
}

export function scopeOf(draft: Draft): Scope {
  const isOrganization = draft.on.startsWith('organization/');
  return {
    on: draft.on,
    permissions: draft.permissions,
    ...(isOrganization && draft.projects && draft.secrets === null ? { projects: true } : {}),
    ...(draft.secrets === null ? {} : { secrets: draft.secrets }),
  };
}
