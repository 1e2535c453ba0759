/** When a request is sent again, and after how long. */

/** Bounds of repetition. */
export interface Retries {
  /** How often a request is sent again after the first time. 0 is never; 3 unless it is set. */
  readonly count: number;
  /** The longest pause before the first repetition, which doubles with each; 200 unless it is set. */
  readonly firstPauseMs: number;
  /**
   * The longest pause of all; 20 000 unless it is set. Where the server's `Retry-After` asks for
   * more, its refusal is the answer.
   */
  readonly longestPauseMs: number;
}

export const USUAL: Retries = { count: 3, firstPauseMs: 200, longestPauseMs: 20_000 };

/** What sending a request twice would do: as once; the second is refused; it might be done twice. */
export type Repeatable = "always" | "guarded" | "never";

/** How an attempt ended, where it might be made again. */
export type Outcome =
  | "not sent"
  /** It was sent, and no answer came. */
  | "lost"
  | {
      readonly status: number;
      /** Whether the server itself said so, and not something before it. */
      readonly isProblem: boolean;
      readonly retryAfterMs: number | null;
    };

/** How long to wait before attempt `made` + 1, or null where there is none. */
export function pause(
  retries: Retries,
  made: number,
  repeatable: Repeatable,
  outcome: Outcome,
): number | null {
  if (made > retries.count || !mayBeSentAgain(repeatable, outcome)) {
    return null;
  }
  const most = Math.min(retries.firstPauseMs * 2 ** (made - 1), retries.longestPauseMs);
  // Anything up to that: clients that failed together do not come back together.
  const random = most * Math.random();
  const wanted = typeof outcome === "object" ? (outcome.retryAfterMs ?? 0) : 0;
  return wanted <= retries.longestPauseMs ? wanted + random : null;
}

function mayBeSentAgain(repeatable: Repeatable, outcome: Outcome): boolean {
  const harmless = repeatable !== "never";
  if (outcome === "not sent") {
    return true;
  }
  if (outcome === "lost") {
    return harmless;
  }
  switch (outcome.status) {
    // Too many requests: it was not looked at.
    case 429:
      return true;
    case 503:
      return harmless;
    case 502:
    case 504:
      return harmless && !outcome.isProblem;
    default:
      return false;
  }
}

/** Of a `Retry-After`: seconds or a date (RFC 9110, section 10.2.3). */
export function retryAfterMs(header: string | null): number | null {
  if (header === null) {
    return null;
  }
  const wanted = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isNaN(wanted) ? null : Math.max(0, wanted);
}
