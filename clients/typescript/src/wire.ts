/**
 * One request to the server and its answer, sent again where that is harmless. No redirect is
 * followed.
 *
 * What it is not: the choice of a token and what becomes of an answer; see `client`.
 */

import { server } from "./address.js";
import { freshForMs } from "./cache.js";
import { NotFound, NotStrongroom, refusal, Stale, Uncertain, Unreachable } from "./errors.js";
import { pause, retryAfterMs, type Outcome, type Repeatable, type Retries } from "./retries.js";
import { isNode } from "./runtime.js";
import type { Secret } from "./secret.js";

/** More than the server's largest list. */
const MOST_BYTES = 64 * 1024 * 1024;

export interface Ask {
  readonly method: string;
  /** Path and query below the server's address. */
  readonly target: string;
  readonly body?: string;
  /** `application/json` where it is missing. */
  readonly mediaType?: string;
  readonly ifMatch?: string | undefined;
  readonly repeatable: Repeatable;
  /** Whether an attempt may have been done though its answer is not known. */
  inDoubt?: boolean;
}

export interface Reply {
  readonly status: number;
  readonly body: Uint8Array;
  readonly tag: string | null;
  readonly mediaType: string;
  /** For how long it may be kept; 0 is not at all. */
  readonly freshForMs: number;
}

type Attempt = { readonly reply: Reply } | { readonly error: Error; readonly outcome: Outcome };

export class Wire {
  /** The server's address. */
  readonly name: string;

  constructor(
    address: string,
    allowHttp: boolean,
    readonly retries: Retries,
    readonly timeoutMs: number,
    readonly fetch: typeof globalThis.fetch,
  ) {
    this.name = server(address, allowHttp);
  }

  async exchange(ask: Ask, token: Secret | null): Promise<Reply> {
    for (let made = 1; ; made += 1) {
      const attempt = await this.#attempt(ask, token);
      if ("reply" in attempt) {
        return attempt.reply;
      }
      const { error, outcome } = attempt;
      if (ask.inDoubt && ask.repeatable === "guarded") {
        if (error instanceof Stale) {
          throw new Uncertain(
            "it is not known whether the change was made: its answer was lost; read the secret",
          );
        }
        if (error instanceof NotFound && ask.method === "DELETE") {
          // Gone is what a deletion is for.
          return { status: 204, body: new Uint8Array(), tag: null, mediaType: "", freshForMs: 0 };
        }
      }
      ask.inDoubt ||= mayBeDone(outcome);
      const wait = pause(this.retries, made, ask.repeatable, outcome);
      if (wait === null) {
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }

  /** An answer that is not of the form that the API's document gives it. */
  strange(status: number): NotStrongroom {
    return new NotStrongroom(`${this.name} answered ${status || "a redirect"}, and not as a Strongroom does`);
  }

  async #attempt(ask: Ask, token: Secret | null): Promise<Attempt> {
    const headers: Record<string, string> = { accept: "application/json, */*;q=0.5" };
    if (isNode()) {
      headers["user-agent"] = "strongroom-client-typescript/0.1.0";
    }
    if (token !== null) {
      headers["authorization"] = `Bearer ${token.expose()}`;
    }
    if (ask.body !== undefined) {
      headers["content-type"] = ask.mediaType ?? "application/json";
    }
    if (ask.ifMatch !== undefined) {
      headers["if-match"] = ask.ifMatch;
    }
    try {
      const { fetch } = this;
      const response = await fetch(this.name + ask.target, {
        method: ask.method,
        headers,
        body: ask.body ?? null,
        redirect: "manual",
        // What may be kept is kept by `cache`, and never on a browser's disk.
        cache: "no-store",
        signal: AbortSignal.timeout(this.timeoutMs),
      });
      return this.#answered(response, await whole(response));
    } catch (why) {
      // Not its text: that may quote a header or the address, with a name that was searched for.
      const error = new Unreachable(`${this.name} cannot be reached: ${code(why)}`);
      return { error, outcome: wasNotSent(why) ? "not sent" : "lost" };
    }
  }

  #answered(response: Response, body: Uint8Array | null): Attempt {
    const { status, headers } = response;
    const tag = headers.get("etag");
    if (response.ok && body !== null) {
      const mediaType = headers.get("content-type") ?? "";
      const fresh = status === 200 ? freshForMs(headers) : 0;
      return { reply: { status, body, tag, mediaType, freshForMs: fresh } };
    }
    const problem = response.ok || body === null ? null : refusal(status, body, tag);
    const outcome = {
      status,
      isProblem: problem !== null,
      retryAfterMs: retryAfterMs(headers.get("retry-after")),
    };
    return { error: problem ?? this.strange(status), outcome };
  }
}

/** Null where it is too long. */
async function whole(response: Response): Promise<Uint8Array | null> {
  const reader = response.body?.getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    parts.push(part.value);
    length += part.value.length;
    if (length > MOST_BYTES) {
      await reader?.cancel();
      return null;
    }
  }
  const body = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    body.set(part, at);
    at += part.length;
  }
  return body;
}

function mayBeDone(outcome: Outcome): boolean {
  return typeof outcome === "object" ? [502, 503, 504].includes(outcome.status) : outcome === "lost";
}

interface Failure {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly syscall?: unknown;
  readonly cause?: Failure;
  readonly errors?: readonly Failure[];
}

/** Node says where it ended; what other systems throw may have happened at any time. */
function wasNotSent(why: unknown): boolean {
  const cause = (why as Failure | null)?.cause;
  // One for each address of the host.
  const causes = cause?.errors ?? (cause ? [cause] : []);
  const before = (it: Failure) =>
    it.syscall === "connect" || it.syscall === "getaddrinfo" || it.code === "UND_ERR_CONNECT_TIMEOUT";
  return causes.length > 0 && causes.every(before);
}

/** `ECONNREFUSED`, or the kind of the failure. */
function code(why: unknown): string {
  const failure = why as Failure | null;
  const found = failure?.cause?.code ?? failure?.name;
  return typeof found === "string" && /^\w+$/.test(found) ? found : "unknown";
}
