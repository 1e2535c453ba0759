/** The API's calls about the caller's own tokens. */

import { api, ask, type Schemas } from '../api/client';

export type Token = Schemas['Token'];

export async function listTokens(): Promise<Token[]> {
  return (await ask(api.GET('/api/identity/v2/tokens'))).data;
}

export async function createToken(body: Schemas['TokenCreation']): Promise<Schemas['IssuedToken']> {
  return ask(api.POST('/api/identity/v2/tokens', { body }));
}

export async function revokeToken(token: string): Promise<void> {
  await ask(api.DELETE('/api/identity/v2/tokens/{token}', { params: { path: { token } } }));
}
