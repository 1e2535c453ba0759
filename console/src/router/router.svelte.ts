/**
 * Where the person is: the part of the address behind `#`. The server never sees it, and every page
 * works wherever the console is served from.
 */

import { match, type Params } from './match';

export interface Place {
  path: string;
  query: URLSearchParams;
}

function read(): Place {
  const [path = '/', query = ''] = location.hash.slice(1).split('?', 2);
  return { path: path === '' ? '/' : path, query: new URLSearchParams(query) };
}

class Router {
  place = $state.raw<Place>(read());
  /** How often the person has gone to another page. */
  moves = 0;
  #guard: (() => boolean) | null = null;
  #shown = location.hash;

  constructor() {
    addEventListener('hashchange', () => {
      if (location.hash === this.#shown) return;
      if (this.#guard !== null && !this.#guard()) {
        // Put the address back, without another entry in the history.
        history.replaceState(null, '', this.#shown === '' ? '#/' : this.#shown);
        this.#shown = location.hash;
        return;
      }
      this.#guard = null;
      this.moves += 1;
      this.#shown = location.hash;
      this.place = read();
    });
  }

  match(pattern: string): Params | null {
    return match(pattern, this.place.path);
  }

  go(path: string): void {
    location.hash = path;
  }

  /**
   * Goes there, and Back does not come back here. A link that was followed in this instant wins: the
   * browser has its address already, and tells of it in a moment.
   */
  replace(path: string): void {
    if (location.hash !== this.#shown) return;
    history.replaceState(null, '', `#${path}`);
    this.#shown = location.hash;
    this.place = read();
  }

  /**
   * The same page with this behind its path, so that the address leads to what is shown. What is
   * empty is left out. Names and ids belong here, values never do.
   */
  narrow(query: Readonly<Record<string, string>>): void {
    const given = Object.entries(query).filter(([, value]) => value !== '');
    const text = new URLSearchParams(given).toString();
    if (text === this.place.query.toString()) return;
    this.replace(text === '' ? this.place.path : `${this.place.path}?${text}`);
  }

  /**
   * Asks before another page is shown, as long as the returned function has not been called. The
   * guard says whether to go.
   */
  guard(mayLeave: () => boolean): () => void {
    this.#guard = mayLeave;
    return () => {
      if (this.#guard === mayLeave) this.#guard = null;
    };
  }
}

export const router = new Router();
