/** The secrets of an owner, page by page as they are scrolled to. */

import { problemOf, type Problem } from '../api/problem';
import type { Secret } from '../api/client';
import type { Owner } from '../shell/places.svelte';
import { listSecrets, type ListQuery } from './owner';

/** The first page is small, to be there soon; those behind it are as large as the API gives. */
const FIRST = 100;
const NEXT = 1000;

/** How the list of an owner was last asked for, while the page is open: the way back leads there. */
const asked = new Map<string, ListQuery>();

export function lastQuery(owner: Owner): ListQuery {
  const last = asked.get(`${owner.kind}/${owner.id}`);
  return { ...(last ?? { sort: 'name', desc: false, search: '', type: '' }) };
}

export class SecretList {
  rows = $state.raw<readonly Secret[]>([]);
  /** Whether the first page of what is asked for is there. */
  state = $state<'loading' | 'ready' | 'failed'>('loading');
  problem = $state.raw<Problem | null>(null);
  /** A page behind the first that did not come. */
  moreProblem = $state.raw<Problem | null>(null);
  unfinished = $state(false);
  #cursor: string | null = null;
  #running: AbortController | null = null;
  #asking = false;

  constructor(
    readonly owner: Owner,
    readonly query: () => ListQuery,
  ) {}

  /** From the beginning. What is shown stays until the answer is there. */
  async start(): Promise<void> {
    this.#running?.abort();
    const own = (this.#running = new AbortController());
    this.#asking = true;
    if (this.state !== 'ready') this.state = 'loading';
    this.moreProblem = null;
    try {
      const query = this.query();
      asked.set(`${this.owner.kind}/${this.owner.id}`, query);
      const page = await listSecrets(this.owner, query, null, FIRST, own.signal);
      if (own.signal.aborted) return;
      this.rows = page.data;
      this.#cursor = page.next_cursor;
      this.unfinished = page.next_cursor !== null;
      this.problem = null;
      this.state = 'ready';
    } catch (error) {
      if (own.signal.aborted) return;
      this.problem = problemOf(error);
      this.state = 'failed';
    } finally {
      if (own === this.#running) this.#asking = false;
    }
  }

  more = async (): Promise<void> => {
    const own = this.#running;
    if (this.#asking || this.#cursor === null || own === null || this.moreProblem !== null) return;
    this.#asking = true;
    try {
      const page = await listSecrets(this.owner, this.query(), this.#cursor, NEXT, own.signal);
      if (own.signal.aborted) return;
      this.rows = this.rows.concat(page.data);
      this.#cursor = page.next_cursor;
      this.unfinished = page.next_cursor !== null;
    } catch (error) {
      if (!own.signal.aborted) this.moreProblem = problemOf(error);
    } finally {
      if (own === this.#running) this.#asking = false;
    }
  };

  /** For the button of an error behind the first page. */
  retryMore = (): void => {
    this.moreProblem = null;
    void this.more();
  };

  stop(): void {
    this.#running?.abort();
  }
}
