/** The API's calls about organizations and projects themselves. */

import { api, ask, type Schemas } from '../api/client';

export async function createOrganization(name: string): Promise<Schemas['Organization']> {
  return ask(api.POST('/api/identity/v2/organizations', { body: { name } }));
}

export async function renameOrganization(organization: string, name: string): Promise<void> {
  const params = { path: { organization } };
  await ask(api.PATCH('/api/identity/v2/organizations/{organization}', { params, body: { name } }));
}

export async function createProject(body: Schemas['ProjectCreation']): Promise<Schemas['Project']> {
  return ask(api.POST('/api/identity/v2/projects', { body }));
}

export async function changeProject(
  project: string,
  body: Schemas['ProjectChange'],
): Promise<void> {
  const params = { path: { project } };
  await ask(api.PATCH('/api/identity/v2/projects/{project}', { params, body }));
}

export async function deleteProject(project: string): Promise<void> {
  await ask(api.DELETE('/api/identity/v2/projects/{project}', { params: { path: { project } } }));
}
