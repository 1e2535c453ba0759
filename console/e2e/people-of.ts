/** People for tests: made by the owner, with a token to sign in with. */

import type { Vault } from './fixtures';

export interface Made {
  id: string;
  token: string;
}

export async function person(
  vault: Vault,
  name: string,
  role: 'Owner' | 'Maintainer' | 'Contributor' | null,
): Promise<Made> {
  return vault.api<Made>('POST', `organizations/${vault.organization}/people`, {
    name,
    ...(role === null ? {} : { role }),
    token_expires_in: 3600,
  });
}

export async function group(vault: Vault, name: string): Promise<string> {
  const path = `organizations/${vault.organization}/groups`;
  return (await vault.api<{ id: string }>('POST', path, { name })).id;
}
