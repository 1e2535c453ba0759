/**
 * Answers that the server allowed to be kept, in memory alone (RFC 9111, as a private cache).
 *
 * Kept is a 200 with `max-age`, and without `no-store`, `no-cache` or a `Vary` by more than what is
 * the client's own. Everything is dropped at a 401 or 403, and with every change that is made.
 */

import type { Reply } from "./wire.js";

const MOST_ENTRIES = 1024;

export class Cache {
  // In the order of use: the first one was used longest ago.
  readonly #entries = new Map<string, { readonly reply: Reply; readonly until: number }>();
  #bytes = 0;
  #generation = 0;

  /** `mostBytes` is of all bodies together. */
  constructor(readonly mostBytes: number) {}

  /** Counts what was dropped, so that an answer asked for before is not kept after. */
  get generation(): number {
    return this.#generation;
  }

  get(name: string, now: number): Reply | null {
    const entry = this.#entries.get(name);
    this.#remove(name);
    if (!entry || entry.until <= now) {
      return null;
    }
    this.#entries.set(name, entry);
    this.#bytes += entry.reply.body.length;
    return entry.reply;
  }

  /** Keeps an answer that was asked for in a generation, where it may be kept. */
  keep(name: string, reply: Reply, generation: number, now: number): void {
    const size = reply.body.length;
    if (reply.freshForMs <= 0 || generation !== this.#generation || size > this.mostBytes) {
      return;
    }
    this.#remove(name);
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes + size <= this.mostBytes && this.#entries.size < MOST_ENTRIES) {
        break;
      }
      this.#remove(oldest);
    }
    this.#entries.set(name, { reply, until: now + reply.freshForMs });
    this.#bytes += size;
  }

  clear(): void {
    this.#entries.clear();
    this.#bytes = 0;
    this.#generation += 1;
  }

  #remove(name: string): void {
    this.#bytes -= this.#entries.get(name)?.reply.body.length ?? 0;
    this.#entries.delete(name);
  }
}

/** For how many milliseconds an answer may be kept; 0 is not at all. */
export function freshForMs(headers: Headers): number {
  // `Headers` joins those of one name with commas.
  const parts = (name: string) => (headers.get(name) ?? "").toLowerCase().split(",").map((it) => it.trim());
  if (parts("vary").some((name) => !["", "accept", "authorization"].includes(name))) {
    return 0;
  }
  let maxAge = Infinity;
  for (const directive of parts("cache-control")) {
    const [name, value = ""] = directive.split("=", 2).map((it) => it.trim());
    if (name === "no-store" || name === "no-cache") {
      return 0;
    }
    if (name === "max-age") {
      const seconds = /^"?(\d+)"?$/.exec(value)?.[1];
      // Of two the shorter one: neither was meant to be exceeded.
      maxAge = Math.min(maxAge, seconds === undefined ? 0 : Number(seconds));
    }
  }
  const age = Number(headers.get("age") ?? 0);
  const left = maxAge - (Number.isFinite(age) ? age : Infinity);
  return Number.isFinite(left) ? Math.max(0, left * 1000) : 0;
}
