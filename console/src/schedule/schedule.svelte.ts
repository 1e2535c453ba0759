/** For how long a value is good and how often it is to be replaced, while somebody enters it. */

import { fromLocal, toLocal } from '../text/local-time';
import { LONGEST, SHORTEST, UNITS, unitOf, type Unit } from './period';

export class Schedule {
  /** As the browser's control has it; empty where the value has no end. */
  end = $state('');
  hasEnd = $state(false);
  hasPeriod = $state(false);
  count = $state('');
  unit = $state<Unit>('days');
  #before: { expires_at: number | null; rotate_every: number | null };

  constructor(
    before: { expires_at: number | null; rotate_every: number | null } = {
      expires_at: null,
      rotate_every: null,
    },
  ) {
    this.#before = before;
    if (before.expires_at !== null) this.endAt(before.expires_at);
    if (before.rotate_every !== null) this.repeat(before.rotate_every);
  }

  endAt(seconds: number | null): void {
    this.hasEnd = seconds !== null;
    this.end = seconds === null ? '' : toLocal(seconds);
  }

  repeat(seconds: number | null): void {
    this.hasPeriod = seconds !== null;
    if (seconds === null) return;
    this.unit = unitOf(seconds);
    this.count = String(seconds / UNITS[this.unit]);
  }

  /** Seconds since 1970; null where there is no end, or none that could be read. */
  get expiresAt(): number | null {
    if (!this.hasEnd) return null;
    const before = this.#before.expires_at;
    // The control has no seconds: an end that was not touched keeps its own.
    if (before !== null && toLocal(before) === this.end) return before;
    return fromLocal(this.end);
  }

  get rotateEvery(): number | null {
    const count = this.#count;
    return this.hasPeriod && count !== null ? Math.round(count * UNITS[this.unit]) : null;
  }

  get isEndChanged(): boolean {
    return this.expiresAt !== this.#before.expires_at;
  }

  get isGiven(): boolean {
    return this.hasEnd || this.hasPeriod;
  }

  /** Whether an end lies ahead is the server's to say: this clock may be another. */
  get endProblem(): string | null {
    return this.hasEnd && fromLocal(this.end) === null ? 'Enter a date and a time.' : null;
  }

  get periodProblem(): string | null {
    if (!this.hasPeriod) return null;
    const seconds = this.rotateEvery;
    if (seconds === null) return 'Enter a number.';
    return seconds < SHORTEST || seconds > LONGEST ? 'From an hour to ten years.' : null;
  }

  get #count(): number | null {
    const text = this.count.trim();
    return /^\d+(\.\d+)?$/.test(text) ? Number(text) : null;
  }
}
