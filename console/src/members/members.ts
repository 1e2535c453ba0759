/** The API's calls about who has a role on a project or an organization. */

import { api, ask, type Schemas } from '../api/client';
import type { Role, WithRoles } from './roles';

export type Member = Schemas['Member'];

export interface Place {
  kind: WithRoles;
  id: string;
}

export async function listMembers({ kind, id }: Place): Promise<Member[]> {
  const list =
    kind === 'project'
      ? await ask(api.GET('/api/identity/v2/projects/{project}/members', project(id)))
      : await ask(
          api.GET('/api/identity/v2/organizations/{organization}/members', organization(id)),
        );
  return list.data;
}

/** @throws {Problem} `last-owner` where nobody would be left to look after the place */
export async function setMember(on: Place, member: Who, role: Role): Promise<void> {
  const who = { kind: member.kind, member: member.id };
  const body = { role };
  if (on.kind === 'project') {
    const params = { path: { project: on.id, ...who } };
    await ask(
      api.PUT('/api/identity/v2/projects/{project}/members/{kind}/{member}', { params, body }),
    );
  } else {
    const params = { path: { organization: on.id, ...who } };
    await ask(
      api.PUT('/api/identity/v2/organizations/{organization}/members/{kind}/{member}', {
        params,
        body,
      }),
    );
  }
}

/** @throws {Problem} `last-owner`, as for `setMember` */
export async function removeMember(on: Place, member: Who): Promise<void> {
  const who = { kind: member.kind, member: member.id };
  if (on.kind === 'project') {
    const params = { path: { project: on.id, ...who } };
    await ask(
      api.DELETE('/api/identity/v2/projects/{project}/members/{kind}/{member}', { params }),
    );
  } else {
    const params = { path: { organization: on.id, ...who } };
    await ask(
      api.DELETE('/api/identity/v2/organizations/{organization}/members/{kind}/{member}', {
        params,
      }),
    );
  }
}

/** A person or a group. */
export type Who = Pick<Member, 'kind' | 'id'>;

const project = (id: string) => ({ params: { path: { project: id } } });
const organization = (id: string) => ({ params: { path: { organization: id } } });
