/**
 * What the client reads of answers, by the names of the server's OpenAPI document: the types come
 * from it, answers are parsed by it, and a test holds it against the document.
 *
 * What it is not: all that the server answers; other members are let pass.
 */

interface Kinds {
  string: string;
  integer: number;
  /** Of a list: there is no next page where it is null. */
  "string or null": string | null;
  texts: Readonly<Record<string, string>>;
  /** A text for a type of one field, else texts by field. */
  value: string | Readonly<Record<string, string>>;
}

export type Kind = keyof Kinds | { readonly listOf: Shape } | { readonly maybeListOf: Shape };

export interface Shape {
  readonly [member: string]: Kind;
}

/** The type of what has a shape. */
export type Read<S extends Shape> = {
  readonly [M in keyof S]: S[M] extends keyof Kinds
    ? Kinds[S[M]]
    : S[M] extends { readonly listOf: infer E extends Shape }
      ? readonly Read<E>[]
      : S[M] extends { readonly maybeListOf: infer E extends Shape }
        ? readonly Read<E>[] | undefined
        : never;
};

export const ACCESS_TOKEN = { access_token: "string", expires_in: "integer" } as const;

export const PROBLEM = {
  type: "string",
  title: "string",
  detail: "string",
  request_id: "string",
  errors: { maybeListOf: { field: "string", message: "string" } },
} as const;

export const PROJECT = { id: "string", name: "string", organization: "string" } as const;

const ORGANIZATION = { id: "string", name: "string" } as const;

export const SECRET = {
  _key: "string",
  _version: "integer",
  _created_at: "integer",
  _updated_at: "integer",
  name: "string",
  description: "string",
  labels: "texts",
  value: "value",
} as const;

const VERSION = { _version: "integer", _created_at: "integer", _created_by: "string" } as const;

export const PROJECT_LIST = { data: { listOf: PROJECT } } as const;
export const ORGANIZATION_LIST = { data: { listOf: ORGANIZATION } } as const;
export const SECRET_LIST = { data: { listOf: SECRET }, next_cursor: "string or null" } as const;
export const VERSION_LIST = { data: { listOf: VERSION } } as const;

/** By the names that the document has for them. */
export const SHAPES: Readonly<Record<string, Shape>> = {
  AccessToken: ACCESS_TOKEN,
  Problem: PROBLEM,
  Project: PROJECT,
  Secret: SECRET,
  ProjectList: PROJECT_LIST,
  OrganizationList: ORGANIZATION_LIST,
  SecretList: SECRET_LIST,
  VersionList: VERSION_LIST,
};

/** Null where a body has another shape. */
export function read<S extends Shape>(shape: S, body: Uint8Array): Read<S> | null {
  try {
    const found: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
    return fits(found, shape) ? (found as Read<S>) : null;
  } catch {
    return null;
  }
}

function fits(found: unknown, shape: Shape): boolean {
  return isObject(found) && Object.entries(shape).every(([name, kind]) => isA(kind, found[name]));
}

function isA(kind: Kind, found: unknown): boolean {
  if (typeof kind === "object") {
    const element = "listOf" in kind ? kind.listOf : kind.maybeListOf;
    if (found === undefined) {
      return "maybeListOf" in kind;
    }
    return Array.isArray(found) && found.every((one) => fits(one, element));
  }
  switch (kind) {
    case "string":
      return typeof found === "string";
    case "integer":
      return Number.isSafeInteger(found);
    case "string or null":
      return typeof found === "string" || found === null;
    case "texts":
      return areTexts(found);
    case "value":
      return typeof found === "string" || areTexts(found);
  }
}

function areTexts(found: unknown): boolean {
  return isObject(found) && Object.values(found).every((text) => typeof text === "string");
}

function isObject(found: unknown): found is Record<string, unknown> {
  return typeof found === "object" && found !== null && !Array.isArray(found);
}
