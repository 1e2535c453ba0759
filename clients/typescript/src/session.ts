/** Token, cache and server together. Operations are in `client`. */

import { Cache } from "./cache.js";
import { Credentials, type Credential } from "./credentials.js";
import { Forbidden, Unauthenticated } from "./errors.js";
import type { Secret } from "./secret.js";
import { read, type Read, type Shape } from "./shapes.js";
import type { Ask, Reply, Wire } from "./wire.js";

const ROOT = "/api/identity/v2";

export class Session {
  readonly #wire: Wire;
  readonly #credentials: Credentials;
  readonly #cache: Cache;

  constructor(wire: Wire, credential: Credential, cacheBytes: number) {
    this.#wire = wire;
    this.#credentials = new Credentials(credential, wire);
    this.#cache = new Cache(cacheBytes);
  }

  token(): Promise<Secret> {
    return this.#credentials.token();
  }

  async get(path: string, query: readonly (readonly [string, string])[] = [], fresh = false): Promise<Reply> {
    const parameters = new URLSearchParams(query.map(([name, value]) => [name, value]));
    const target = ROOT + path + (query.length > 0 ? `?${parameters}` : "");
    const kept = fresh ? null : this.#cache.get(target, performance.now());
    if (kept !== null) {
      return kept;
    }
    const { generation } = this.#cache;
    const reply = await this.#ask({ method: "GET", target, repeatable: "always" });
    this.#cache.keep(target, reply, generation, performance.now());
    return reply;
  }

  /** A change. `expect` makes it repeatable. */
  async change(method: string, path: string, body?: object, expect?: string | null): Promise<Reply> {
    if (expect != null && !/^"\d+(\.\d+)?"$/.test(expect)) {
      throw new TypeError("expect is a secret's asRead, or null");
    }
    try {
      return await this.#ask({
        method,
        target: ROOT + path,
        ...(body && { body: JSON.stringify(body) }),
        ifMatch: expect ?? undefined,
        repeatable: expect == null ? "never" : "guarded",
      });
    } finally {
      // Even where it was refused: its effect may not be known.
      this.#cache.clear();
    }
  }

  parsed<S extends Shape>(shape: S, reply: Reply): Read<S> {
    const found = read(shape, reply.body);
    if (found === null) {
      throw this.#wire.strange(reply.status);
    }
    return found;
  }

  async #ask(ask: Ask): Promise<Reply> {
    const token = await this.#credentials.token();
    try {
      return await this.#exchange(ask, token);
    } catch (refused) {
      const other = refused instanceof Unauthenticated && (await this.#credentials.otherThan(token));
      if (!other) {
        throw refused;
      }
      return this.#exchange(ask, other);
    }
  }

  async #exchange(ask: Ask, token: Secret): Promise<Reply> {
    try {
      return await this.#wire.exchange(ask, token);
    } catch (refused) {
      if (refused instanceof Unauthenticated || refused instanceof Forbidden) {
        // Something was taken away.
        this.#cache.clear();
      }
      throw refused;
    }
  }
}
