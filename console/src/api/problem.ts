/** What the API answers instead of what was asked for, and what stands in when nobody answers. */

import type { components } from './schema';

export type FieldError = { field: string; message: string };

type Body = components['schemas']['Problem'];

/** The kinds the console treats differently; the rest of the API's are `other`. */
export type Kind =
  | 'offline'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'invalid'
  | 'name-taken'
  | 'stale'
  | 'last-owner'
  | 'not-supported'
  | 'unavailable'
  | 'other';

const PREFIX = 'urn:strongroom:problem:';
const NAMED: ReadonlySet<string> = new Set<Kind>([
  'unauthenticated',
  'forbidden',
  'not-found',
  'invalid',
  'name-taken',
  'stale',
  'last-owner',
  'not-supported',
  'unavailable',
]);

/** A request that did not do what it was for. Its texts are for people, and hold no value. */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    readonly kind: Kind,
    /** HTTP's; 0 where nobody answered. */
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly requestId: string | null = null,
    readonly errors: readonly FieldError[] = [],
  ) {
    super(detail);
  }

  /** The server was not reached, or broke off. */
  static offline(): Problem {
    return new Problem(
      'offline',
      0,
      'The server does not answer',
      'Nothing was changed that you were not told of. Check the connection and try again.',
    );
  }

  /** From an answer that is no success. A proxy in front may answer something else than a problem. */
  static of(status: number, body: unknown, requestId: string | null): Problem {
    if (!isBody(body)) {
      const unavailable = status === 502 || status === 503 || status === 504;
      return new Problem(
        unavailable ? 'unavailable' : 'other',
        status,
        unavailable
          ? 'The server is not available'
          : 'The server gave an answer that is not its own',
        `It was answered with status ${status}. Something between you and the server may be in the way.`,
        requestId,
      );
    }
    const name = body.type.startsWith(PREFIX) ? body.type.slice(PREFIX.length) : '';
    const kind = NAMED.has(name) ? (name as Kind) : 'other';
    return new Problem(kind, status, body.title, body.detail, body.request_id, body.errors ?? []);
  }
}

function isBody(body: unknown): body is Body {
  if (typeof body !== 'object' || body === null) return false;
  const { type, title, detail } = body as Partial<Body>;
  return typeof type === 'string' && typeof title === 'string' && typeof detail === 'string';
}

/** Anything thrown, as a problem. What is no problem is a mistake of ours, and stays without detail. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return new Problem(
    'other',
    0,
    'Something went wrong in this page',
    'Reload the page. If it happens again, report it.',
  );
}
