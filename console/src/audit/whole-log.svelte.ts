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
  #running: AbortController | null = null;

  constructor(readonly owner: Owner) {}

  /** From the first record. */
  start = (head: string): void => {
    this.head = head;
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
    try {
      do {
        const found = await look(
          this.owner,
          this.head === '' ? {} : { head: this.head },
          this.found,
          signal,
        );
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
