/**
 * A client of a Strongroom server.
 *
 *     const client = Client.fromEnv();
 *     const key = await client.get("sr://project/demo/stripe/value");
 *     signIn(key.expose());
 *
 * @module
 */

export { Client, type Options } from "./client.js";
export type { ClientCredentials, Credential, Issued, TokenFile } from "./credentials.js";
export {
  BadAddress,
  Conflict,
  Forbidden,
  Invalid,
  NoCredential,
  NotFound,
  NotStrongroom,
  Refused,
  Stale,
  StrongroomError,
  Unauthenticated,
  Unavailable,
  Uncertain,
  Unreachable,
  Unresolved,
} from "./errors.js";
export type {
  Change,
  Expect,
  Project,
  Rendering,
  Reveal,
  Revealed,
  SecretInfo,
  Told,
  Value,
  Version,
} from "./model.js";
export type { Retries } from "./retries.js";
export { Secret, SecretBytes } from "./secret.js";
