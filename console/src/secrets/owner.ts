/** The API's calls about the secrets of one owner. */

import {
  api,
  ask,
  askWithResponse,
  type Action,
  type Permissions,
  type Schemas,
  type Secret,
  type TypeDescription,
  type Version,
} from '../api/client';
import { Problem, type FieldError } from '../api/problem';
import type { operations } from '../api/schema';
import { session } from '../session/session.svelte';
import type { Owner } from '../shell/places.svelte';

const ALL = '/api/identity/v2/settings/{kind}/{owner}/';
const ONE = '/api/identity/v2/settings/{kind}/{owner}/secret/{type}/{secret}';

/** A secret's place, by the segments of its key. */
export interface Address {
  owner: Owner;
  type: string;
  secret: string;
}

export type Values = Record<string, string>;

export interface ListQuery {
  sort: NonNullable<NonNullable<operations['listSecrets']['parameters']['query']>['sort']>;
  desc: boolean;
  search: string;
  type: string;
}

export function addressOf(owner: Owner, secret: Secret): Address {
  return { owner, type: typeName(secret), secret: secret._id };
}

/** `Custom` of `secret/Custom`. */
export function typeName(of: { _type: string }): string {
  return of._type.slice('secret/'.length);
}

/** The parameters of its paths. */
export function path({ owner, type, secret }: Address) {
  return { kind: owner.kind, owner: owner.id, type, secret };
}

export async function listSecrets(
  owner: Owner,
  query: ListQuery,
  cursor: string | null,
  limit: number,
  signal: AbortSignal,
): Promise<Schemas['SecretList']> {
  return ask(
    api.GET(ALL, {
      params: {
        path: { kind: owner.kind, owner: owner.id },
        query: {
          sort: query.sort,
          desc: query.desc,
          limit,
          // A page behind the first has the number already.
          ...(cursor === null ? { count: true } : { cursor }),
          ...(query.search === '' ? {} : { search: query.search }),
          ...(query.type === '' ? {} : { type: query.type }),
        },
      },
      signal,
    }),
  );
}

/** Whether a secret of the owner has exactly this name. */
export async function isNameTaken(owner: Owner, name: string): Promise<boolean> {
  const path = { kind: owner.kind, owner: owner.id };
  const { data } = await ask(api.GET(ALL, { params: { path, query: { name, limit: 1 } } }));
  return data.length > 0;
}

export interface Draft {
  type: string;
  name: string;
  description: string;
  labels: Record<string, string>;
  values: Values;
  /** In seconds since 1970. */
  expiresAt?: number | null;
  /** In seconds. */
  rotateEvery?: number | null;
}

/** What the server would say of a draft, as far as it is there. It keeps nothing of it. */
export async function validateDraft(
  type: string,
  draft: Schemas['SecretDraft'],
  signal: AbortSignal,
): Promise<readonly FieldError[]> {
  const answer = ask(
    api.POST('/api/identity/v2/types/{type}/validate', {
      params: { path: { type } },
      body: draft,
      signal,
    }),
  );
  return answer.then(
    ({ errors }) => errors,
    (error: unknown) => {
      // What is no draft at all is refused, and says as well which field it is.
      if (error instanceof Problem && error.kind === 'invalid' && error.errors.length > 0) {
        return error.errors;
      }
      throw error;
    },
  );
}

export async function createSecret(owner: Owner, draft: Draft): Promise<Secret> {
  return ask(
    api.POST(ALL, {
      params: { path: { kind: owner.kind, owner: owner.id } },
      body: {
        _type: `secret/${draft.type}`,
        name: draft.name,
        description: draft.description,
        labels: draft.labels,
        value: draft.values,
        expires_at: draft.expiresAt ?? null,
        rotate_every: draft.rotateEvery ?? null,
      },
    }),
  );
}

/** A secret with the tag that `If-Match` takes. */
export interface Tagged {
  secret: Secret;
  tag: string;
}

export async function readSecret(address: Address): Promise<Tagged> {
  const { data, response } = await askWithResponse(
    api.GET(ONE, { params: { path: path(address) } }),
  );
  return { secret: asJson(data), tag: response.headers.get('etag') ?? '' };
}

/** The document has the other formats beside JSON, which are not asked for here. */
function asJson<T extends object>(body: T | string): T {
  if (typeof body === 'object') return body;
  throw Problem.of(502, null, null);
}

/**
 * Fields, in the clear; the audit log has who asked. All of them where `fields` is null.
 *
 * @throws {Problem} where it may not be, or a field is not there
 */
export async function revealValues(
  address: Address,
  fields: string[] | null,
  version?: number,
): Promise<Values> {
  const query = { decrypt: true, ...(fields === null ? {} : { field: fields }) };
  const at = path(address);
  const { value } =
    version === undefined
      ? asJson(await ask(api.GET(ONE, { params: { path: at, query } })))
      : asJson(
          await ask(
            api.GET(`${ONE}/versions/{version}`, { params: { path: { ...at, version }, query } }),
          ),
        );
  // A type of one field has its value without a name.
  return typeof value === 'string' ? { [fields?.[0] ?? 'value']: value } : { ...value };
}

export async function revealField(address: Address, field: string): Promise<string> {
  const values = await revealValues(address, [field]);
  const value = values[field];
  if (value === undefined) {
    throw new Problem('not-found', 0, 'Nothing there', 'This version has no such field.');
  }
  return value;
}

export interface Change {
  name?: string;
  description?: string;
  labels?: Record<string, string>;
  value?: Values;
  /** In seconds since 1970; without it a new value has no end, and one that stays keeps its own. */
  expires_at?: number | null;
  /** In seconds. */
  rotate_every?: number | null;
}

/** @throws {Problem} `stale` where someone else has changed it since `tag` */
export async function changeSecret(address: Address, tag: string, body: Change): Promise<Tagged> {
  const { data, response } = await askWithResponse(
    api.PATCH(ONE, {
      params: { path: path(address), header: { 'If-Match': tag } },
      body,
    }),
  );
  return { secret: data, tag: response.headers.get('etag') ?? '' };
}

export async function deleteSecret(address: Address, tag: string): Promise<void> {
  await ask(api.DELETE(ONE, { params: { path: path(address), header: { 'If-Match': tag } } }));
}

export async function listVersions(address: Address): Promise<Version[]> {
  return (await ask(api.GET(`${ONE}/versions`, { params: { path: path(address) } }))).data;
}

export async function checkSecret(address: Address): Promise<Schemas['Verdict']> {
  return ask(api.POST(`${ONE}/check`, { params: { path: path(address) } }));
}

export async function rotateSecret(address: Address): Promise<Secret> {
  return ask(api.POST(`${ONE}/rotate`, { params: { path: path(address) } }));
}

export async function dropRotation(address: Address): Promise<void> {
  await ask(api.DELETE(`${ONE}/rotate`, { params: { path: path(address) } }));
}

export async function ownerPermissions(owner: Owner): Promise<Permissions> {
  return ask(
    api.GET('/api/identity/v2/permissions/{kind}/{owner}', {
      params: { path: { kind: owner.kind, owner: owner.id } },
    }),
  );
}

export async function secretPermissions(address: Address): Promise<Permissions> {
  return ask(
    api.GET('/api/identity/v2/permissions/{kind}/{owner}/secret/{type}/{secret}', {
      params: { path: path(address) },
    }),
  );
}

export async function listTypes(): Promise<TypeDescription[]> {
  return (await ask(api.GET('/api/identity/v2/types'))).data;
}

/** What is said where something may not be done, or null where it may. */
export function whyNot(permissions: Permissions | null, action: Action): string | null {
  if (permissions === null || permissions.actions.includes(action)) return null;
  const doing: Record<Action, string> = {
    see: 'see this',
    read: 'see these secrets',
    reveal: 'reveal or copy values',
    create: 'add secrets',
    update: 'change secrets',
    delete: 'delete secrets',
    audit: 'read the audit log',
    manage: 'manage this place',
    'create-project': 'create projects',
  };
  if (session.identity?.token.scopes) {
    return `With this token you may not ${doing[action]}: its scopes, or your role, do not allow it.`;
  }
  const role =
    permissions.role === null ? 'You have no role here' : `You are ${permissions.role} here`;
  return `${role}, and may not ${doing[action]}. An Owner can give you a role that may.`;
}
