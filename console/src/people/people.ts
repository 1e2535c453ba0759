/** The API's calls about people and groups. */

import { api, ask, type Schemas } from '../api/client';

export type Person = Schemas['Person'];
export type Group = Schemas['Group'];
export type GroupMember = Schemas['GroupMember'];

const of = (organization: string) => ({ path: { organization } });

export async function listPeople(organization: string, search = ''): Promise<Person[]> {
  const params = { ...of(organization), query: search === '' ? {} : { search } };
  return (await ask(api.GET('/api/identity/v2/organizations/{organization}/people', { params })))
    .data;
}

/** Of every organization. An administrator may. */
export async function listEverybody(search = ''): Promise<Person[]> {
  const params = { query: search === '' ? {} : { search } };
  return (await ask(api.GET('/api/identity/v2/people', { params }))).data;
}

export async function readPerson(person: string): Promise<Person> {
  return ask(api.GET('/api/identity/v2/people/{person}', { params: { path: { person } } }));
}

export async function createPerson(
  organization: string,
  body: Schemas['PersonCreation'],
): Promise<Schemas['CreatedPerson']> {
  return ask(
    api.POST('/api/identity/v2/organizations/{organization}/people', {
      params: of(organization),
      body,
    }),
  );
}

export async function changePerson(person: string, body: Schemas['PersonChange']): Promise<Person> {
  return ask(api.PATCH('/api/identity/v2/people/{person}', { params: { path: { person } }, body }));
}

export async function removePerson(person: string): Promise<void> {
  await ask(api.DELETE('/api/identity/v2/people/{person}', { params: { path: { person } } }));
}

export async function listGroups(organization: string): Promise<Group[]> {
  const params = of(organization);
  return (await ask(api.GET('/api/identity/v2/organizations/{organization}/groups', { params })))
    .data;
}

export async function readGroup(group: string): Promise<Group> {
  return ask(api.GET('/api/identity/v2/groups/{group}', { params: { path: { group } } }));
}

export async function createGroup(
  organization: string,
  body: Schemas['GroupCreation'],
): Promise<Group> {
  return ask(
    api.POST('/api/identity/v2/organizations/{organization}/groups', {
      params: of(organization),
      body,
    }),
  );
}

export async function changeGroup(group: string, body: Schemas['GroupChange']): Promise<Group> {
  return ask(api.PATCH('/api/identity/v2/groups/{group}', { params: { path: { group } }, body }));
}

export async function deleteGroup(group: string): Promise<void> {
  await ask(api.DELETE('/api/identity/v2/groups/{group}', { params: { path: { group } } }));
}

export async function listGroupMembers(group: string): Promise<GroupMember[]> {
  const params = { path: { group } };
  return (await ask(api.GET('/api/identity/v2/groups/{group}/members', { params }))).data;
}

export async function addToGroup(group: string, person: string): Promise<void> {
  const params = { path: { group, person } };
  await ask(api.PUT('/api/identity/v2/groups/{group}/members/{person}', { params }));
}

export async function removeFromGroup(group: string, person: string): Promise<void> {
  const params = { path: { group, person } };
  await ask(api.DELETE('/api/identity/v2/groups/{group}/members/{person}', { params }));
}
