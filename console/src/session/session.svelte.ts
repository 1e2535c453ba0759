/**
 * Who is signed in. The token is in this module's memory, and in the tab's session storage only
 * where the person chose that; nothing else of the console ever holds it.
 */

import { send, useCredentials, type Identity } from '../api/client';
import { SIGNED_OUT } from '../api-pages/handover';
import { Problem } from '../api/problem';
import { KEPT_AS } from './kept';

export type Status =
  /** A token of the tab is being tried. */
  | 'starting'
  | 'out'
  | 'in'
  /** The token is no longer good; pages stay as they are until there is another one. */
  | 'expired';

class Session {
  status = $state<Status>('starting');
  identity = $state.raw<Identity | null>(null);
  #token: string | null = null;
  #waiting: ((renewed: boolean) => void)[] = [];

  /** Takes up the token that the tab was told to keep. */
  async start(): Promise<void> {
    const kept = sessionStorage.getItem(KEPT_AS);
    if (kept === null) {
      this.status = 'out';
      return;
    }
    try {
      await this.signIn(kept, true);
    } catch (error) {
      // Without an answer the token may still be good, and is kept for the next load.
      if (error instanceof Problem && error.kind === 'unauthenticated') this.#forget();
      this.status = 'out';
    }
  }

  /**
   * Tries the token, and takes it.
   *
   * @throws {Problem} where the server does not, or does not answer
   */
  async signIn(token: string, keep: boolean): Promise<void> {
    const identity = await whoIs(token);
    if (this.status === 'expired' && !isSame(identity, this.identity)) {
      throw new Problem(
        'other',
        0,
        'That is someone else',
        'This page belongs to who signed in before. Sign in as them, or sign out first.',
      );
    }
    this.#token = token;
    this.identity = identity;
    this.status = 'in';
    if (keep) sessionStorage.setItem(KEPT_AS, token);
    else sessionStorage.removeItem(KEPT_AS);
    this.#settle(true);
  }

  /** Forgets the token. The page is loaded anew, so nothing that was shown stays in memory. */
  signOut(): void {
    this.#forget();
    this.identity = null;
    this.status = 'out';
    this.#settle(false);
    const others = new BroadcastChannel(SIGNED_OUT);
    others.postMessage(null);
    others.close();
    location.replace(`${location.pathname}#/`);
    location.reload();
  }

  /** The token for a page of ours that is opened beside this one; see the API pages. */
  tokenForOwnPage(): string | null {
    return this.#token;
  }

  get isKept(): boolean {
    return sessionStorage.getItem(KEPT_AS) !== null;
  }

  readonly credentials = {
    token: () => this.#token,
    renew: (refused: string | null): Promise<boolean> => {
      if (this.status === 'out' || this.status === 'starting') return Promise.resolve(false);
      // Somebody else's request was refused first, and the person has signed in since.
      if (this.#token !== null && this.#token !== refused) return Promise.resolve(true);
      this.#forget();
      this.status = 'expired';
      return new Promise((resolve) => this.#waiting.push(resolve));
    },
  };

  #forget(): void {
    this.#token = null;
    sessionStorage.removeItem(KEPT_AS);
  }

  #settle(renewed: boolean): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve(renewed);
  }
}

async function whoIs(token: string): Promise<Identity> {
  // A header takes no other characters, and `fetch` would name the value in its complaint.
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new Problem(
      'unauthenticated',
      0,
      'That is no token',
      'A token is letters, digits and signs in one piece. Copy it again.',
    );
  }
  const url = new URL('/api/identity/v2/me', location.origin);
  const answer = await send(new Request(url), token);
  const body: unknown = await answer.json().catch(() => null);
  if (!answer.ok) throw Problem.of(answer.status, body, answer.headers.get('x-request-id'));
  return body as Identity;
}

function isSame(one: Identity, other: Identity | null): boolean {
  return one.user?.id === other?.user?.id && one.client?.id === other?.client?.id;
}

export const session = new Session();
useCredentials(session.credentials);
