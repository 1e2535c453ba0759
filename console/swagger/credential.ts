/** Whose token requests of the API pages carry. It is in this module's memory and nowhere else. */

import { isAnswer, QUESTION, SIGNED_OUT } from '../src/api-pages/handover';
import { KEPT_AS } from '../src/session/kept';

/** How long a console that is still there takes to answer, at the very most. */
const PATIENCE = 1500;

let token: string | null = null;
let name: string | null = null;
let changed: () => void = () => {};

export function onChange(then: () => void): void {
  changed = then;
}

export function who(): string | null {
  return name;
}

export function authorization(): string | null {
  return token === null ? null : `Bearer ${token}`;
}

/** Takes up the sign-in of the tab, where it was told to keep it, or of the console that opened it. */
export async function start(): Promise<void> {
  new BroadcastChannel(SIGNED_OUT).addEventListener('message', forget);
  const found = sessionStorage.getItem(KEPT_AS) ?? (await fromOpener());
  if (found !== null) await use(found).catch(() => false);
  changed();
}

/** Tries a token and takes it. False where the server does not take it. */
export async function use(candidate: string): Promise<boolean> {
  // A header takes no other characters, and `fetch` would name the value in its complaint.
  if (!/^[\x21-\x7e]+$/.test(candidate)) return false;
  const answer = await fetch('/api/identity/v2/me', {
    headers: { authorization: `Bearer ${candidate}` },
    credentials: 'omit',
    cache: 'no-store',
  });
  if (!answer.ok) return false;
  const me = (await answer.json()) as {
    user: { name: string } | null;
    client: { name: string } | null;
  };
  token = candidate;
  name = me.user?.name ?? me.client?.name ?? '';
  changed();
  return true;
}

export function forget(): void {
  token = null;
  name = null;
  sessionStorage.removeItem(KEPT_AS);
  changed();
}

function fromOpener(): Promise<string | null> {
  const opener = window.opener as Window | null;
  if (opener === null) return Promise.resolve(null);
  return new Promise((resolve) => {
    const waiting = new AbortController();
    const settle = (answer: string | null) => {
      waiting.abort();
      resolve(answer);
    };
    addEventListener(
      'message',
      (event) => {
        if (event.origin !== location.origin || event.source !== opener) return;
        if (isAnswer(event.data)) settle(event.data.token);
      },
      { signal: waiting.signal },
    );
    setTimeout(() => settle(null), PATIENCE);
    // Reaches the console alone: a page of another origin is not told.
    opener.postMessage(QUESTION, location.origin);
  });
}
