/**
 * One value that is shown for as long as it is held, or for ten seconds. It is in this object only
 * while it is shown: not before, not after, and not when the answer comes too late.
 */

import { problemOf, type Problem } from '../api/problem';

export const SECONDS_SHOWN = 10;
/** A press that is shorter is a click. */
const HOLD_MILLISECONDS = 400;

export class Reveal {
  value = $state.raw<string | null>(null);
  problem = $state.raw<Problem | null>(null);
  state = $state<'hidden' | 'asked' | 'shown'>('hidden');
  secondsLeft = $state<number | null>(null);
  #fetch: () => Promise<string>;
  #attempt = 0;
  #pressedAt: number | null = null;
  #ticking: ReturnType<typeof setInterval> | undefined;

  constructor(fetch: () => Promise<string>) {
    this.#fetch = fetch;
  }

  /** The pointer or the key goes down. */
  press(): void {
    if (this.state !== 'hidden') {
      this.hide();
      return;
    }
    this.#pressedAt = performance.now();
    void this.#show();
  }

  /** It comes up: after a hold that is the end, after a click ten seconds begin. */
  release(): void {
    if (this.#pressedAt === null) return;
    const held = performance.now() - this.#pressedAt;
    this.#pressedAt = null;
    if (held > HOLD_MILLISECONDS) this.hide();
    else if (this.state === 'shown') this.#count();
  }

  /** For those who can do no more than click. */
  toggle(): void {
    this.press();
    this.release();
  }

  hide(): void {
    this.#attempt += 1;
    this.#pressedAt = null;
    this.value = null;
    this.state = 'hidden';
    this.secondsLeft = null;
    clearInterval(this.#ticking);
  }

  async #show(): Promise<void> {
    const own = (this.#attempt += 1);
    this.problem = null;
    this.state = 'asked';
    try {
      const value = await this.#fetch();
      if (own !== this.#attempt) return;
      this.value = value;
      this.state = 'shown';
      if (this.#pressedAt === null) this.#count();
    } catch (error) {
      if (own !== this.#attempt) return;
      this.hide();
      this.problem = problemOf(error);
    }
  }

  #count(): void {
    clearInterval(this.#ticking);
    this.secondsLeft = SECONDS_SHOWN;
    this.#ticking = setInterval(() => {
      this.secondsLeft = (this.secondsLeft ?? 0) - 1;
      if (this.secondsLeft <= 0) this.hide();
    }, 1000);
  }
}
