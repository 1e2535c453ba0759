/**
 * What a page was asked to show, kept in its address: the way back, a reload and a link that somebody is
 * sent all lead to the same.
 */

import { router } from './router.svelte';

/** After the last letter that is typed. */
const PAUSE = 200;

export class Asked<Query extends object> {
  /** What controls show: also what is being typed. */
  draft = $state.raw() as Query;
  /** What was asked for last. */
  current: Query;
  #waiting: ReturnType<typeof setTimeout> | undefined;

  /**
   * For the start of a component. `changed` is called with the first query and each other, whether a
   * control or the address has it.
   */
  constructor(
    read: (query: URLSearchParams) => Query,
    readonly write: (query: Query) => Readonly<Record<string, string>>,
    changed: () => void,
  ) {
    const { path, query } = router.place;
    this.draft = this.current = read(query);
    let asked: string | null = null;
    $effect(() => {
      const place = router.place;
      // On the way to another page.
      if (place.path !== path) return;
      const next = read(place.query);
      const text = JSON.stringify(write(next));
      if (text === asked) return;
      asked = text;
      this.draft = this.current = next;
      changed();
    });
    $effect(() => () => clearTimeout(this.#waiting));
  }

  set(change: Partial<Query>): void {
    this.draft = { ...this.draft, ...change };
    this.#go();
  }

  /** The same as one types: asks once there is a pause. */
  type(change: Partial<Query>): void {
    this.draft = { ...this.draft, ...change };
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => this.#go(), PAUSE);
  }

  #go(): void {
    clearTimeout(this.#waiting);
    router.narrow(this.write(this.draft));
  }
}
