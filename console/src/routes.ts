/**
 * Every page by its path. A page is a component with `params` (the steps of the path that begin with
 * a colon); it is loaded when it is first shown.
 */

import type { Component } from 'svelte';
import type { Params } from './router/match';
import type { Kind } from './shell/places.svelte';
import type { IconName } from './ui/icons';

export interface Route {
  pattern: string;
  /** A page that takes no parameters need not say so. */
  load: () => Promise<{ default: Component<{ params: Params }> | Component }>;
}

export const routes: readonly Route[] = [
  { pattern: '/', load: () => import('./shell/Home.svelte') },
  { pattern: '/:kind/:owner/secrets', load: () => import('./secrets/SecretsPage.svelte') },
  { pattern: '/:kind/:owner/secrets/new', load: () => import('./wizard/WizardPage.svelte') },
  { pattern: '/:kind/:owner/secrets/paste', load: () => import('./wizard/PastePage.svelte') },
  { pattern: '/:kind/:owner/secrets/deleted', load: () => import('./secrets/DeletedPage.svelte') },
  {
    pattern: '/:kind/:owner/secrets/:type/:secret',
    load: () => import('./secrets/SecretPage.svelte'),
  },
  { pattern: '/:kind/:owner/health', load: () => import('./health/HealthPage.svelte') },
  { pattern: '/:kind/:owner/projects', load: () => import('./place-settings/ProjectsPage.svelte') },
  { pattern: '/:kind/:owner/members', load: () => import('./members/MembersPage.svelte') },
  { pattern: '/:kind/:owner/people', load: () => import('./people/PeoplePage.svelte') },
  { pattern: '/:kind/:owner/people/:person', load: () => import('./people/PersonPage.svelte') },
  { pattern: '/:kind/:owner/groups/:group', load: () => import('./people/GroupPage.svelte') },
  { pattern: '/:kind/:owner/clients', load: () => import('./clients/ClientsPage.svelte') },
  { pattern: '/:kind/:owner/audit', load: () => import('./audit/AuditPage.svelte') },
  { pattern: '/:kind/:owner/policies', load: () => import('./policies/PoliciesPage.svelte') },
  { pattern: '/:kind/:owner/settings', load: () => import('./place-settings/SettingsPage.svelte') },
  {
    pattern: '/organizations',
    load: () => import('./place-settings/OrganizationsPage.svelte'),
  },
  { pattern: '/everybody', load: () => import('./people/EverybodyPage.svelte') },
  { pattern: '/types', load: () => import('./types/TypesPage.svelte') },
  { pattern: '/profile', load: () => import('./profile/ProfilePage.svelte') },
  { pattern: '/api', load: () => import('./api-pages/ApiPage.svelte') },
];

/** What the side of the page offers for a place. `page` is the last step of its path. */
export interface PlaceEntry {
  page: string;
  title: string;
  icon: IconName;
  kinds: readonly Kind[];
}

export const placeEntries: readonly PlaceEntry[] = [
  { page: 'secrets', title: 'Secrets', icon: 'key', kinds: ['organization', 'project', 'user'] },
  { page: 'projects', title: 'Projects', icon: 'folder', kinds: ['organization'] },
  { page: 'health', title: 'Health', icon: 'heart', kinds: ['organization', 'project', 'user'] },
  { page: 'members', title: 'Members', icon: 'shield', kinds: ['organization', 'project'] },
  { page: 'people', title: 'People and groups', icon: 'people', kinds: ['organization'] },
  { page: 'clients', title: 'Clients', icon: 'robot', kinds: ['organization', 'project'] },
  {
    page: 'audit',
    title: 'Audit log',
    icon: 'history',
    kinds: ['organization', 'project', 'user'],
  },
  { page: 'policies', title: 'Policies', icon: 'scales', kinds: ['organization'] },
  { page: 'settings', title: 'Settings', icon: 'settings', kinds: ['organization', 'project'] },
];

/** What it offers everywhere. */
export const entries: readonly { path: string; title: string; icon: IconName }[] = [
  { path: '/organizations', title: 'Organizations', icon: 'building' },
  { path: '/types', title: 'Secret types', icon: 'plug' },
  { path: '/profile', title: 'Profile', icon: 'person' },
  { path: '/api', title: 'API', icon: 'code' },
];
