/**
 * The API, typed by its document. Whoever is signed in is asked for; a credential that is no longer
 * good makes a request wait until the person has signed in again.
 */

import createClient, { type FetchResponse } from 'openapi-fetch';
import type { MediaType } from 'openapi-typescript-helpers';
import { Problem } from './problem';
import type { components, paths } from './schema';

export type Schemas = components['schemas'];
export type Secret = Schemas['Secret'];
export type Version = Schemas['Version'];
export type TypeDescription = Schemas['TypeDescription'];
export type Field = TypeDescription['fields'][number];
export type Permissions = Schemas['Permissions'];
export type Action = Permissions['actions'][number];
export type Identity = Schemas['Identity'];
export type AuditRecord = Schemas['AuditRecord'];

/** Who answers for the credential of requests: the session. */
export interface Credentials {
  /** The token to send, or null where nobody is signed in. */
  token(): string | null;
  /** `refused` is no longer good. True when there is another one now. */
  renew(refused: string | null): Promise<boolean>;
}

let credentials: Credentials = { token: () => null, renew: () => Promise.resolve(false) };

export function useCredentials(of: Credentials): void {
  credentials = of;
}

/** One request with one token, without the browser's own credentials, caches or redirects. */
export async function send(request: Request, token: string | null): Promise<Response> {
  const headers = new Headers(request.headers);
  if (token !== null) headers.set('authorization', `Bearer ${token}`);
  try {
    return await fetch(
      new Request(request, { headers, credentials: 'omit', cache: 'no-store', redirect: 'error' }),
    );
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw Problem.offline();
  }
}

async function authorized(request: Request): Promise<Response> {
  for (;;) {
    const token = credentials.token();
    // A body can be sent once; the next attempt needs its own.
    const answer = await send(request.clone(), token);
    if (answer.status !== 401 || !(await credentials.renew(token))) return answer;
  }
}

export const api = createClient<paths>({
  baseUrl: globalThis.location?.origin ?? '',
  fetch: authorized,
});

/**
 * What was asked for.
 *
 * @throws {Problem} whatever else happened
 */
export async function ask<T extends Record<string | number, unknown>, O, M extends MediaType>(
  answer: Promise<FetchResponse<T, O, M>>,
): Promise<NonNullable<FetchResponse<T, O, M>['data']>> {
  return (await askWithResponse(answer)).data;
}

/** The same with the response, for those who need its headers. */
export async function askWithResponse<
  T extends Record<string | number, unknown>,
  O,
  M extends MediaType,
>(
  answer: Promise<FetchResponse<T, O, M>>,
): Promise<{ data: NonNullable<FetchResponse<T, O, M>['data']>; response: Response }> {
  let settled;
  try {
    settled = await answer;
  } catch (error) {
    // Thrown by the reader of a body that is not JSON, whatever its status.
    if (error instanceof SyntaxError) throw Problem.of(502, null, null);
    throw error;
  }
  const { data, error, response } = settled;
  if (!response.ok) throw Problem.of(response.status, error, response.headers.get('x-request-id'));
  return { data: data as NonNullable<typeof data>, response };
}
