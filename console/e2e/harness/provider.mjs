// An OpenID Connect provider: authorization code with PKCE, ES256. One person, who agrees by clicking
// or refuses. It checks what a provider has to check, so that a console which leaves it out fails.

import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { createServer } from 'node:http';

const base64url = (bytes) => Buffer.from(bytes).toString('base64url');

/**
 * @param {{ clientId: string }} options
 * @returns {Promise<{ issuer: string, wrongNonce: (wrong: boolean) => void, stop: () => Promise<void> }>}
 */
export async function startProvider({ clientId }) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'ES256' };
  const codes = new Map();
  let issuer = '';
  let spoils = false;

  function token(nonce) {
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      ...{ iss: issuer, sub: 'ada', aud: clientId, name: 'Ada', email: 'ada@example.com' },
      ...{ nonce, iat: now, exp: now + 300 },
    };
    const head = { alg: 'ES256', kid: 'one', typ: 'JWT' };
    const text = [head, claims].map((part) => base64url(JSON.stringify(part))).join('.');
    const signature = sign('sha256', Buffer.from(text), {
      key: privateKey,
      dsaEncoding: 'ieee-p1363',
    });
    return `${text}.${base64url(signature)}`;
  }

  const json = (response, status, body) =>
    response
      .writeHead(status, { 'content-type': 'application/json', 'access-control-allow-origin': '*' })
      .end(JSON.stringify(body));

  function authorize(url, response) {
    const asked = Object.fromEntries(url.searchParams);
    const whole =
      asked.response_type === 'code' &&
      asked.client_id === clientId &&
      asked.code_challenge_method === 'S256' &&
      asked.scope?.split(' ').includes('openid') &&
      asked.state &&
      asked.nonce;
    if (!whole) return response.writeHead(400).end();
    const code = randomUUID();
    codes.set(code, asked);
    const back = (more) => {
      const to = new URL(asked.redirect_uri);
      const all = { state: asked.state, iss: issuer, ...more };
      for (const [name, value] of Object.entries(all)) to.searchParams.set(name, value);
      return to.href.replaceAll('&', '&amp;');
    };
    return response
      .writeHead(200, { 'content-type': 'text/html' })
      .end(
        `<!doctype html><title>Provider</title><a href="${back({ code })}">Agree</a> ` +
          `<a href="${back({ error: 'access_denied' })}">Refuse</a>`,
      );
  }

  function exchange(body, response) {
    const given = Object.fromEntries(new URLSearchParams(body));
    const asked = codes.get(given.code);
    codes.delete(given.code);
    const challenge = createHash('sha256')
      .update(given.code_verifier ?? '')
      .digest('base64url');
    const whole =
      asked !== undefined &&
      given.grant_type === 'authorization_code' &&
      given.client_id === clientId &&
      given.redirect_uri === asked.redirect_uri &&
      challenge === asked.code_challenge;
    if (!whole) return json(response, 400, { error: 'invalid_grant' });
    return json(response, 200, {
      id_token: token(spoils ? 'another' : asked.nonce),
      access_token: 'opaque',
      token_type: 'Bearer',
    });
  }

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', issuer);
    if (url.pathname === '/.well-known/openid-configuration') {
      json(response, 200, {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        authorization_response_iss_parameter_supported: true,
      });
    } else if (url.pathname === '/jwks') json(response, 200, { keys: [jwk] });
    else if (url.pathname === '/authorize') authorize(url, response);
    else if (url.pathname === '/token') {
      let body = '';
      request.on('data', (chunk) => (body += chunk));
      request.on('end', () => exchange(body, response));
    } else response.writeHead(404).end();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(null)));
  issuer = `http://127.0.0.1:${server.address().port}`;
  return {
    issuer,
    wrongNonce: (wrong) => (spoils = wrong),
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
