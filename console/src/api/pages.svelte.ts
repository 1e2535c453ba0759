/** A list that the API gives page by page, as far as somebody has scrolled. */

import { problemOf, type Problem } from './problem';

/** The first page is small, to be there soon; those behind it are as large as the API gives. */
const FIRST = 100;
const NEXT = 1000;

export interface Page<Row> {
  data: readonly Row[];
  /** Where the next begins; null at the end. */
  next: string | null;
  /** Entries of all pages together, where that was asked for: with the first. */
  total?: number | null | undefined;
}

/** `cursor` is null for the first page, which is the one to count with. */
export type FetchPage<Row> = (
  cursor: string | null,
  limit: number,
  signal: AbortSignal,
) => Promise<Page<Row>>;

export class Pages<Row> {
  rows = $state.raw<readonly Row[]>([]);
  /** Whether the first page of what is asked for is there. */
  state = $state<'loading' | 'ready' | 'failed'>('loading');
  problem = $state.raw<Problem | null>(null);
  /** Of a page behind the first that did not come. */
  moreProblem = $state.raw<Problem | null>(null);
  unfinished = $state(false);
  /** Entries in all; null where that is not known. */
  total = $state<number | null>(null);
  /** Goes up with each answer to `start`, for whoever shows it from its beginning. */
  started = $state(0);
  #cursor: string | null = null;
  #running: AbortController | null = null;
  #asking = false;

  constructor(readonly fetch: FetchPage<Row>) {}

  /** From the beginning, giving up what is under way. What is shown stays until the answer is there. */
  start = async (): Promise<void> => {
    this.#running?.abort();
    const own = (this.#running = new AbortController());
    this.#asking = true;
    if (this.state !== 'ready') this.state = 'loading';
    this.moreProblem = null;
    try {
      const page = await this.fetch(null, FIRST, own.signal);
      if (own.signal.aborted) return;
      this.rows = page.data;
      this.#take(page);
      this.total = page.total ?? (page.next === null ? page.data.length : null);
      this.problem = null;
      this.state = 'ready';
      this.started += 1;
    } catch (error) {
      if (own.signal.aborted) return;
      this.problem = problemOf(error);
      this.state = 'failed';
    } finally {
      if (own === this.#running) this.#asking = false;
    }
  };

  more = async (): Promise<void> => {
    const own = this.#running;
    if (this.#asking || this.#cursor === null || own === null || this.moreProblem !== null) return;
    this.#asking = true;
    try {
      const page = await this.fetch(this.#cursor, NEXT, own.signal);
      if (own.signal.aborted) return;
      this.rows = this.rows.concat(page.data);
      this.#take(page);
      // What was added meanwhile may lie behind: the end says best how many there were.
      if (page.next === null) this.total = this.rows.length;
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

  #take(page: Page<Row>): void {
    this.#cursor = page.next;
    this.unfinished = page.next !== null;
  }
}
