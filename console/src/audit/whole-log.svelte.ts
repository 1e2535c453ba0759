/** The verification of a whole log, which can take many requests: how far it is, and how it ends. */

import { problemOf, type Problem } from '../api/problem';
import type { Owner } from '../shell/places.svelte';
import { look, nothing, type Found } from './verification';

export class WholeLog {
  state = $state<'idle' | 'running' | 'stopped' | 'failed' | 'done'>('idle');
  found = $state.raw<Found>(nothing);
  problem = $state.raw<Problem | null>(null);
  /** What it was compared with, of an earlier verification; empty without one. */
  head = $state('');
  /** The second behind which it began; null where that was the first record. */
  after = $state<number | null>(null);
  #running: AbortController | null = null;

  constructor(readonly owner: Owner) {}

  /** From the first record, or behind a second: a break stays, and is not the end of the log. */
  start = (head: string, after: number | null = null): void => {
    this.head = head;
    this.after = after;
    this.found = nothing;
    this.goOn();
  };

  /** From where it was stopped, or nobody answered. */
  goOn = (): void => {
    this.#running?.abort();
    const own = (this.#running = new AbortController());
    this.problem = null;
    this.state = 'running';
    void this.#run(own.signal);
  };

  stop = (): void => {
    this.#running?.abort();
    if (this.state === 'running') this.state = 'stopped';
  };

  async #run(signal: AbortSignal): Promise<void> {
    const question = {
      ...(this.head === '' ? {} : { head: this.head }),
      ...(this.after === null ? {} : { from: this.after + 1 }),
    };
    try {
      do {
        const found = await look(this.owner, question, this.found, signal);
        if (signal.aborted) return;
        this.found = found;
      } while (this.found.next !== null);
      this.state = 'done';
    } catch (error) {
      if (signal.aborted) return;
      this.problem = problemOf(error);
      this.state = 'failed';
    }
  }
}
