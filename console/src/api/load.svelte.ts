/** Something that is asked for and shown: under way, failed, or there. */

import { problemOf, type Problem } from './problem';

export type State<T> =
  { is: 'loading' } | { is: 'failed'; problem: Problem } | { is: 'ready'; data: T };

/**
 * `run` starts it, and starts it anew; the answer to an earlier run is dropped. In a page:
 * `const list = new Load<Item[]>(); $effect(() => list.run(() => fetchItems(id)));`
 */
export class Load<T> {
  state = $state.raw<State<T>>({ is: 'loading' });
  #latest = 0;
  #again: (() => Promise<T>) | null = null;

  /** Shows loading, then what comes of it. Reads of `ask` before its first wait are tracked. */
  run(ask: () => Promise<T>): void {
    this.state = { is: 'loading' };
    void this.#start(ask);
  }

  /** Asks again and keeps showing what is there until the answer comes. */
  async refresh(): Promise<void> {
    if (this.#again !== null) await this.#start(this.#again);
  }

  /** For the button of an error. */
  retry = (): void => {
    if (this.#again !== null) this.run(this.#again);
  };

  /** What is there, or null. */
  get data(): T | null {
    return this.state.is === 'ready' ? this.state.data : null;
  }

  set(data: T): void {
    this.#latest += 1;
    this.state = { is: 'ready', data };
  }

  async #start(ask: () => Promise<T>): Promise<void> {
    this.#again = ask;
    const own = (this.#latest += 1);
    try {
      const data = await ask();
      if (own === this.#latest) this.state = { is: 'ready', data };
    } catch (error) {
      if (own === this.#latest) this.state = { is: 'failed', problem: problemOf(error) };
    }
  }
}
