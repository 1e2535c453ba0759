/** What can go wrong. No text holds a token, a value or a piece of a body. */

import { PROBLEM, read, type Read } from "./shapes.js";

/** Every error of this package. */
export class StrongroomError extends Error {
  override get name(): string {
    return this.constructor.name;
  }
}

/** The address is none that a token may be sent to. */
export class BadAddress extends StrongroomError {}

/** There is no token to be had. */
export class NoCredential extends StrongroomError {}

/** No attempt brought an answer back. A change that says so may have been made. */
export class Unreachable extends StrongroomError {}

/** A redirect, a proxy's page, or an answer of another form. */
export class NotStrongroom extends StrongroomError {}

/** It is not known whether a change was made: an answer was lost. Read the secret. */
export class Uncertain extends StrongroomError {}

/** A reference, an owner or a key is none, or nothing is there. */
export class Unresolved extends StrongroomError {}

/** The server refused: a problem document (RFC 9457). */
export class Refused extends StrongroomError {
  /** The end of the problem's `type`: `not-found`. */
  readonly kind: string;
  readonly title: string;
  readonly detail: string;
  readonly requestId: string;
  /** What is wrong, by field. */
  readonly errors: readonly { readonly field: string; readonly message: string }[];

  constructor(
    readonly status: number,
    problem: Read<typeof PROBLEM>,
    /** The entity tag of a secret that was not as it was expected. */
    readonly current: string | null,
  ) {
    const errors = problem.errors ?? [];
    const told = errors.map(({ field, message }) => `; ${field}: ${message}`).join("");
    const text = `${problem.title}: ${problem.detail}${told} (request ${problem.request_id})`;
    // It ends on terminals and in logs.
    super(text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "\ufffd"));
    this.kind = problem.type.replace(/^urn:strongroom:problem:/, "");
    this.title = problem.title;
    this.detail = problem.detail;
    this.requestId = problem.request_id;
    this.errors = errors;
  }
}

/** 401. */
export class Unauthenticated extends Refused {}

/** 403. */
export class Forbidden extends Refused {}

/** 404. */
export class NotFound extends Refused {}

/** 409: the name is taken, or the rotation has changed. */
export class Conflict extends Refused {}

/** 412: the secret is not as it was expected; `current` says what it is. */
export class Stale extends Refused {}

/** 422. */
export class Invalid extends Refused {}

/** 503. */
export class Unavailable extends Refused {}

const CLASSES: Readonly<Record<number, typeof Refused>> = {
  401: Unauthenticated,
  403: Forbidden,
  404: NotFound,
  409: Conflict,
  412: Stale,
  422: Invalid,
  503: Unavailable,
};

/** Null where the body is no problem document. */
export function refusal(status: number, body: Uint8Array, current: string | null): Refused | null {
  const problem = read(PROBLEM, body);
  return problem && new (CLASSES[status] ?? Refused)(status, problem, current);
}
