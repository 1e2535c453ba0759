/** Records of the audit log in words. Ids stand for people and places until a page names them. */

import type { AuditRecord } from '../api/client';

export type Event = AuditRecord['event'];

/** What a person looks for in a log. */
export const subjects = {
  values: 'Values revealed',
  secrets: 'Secrets changed',
  refused: 'Refused',
  access: 'Members and groups',
  people: 'People',
  credentials: 'Tokens and clients',
  places: 'Organizations and projects',
  policies: 'Policies',
} as const;

export type Subject = keyof typeof subjects;

interface Words {
  subject: Subject;
  text: string;
}

const events: Record<Event, Words> = {
  'authentication-failed': { subject: 'refused', text: 'Sign-in refused' },
  denied: { subject: 'refused', text: 'Not allowed' },
  'secret-created': { subject: 'secrets', text: 'Secret created' },
  'secret-updated': { subject: 'secrets', text: 'Secret changed' },
  'secret-deleted': { subject: 'secrets', text: 'Secret deleted' },
  'secret-restored': { subject: 'secrets', text: 'Secret brought back' },
  'secret-purged': { subject: 'secrets', text: 'Secret deleted for good' },
  'secret-revealed': { subject: 'values', text: 'Value revealed' },
  'values-examined': { subject: 'values', text: 'Values looked at for weak and reused ones' },
  'secret-checked': { subject: 'values', text: 'Value checked at its service' },
  'rotation-stepped': { subject: 'secrets', text: 'Rotation' },
  'rotation-dropped': { subject: 'secrets', text: 'Rotation given up' },
  initialized: { subject: 'places', text: 'Installation set up' },
  'organization-created': { subject: 'places', text: 'Organization created' },
  'organization-renamed': { subject: 'places', text: 'Organization renamed' },
  'project-created': { subject: 'places', text: 'Project created' },
  'project-changed': { subject: 'places', text: 'Project changed' },
  'project-deleted': { subject: 'places', text: 'Project deleted' },
  'member-set': { subject: 'access', text: 'Role given' },
  'member-removed': { subject: 'access', text: 'Member removed' },
  'person-created': { subject: 'people', text: 'Person added' },
  'person-renamed': { subject: 'people', text: 'Person renamed' },
  'person-suspended': { subject: 'people', text: 'Person suspended' },
  'person-reinstated': { subject: 'people', text: 'Person brought back' },
  'person-removed': { subject: 'people', text: 'Person removed' },
  'groups-synchronized': { subject: 'access', text: 'Groups taken from the provider' },
  'group-created': { subject: 'access', text: 'Group created' },
  'group-changed': { subject: 'access', text: 'Group changed' },
  'group-deleted': { subject: 'access', text: 'Group deleted' },
  'group-member-added': { subject: 'access', text: 'Added to a group' },
  'group-member-removed': { subject: 'access', text: 'Removed from a group' },
  'client-created': { subject: 'credentials', text: 'Client created' },
  'client-secret-renewed': { subject: 'credentials', text: 'Client has a new secret' },
  'client-revoked': { subject: 'credentials', text: 'Client revoked' },
  'client-signed-in': { subject: 'credentials', text: 'Client signed in' },
  'token-created': { subject: 'credentials', text: 'Token created' },
  'token-revoked': { subject: 'credentials', text: 'Token revoked' },
  'policy-set': { subject: 'policies', text: 'Policy stored' },
  'policy-deleted': { subject: 'policies', text: 'Policy deleted' },
};

const actions: Record<NonNullable<AuditRecord['action']>, string> = {
  see: 'see it',
  read: 'read it',
  reveal: 'reveal a value',
  create: 'add a secret',
  update: 'change a secret',
  delete: 'delete a secret',
  audit: 'read the audit log',
  manage: 'manage it',
  'create-project': 'create a project',
};

/** An event that a newer server has is called by its own name. */
export function wordsOf(event: string): Words {
  return events[event as Event] ?? { subject: 'secrets', text: event.replaceAll('-', ' ') };
}

/** What belongs behind the event's words: how much of what, and how it ended. */
export function detailOf(record: AuditRecord): string {
  const parts: string[] = [];
  if (record.name !== undefined) parts.push(record.name);
  if (record.member?.startsWith('group/')) parts.push('a group');
  if (record.action !== undefined) parts.push(`to ${actions[record.action] ?? record.action}`);
  if (record.reason !== undefined) parts.push(`credential ${record.reason.replaceAll('-', ' ')}`);
  if (record.role !== undefined) parts.push(`as ${record.role}`);
  if (record.visibility !== undefined) parts.push(`visibility ${record.visibility}`);
  if (record.version !== undefined) parts.push(`version ${record.version}`);
  if (record.fields?.length) parts.push(record.fields.join(', '));
  if (record.format !== undefined) parts.push(`as ${record.format}`);
  if (record.step !== undefined) parts.push(`step ${record.step}`);
  if (record.outcome !== undefined) parts.push(record.outcome);
  return parts.join(' · ');
}

/** Who did it, as the API names them; empty where nobody is known. */
export function actorOf(record: AuditRecord): string {
  if (record.user !== null) return `person/${record.user}`;
  return record.client === null ? '' : `client/${record.client}`;
}

/** The events of a subject, for a choice among all. */
export function eventsOf(subject: Subject): { value: Event; title: string }[] {
  return Object.entries(events)
    .filter(([, words]) => words.subject === subject)
    .map(([value, words]) => ({ value: value as Event, title: words.text }));
}

export function isEvent(name: string): name is Event {
  return Object.hasOwn(events, name);
}

/** The person that it was done to, where the record does not name them. */
export function personOf(record: AuditRecord): string | null {
  if (record.member?.startsWith('user/')) return record.member.slice('user/'.length);
  return record.name === undefined ? (record.about_user ?? null) : null;
}

/** The path of the page of a secret's key, within its owner's pages. */
export function secretPath(key: string): string[] | null {
  const [, type, id] = key.split('/');
  return type === undefined || id === undefined ? null : ['secrets', type, id];
}
