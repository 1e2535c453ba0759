/** What the client gives and takes. Times are seconds since the Unix epoch. */

import { Secret, type SecretBytes } from "./secret.js";
import type { Read, SECRET } from "./shapes.js";

/** A text for a type of one field, else texts by field. */
export type Value = Secret | Readonly<Record<string, Secret>>;

type Labels = Readonly<Record<string, string>>;

/** What is known of a secret without its value. */
export interface SecretInfo {
  /** `project/<id>`, `organization/<id>`, `user/<id>` or `user/me`. */
  readonly owner: string;
  /** What names it among its owner's: `secret/<Type>/<id>`. */
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly labels: Labels;
  readonly version: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** What `expect` takes: that the secret is as it was read. */
  readonly asRead: string;
}

export interface Revealed {
  readonly secret: SecretInfo;
  readonly value: Value;
}

/** A value in a form that a tool reads. */
export interface Rendering {
  readonly mediaType: string;
  readonly content: SecretBytes;
}

export interface Version {
  readonly version: number;
  readonly createdAt: number;
  readonly createdBy: string;
}

export interface Project {
  readonly id: string;
  readonly name: string;
  readonly organization: string;
}

/** What of a value is revealed. */
export interface Reveal {
  /** The current one where it is missing. */
  readonly version?: number;
  /** All where there is none. */
  readonly fields?: readonly string[];
  /** Ask the server, whatever is kept. */
  readonly fresh?: boolean;
}

/** What is told of a secret beside its value. */
export interface Told {
  readonly description?: string;
  readonly labels?: Labels;
}

/** What is to change; the rest stays as it is. */
export interface Change extends Told {
  readonly name?: string;
  /** The whole next version: fields are not merged. */
  readonly value?: Value;
}

/** What a secret must be for a change to be made. */
export interface Expect {
  /** A secret's `asRead`, or null for whatever it is: a lost change is not sent again then. */
  readonly expect: string | null;
}

export function info(owner: string, found: Read<typeof SECRET>, tag: string | null): SecretInfo {
  return {
    owner,
    key: found._key,
    name: found.name,
    description: found.description,
    labels: found.labels,
    version: found._version,
    createdAt: found._created_at,
    updatedAt: found._updated_at,
    asRead: tag ?? `"${found._version}"`,
  };
}

export function received(value: Read<typeof SECRET>["value"]): Value {
  return typeof value === "string" ? new Secret(value) : each(value, (text) => new Secret(text));
}

export function sent(value: Value): string | Readonly<Record<string, string>> {
  return value instanceof Secret ? value.expose() : each(value, (text) => text.expose());
}

function each<A, B>(fields: Readonly<Record<string, A>>, of: (field: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, of(field)]));
}
