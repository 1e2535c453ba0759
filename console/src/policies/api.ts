/** The API's calls about an organization's policies. Not every authorizer has them. */

import { api, ask, type Schemas } from '../api/client';

export type Policy = Schemas['Policy'];
export type Finding = Schemas['Finding'];

const ALL = '/api/identity/v2/organizations/{organization}/policies';
const ONE = `${ALL}/{policy}` as const;

/** @throws {Problem} `not-supported` where the server decides by roles alone */
export async function listPolicies(organization: string): Promise<Policy[]> {
  return (await ask(api.GET(ALL, { params: { path: { organization } } }))).data;
}

export async function setPolicy(organization: string, policy: string, text: string): Promise<void> {
  await ask(api.PUT(ONE, { params: { path: { organization, policy } }, body: { text } }));
}

export async function deletePolicy(organization: string, policy: string): Promise<void> {
  await ask(api.DELETE(ONE, { params: { path: { organization, policy } } }));
}

export async function checkPolicy(
  organization: string,
  name: string,
  text: string,
): Promise<Finding[]> {
  const params = { path: { organization } };
  const body = { policies: [{ name, text }] };
  return (
    await ask(
      api.POST('/api/identity/v2/organizations/{organization}/policy-check', { params, body }),
    )
  ).data;
}

export async function explain(
  organization: string,
  body: Schemas['PolicyQuestion'],
): Promise<Schemas['Explanation']> {
  const params = { path: { organization } };
  return ask(
    api.POST('/api/identity/v2/organizations/{organization}/policy-explain', { params, body }),
  );
}
