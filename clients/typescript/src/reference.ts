/**
 * References to a field of a secret, and the paths of what the API has.
 *
 * A segment of `sr://project/<name or id>/<secret>/<field>` is percent-encoded where it has a `/` or
 * a `%` in it. `organization/<name or id>` and `user/me` stand where `project/…` does. The secret is
 * a name, or a key `secret%2FCustom%2F<id>`, which works with tokens that may not list. The field
 * may be missing where the type has one.
 */

import { Unresolved } from "./errors.js";

const ID = /^[0-9A-Za-z]{27}$/;
const KEY = /^secret\/[A-Za-z][0-9A-Za-z-]{0,63}\/[0-9A-Za-z]{27}$/;
const OWNER = /^(?:project|organization|user)\/[0-9A-Za-z]{27}$|^user\/me$/;

export interface Reference {
  readonly kind: "project" | "organization" | "user";
  /** A name or an id; of a user `me`. */
  readonly owner: string;
  /** A name or a key. */
  readonly secret: string;
  readonly field: string | undefined;
}

/** An error's text does not hold what was none. */
export function parse(text: string): Reference {
  const [scheme, ...segments] = text.startsWith("sr://") ? ["sr", ...text.slice(5).split("/")] : [];
  const [kind, owner, secret, field, ...more] = segments.map(decoded);
  const isWhole = scheme && kind && owner && secret && field !== "" && more.length === 0;
  if (!isWhole) {
    throw new Unresolved(
      "a reference is `sr://project/<name or id>/<secret>/<field>`, none of them empty",
    );
  }
  if (kind !== "project" && kind !== "organization" && !(kind === "user" && owner === "me")) {
    throw new Unresolved("a reference is to secrets of a `project`, an `organization` or `user/me`");
  }
  return { kind, owner, secret, field };
}

export function isId(text: string): boolean {
  return ID.test(text);
}

export function isKey(text: string): boolean {
  return KEY.test(text);
}

/** Below the API's root, of an owner's secrets or of one. What has no other meaning in a path. */
export function pathOf(owner: string, key?: string): string {
  if (!OWNER.test(owner) || (key !== undefined && !KEY.test(key))) {
    throw new Unresolved("an owner is `project/<id>`, and a key `secret/<Type>/<id>`");
  }
  return `/settings/${owner}/${key ?? ""}`;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new Unresolved(
      "in a reference, `%` is followed by two hexadecimal digits, and what they stand for is UTF-8",
    );
  }
}
