/**
 * Signing in with an OpenID Connect provider: authorization code with PKCE (RFC 7636), in a window of
 * its own, so that the page stays as it is and everything secret stays in its memory.
 *
 * From OpenID Connect Core 1.0 and Discovery 1.0; `iss` in the answer is RFC 9207's.
 */

import { Problem } from '../api/problem';

export interface Provider {
  issuer: string;
  client_id: string;
  title: string;
}

export interface ConsoleConfig {
  providers: Provider[];
  version: string;
}

/** What the provider told the window. */
export interface ProviderAnswer {
  state: string;
  code: string | null;
  error: string | null;
  issuer: string | null;
}

export const CHANNEL = 'strongroom.sign-in';

interface Discovery {
  issuer: string;
  authorization_endpoint: string;
  token_endpoint: string;
  authorization_response_iss_parameter_supported?: boolean;
}

/** How the server is set up for this page; none where it does not say. */
export async function readConfig(): Promise<ConsoleConfig> {
  const none = { providers: [], version: '' };
  try {
    const answer = await fetch('/console/config.json', { credentials: 'omit', redirect: 'error' });
    if (!answer.ok) return none;
    const body = (await answer.json()) as Partial<ConsoleConfig>;
    return { providers: body.providers ?? [], version: body.version ?? '' };
  } catch {
    return none;
  }
}

/**
 * Signs in there and gives the identity token, which the server takes.
 *
 * @throws {Problem} where the window was closed or blocked, or the provider refused
 */
export async function signInAt(provider: Provider, signal: AbortSignal): Promise<string> {
  // The window is opened at once: later the browser no longer takes it for the person's wish.
  const opened = window.open('', '_blank', 'popup,width=520,height=680');
  if (opened === null) {
    throw failed('The browser did not open the window. Allow windows for this page and try again.');
  }
  // Nothing over there reaches back into this page; the answer comes over a channel.
  opened.opener = null;
  try {
    const discovery = await discover(provider);
    const verifier = random();
    const state = random();
    const nonce = random();
    const redirect = new URL('callback.html', location.href.split(/[?#]/)[0]).href;
    const answered = answerFor(state, opened, signal);
    opened.location.href = await authorization(discovery, provider, {
      redirect,
      state,
      nonce,
      verifier,
    });
    const answer = await answered;
    if (answer.issuer !== null && answer.issuer !== provider.issuer) {
      throw failed('The answer came from another provider.');
    }
    if (answer.issuer === null && discovery.authorization_response_iss_parameter_supported) {
      throw failed('The answer does not say which provider it is from.');
    }
    if (answer.code === null) throw failed('It was refused, or broken off.');
    const token = await exchange(discovery, provider, answer.code, redirect, verifier);
    if (claim(token, 'nonce') !== nonce) throw failed('The token belongs to another sign-in.');
    return token;
  } finally {
    opened.close();
  }
}

async function discover(provider: Provider): Promise<Discovery> {
  const url = `${provider.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const found = await json<Discovery>(() => fetch(url, { credentials: 'omit', redirect: 'error' }));
  if (found.issuer !== provider.issuer) {
    throw failed('What answers there is another provider than the configured one.');
  }
  for (const endpoint of [found.authorization_endpoint, found.token_endpoint]) {
    const { protocol, hostname } = new URL(endpoint);
    const here = hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]';
    if (protocol !== 'https:' && !(protocol === 'http:' && here)) {
      throw failed('The provider has an address that is not https.');
    }
  }
  return found;
}

async function authorization(
  discovery: Discovery,
  provider: Provider,
  own: { redirect: string; state: string; nonce: string; verifier: string },
): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(own.verifier));
  const url = new URL(discovery.authorization_endpoint);
  const parameters = {
    response_type: 'code',
    client_id: provider.client_id,
    redirect_uri: own.redirect,
    scope: 'openid profile email',
    state: own.state,
    nonce: own.nonce,
    code_challenge: base64url(new Uint8Array(digest)),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

async function exchange(
  discovery: Discovery,
  provider: Provider,
  code: string,
  redirect: string,
  verifier: string,
): Promise<string> {
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    client_id: provider.client_id,
    code,
    redirect_uri: redirect,
    code_verifier: verifier,
  });
  const found = await json<{ id_token?: string }>(() =>
    fetch(discovery.token_endpoint, {
      method: 'POST',
      body,
      credentials: 'omit',
      redirect: 'error',
    }),
  );
  if (typeof found.id_token !== 'string') throw failed('It gave no identity token.');
  return found.id_token;
}

function answerFor(state: string, opened: Window, signal: AbortSignal): Promise<ProviderAnswer> {
  return new Promise((resolve, reject) => {
    const channel = new BroadcastChannel(CHANNEL);
    const end = () => {
      channel.close();
      clearInterval(watching);
    };
    channel.onmessage = (event: MessageEvent<ProviderAnswer>) => {
      // Another tab may be signing in as well.
      if (event.data.state !== state) return;
      end();
      resolve(event.data);
    };
    // The answer may be on its way when the window is already closed.
    let closed = 0;
    const watching = setInterval(() => {
      closed = opened.closed ? closed + 1 : 0;
      if (closed < 4) return;
      end();
      reject(failed('The window was closed before it was done.'));
    }, 500);
    signal.addEventListener('abort', () => {
      end();
      reject(failed('It was broken off.'));
    });
  });
}

async function json<T>(request: () => Promise<Response>): Promise<T> {
  let answer;
  try {
    answer = await request();
  } catch {
    throw failed('The provider does not answer, or does not allow this page to ask it.');
  }
  if (!answer.ok) throw failed('The provider refused.');
  return (await answer.json()) as T;
}

/** A claim of a token. The server checks the token; this is only whether it is the one asked for. */
function claim(token: string, name: string): unknown {
  try {
    const part = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    return (JSON.parse(atob(part)) as Record<string, unknown>)[name];
  } catch {
    return undefined;
  }
}

function random(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(32)));
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

function failed(detail: string): Problem {
  return new Problem('other', 0, 'You are not signed in', detail);
}
