/**
 * Where the token comes from, and when it is asked for again: before it expires, and once when the
 * server does not take it. However many requests need one, it is asked for once.
 */

import { NoCredential } from "./errors.js";
import { privateFile } from "./runtime.js";
import { Secret } from "./secret.js";
import { ACCESS_TOKEN, read } from "./shapes.js";
import type { Wire } from "./wire.js";

/** What the server reads of a token, and a line's end. */
const MOST_BYTES = 16 * 1024;
/** A file may be written anew at any time: clusters do so long before a token expires. */
const FILE_IS_READ_AGAIN_AFTER = 30;
/** Of any kind of token, and nothing that a header could not carry. */
const TOKEN = /^[A-Za-z0-9\-._~+/=]+$/;

/** A token and its life. */
export interface Issued {
  readonly token: Secret;
  /** Seconds from now; missing where it is not known. */
  readonly expiresIn?: number | undefined;
}

/** A service client's id and secret, for which the server gives access tokens. */
export interface ClientCredentials {
  readonly clientId: string;
  readonly clientSecret: Secret;
}

/** The path of a file with a token, which may be written anew; read again every half minute. */
export interface TokenFile {
  readonly file: string;
}

/** A token, what leads to one, or a function that gives one. */
export type Credential = Secret | ClientCredentials | TokenFile | (() => Issued | Promise<Issued>);

interface Current {
  readonly token: Secret;
  readonly until: number;
}

export class Credentials {
  readonly #source: Credential;
  readonly #wire: Wire;
  #current: Current | null = null;
  #asked: Promise<Current> | null = null;

  constructor(source: Credential, wire: Wire) {
    this.#source = source;
    this.#wire = wire;
  }

  async token(): Promise<Secret> {
    const current = this.#current;
    if (current !== null && performance.now() < current.until) {
      return current.token;
    }
    return (await this.#obtained()).token;
  }

  /** Another token than one that the server did not take, where there is another. */
  async otherThan(refused: Secret): Promise<Secret | null> {
    if (this.#source instanceof Secret) {
      return null;
    }
    const current = this.#current;
    // Another request may have been faster.
    const { token } = current && current.token !== refused ? current : await this.#obtained();
    return token.expose() === refused.expose() ? null : token;
  }

  #obtained(): Promise<Current> {
    this.#asked ??= this.#obtain().finally(() => {
      this.#asked = null;
    });
    return this.#asked;
  }

  async #obtain(): Promise<Current> {
    const { token, goodFor } = await this.#issued();
    if (!(token instanceof Secret) || !TOKEN.test(token.expose())) {
      throw new NoCredential("what was given as a token is none");
    }
    this.#current = { token, until: performance.now() + goodFor * 1000 };
    return this.#current;
  }

  async #issued(): Promise<{ readonly token: Secret; readonly goodFor: number }> {
    const source = this.#source;
    if (source instanceof Secret) {
      return { token: source, goodFor: Infinity };
    }
    if (typeof source !== "function" && "file" in source) {
      return { token: await tokenIn(source.file), goodFor: FILE_IS_READ_AGAIN_AFTER };
    }
    const issued = typeof source === "function" ? await source() : await signIn(this.#wire, source);
    return { token: issued.token, goodFor: goodFor(issued.expiresIn) };
  }
}

/** Until a minute before it ends, or a fifth of its life, however short that is; in seconds. */
export function goodFor(life: number | undefined): number {
  return life === undefined ? Infinity : life - Math.min(60, life / 5);
}

async function tokenIn(file: string): Promise<Secret> {
  let bytes;
  try {
    bytes = await privateFile(file, MOST_BYTES);
  } catch (why) {
    const { code } = why as { readonly code?: string };
    throw new NoCredential(`cannot read the token in ${file}: ${code ?? "unknown"}`);
  }
  if (bytes === "open") {
    throw new NoCredential(`everybody can use the token in ${file}: run \`chmod 600 ${file}\``);
  }
  return new Secret(new TextDecoder().decode(bytes).trim());
}

/** RFC 6749, section 4.4. The id and the secret are in the body, which no proxy logs. */
async function signIn(wire: Wire, client: ClientCredentials): Promise<Issued> {
  const form = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: client.clientId,
    client_secret: client.clientSecret.expose(),
  });
  const reply = await wire.exchange(
    {
      method: "POST",
      target: "/auth/client/v2/chariot/login",
      body: form.toString(),
      mediaType: "application/x-www-form-urlencoded",
      repeatable: "always",
    },
    null,
  );
  const found = read(ACCESS_TOKEN, reply.body);
  if (found === null) {
    throw wire.strange(reply.status);
  }
  return { token: new Secret(found.access_token), expiresIn: found.expires_in };
}
