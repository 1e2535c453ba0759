/**
 * What the server says of a draft while it is written: asked for shortly after each change, given up
 * where there is another one. Where the server does not answer there is nothing here.
 */

import type { FieldError } from '../api/problem';
import { problemOf } from '../api/problem';

/** So that a word is asked about, and not each of its letters. */
const PAUSE_MILLISECONDS = 350;

export type Outcome =
  | { is: 'told'; errors: readonly FieldError[] }
  /** The draft is another one by now. */
  | { is: 'changed' }
  /** Nobody could say: the server does not answer, or does not know the type. */
  | { is: 'unknown' };

/** `whole` asks also about what is not there yet. */
export type Ask = (whole: boolean, signal: AbortSignal) => Promise<readonly FieldError[]>;

export class Check {
  /** By the places of the draft. What is said of one is gone when that one is changed. */
  said = $state<Record<string, string>>({});
  /** Whether that is about the draft as it is now. */
  isCurrent = $state(false);
  isOffline = $state(false);
  #running: AbortController | null = null;
  #waiting: ReturnType<typeof setTimeout> | undefined;
  #ask: Ask;
  #placeOf: (field: string) => string;

  /** `placeOf` is the place in the draft of a field, as the API names it. */
  constructor(ask: Ask, placeOf: (field: string) => string) {
    this.#ask = ask;
    this.#placeOf = placeOf;
  }

  changed(place: string): void {
    this.stop();
    delete this.said[place];
    this.isCurrent = false;
    this.#waiting = setTimeout(() => void this.now(false), PAUSE_MILLISECONDS);
  }

  async now(whole: boolean): Promise<Outcome> {
    this.stop();
    const own = (this.#running = new AbortController());
    try {
      const errors = await this.#ask(whole, own.signal);
      if (own.signal.aborted) return { is: 'changed' };
      this.isOffline = false;
      this.tell(errors);
      return { is: 'told', errors };
    } catch (error) {
      if (own.signal.aborted) return { is: 'changed' };
      this.isOffline = problemOf(error).kind === 'offline';
      this.isCurrent = false;
      return { is: 'unknown' };
    }
  }

  /** Takes what the server said, here or in answer to the creation. */
  tell(errors: readonly FieldError[]): void {
    const said: Record<string, string> = {};
    for (const { field, message } of errors) said[this.#placeOf(field)] ??= sentence(message);
    this.said = said;
    this.isCurrent = true;
  }

  /** Forgets the question that is under way or about to be asked. */
  stop(): void {
    clearTimeout(this.#waiting);
    this.#running?.abort();
    this.#running = null;
  }
}

/** The API's messages go behind the field's name: “must be …”. */
function sentence(message: string): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}${message.endsWith('.') ? '' : '.'}`;
}
