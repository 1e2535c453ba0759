// The built console and a server's API at one address, with the policy that it is shipped with.
// Stands in for a server that does not serve the console itself.

import { readFile } from 'node:fs/promises';
import { createServer, request as ask } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The built files; elsewhere where another build than `dist` is to be tried. */
const dist =
  process.env.STRONGROOM_CONSOLE_DIST ?? fileURLToPath(new URL('../../dist', import.meta.url));

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.png': 'image/png',
};

/** A server without identity providers for the console. */
const NO_PROVIDERS = { providers: [], version: '' };

/**
 * @param {string[]} issuers whom the page asks for tokens
 * @param {boolean} isConsole the console makes no markup from strings at all; the API pages
 *   do, each of it cleaned
 */
export function policy(issuers = [], isConsole = true) {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    ["connect-src 'self'", ...issuers].join(' '),
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    isConsole ? "trusted-types 'none'" : "trusted-types default dompurify 'allow-duplicates'",
  ].join('; ');
}

/**
 * @param {{ server: string, config?: { providers: { issuer: string }[], version: string } | null, port?: number }} options
 * @returns {Promise<{ address: string, stop: () => Promise<void> }>}
 */
export async function startFront({ server, config = NO_PROVIDERS, port = 0 }) {
  const issuers = (config?.providers ?? []).map((provider) => new URL(provider.issuer).origin);
  const headers = (path) => ({
    'content-security-policy': policy(issuers, path.startsWith('/console/')),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });

  const front = createServer((request, response) => {
    void (async () => {
      const url = new URL(request.url ?? '/', 'http://front');
      if (url.pathname === '/' || url.pathname === '/console') {
        response.writeHead(302, { location: '/console/' }).end();
        return;
      }
      const own = await file(url.pathname, config);
      if (own !== null) {
        response
          .writeHead(own.status, { ...headers(url.pathname), 'content-type': own.type })
          .end(own.body);
        return;
      }
      const target = new URL(request.url ?? '/', server);
      const onward = ask(
        target,
        { method: request.method, headers: { ...request.headers, host: target.host } },
        (answer) => {
          response.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(response);
        },
      );
      onward.on('error', () => response.writeHead(502).end());
      request.pipe(onward);
    })().catch(() => response.writeHead(500).end());
  });
  await new Promise((resolve) => front.listen(port, '127.0.0.1', () => resolve(null)));
  const bound = front.address();
  const bind = typeof bound === 'object' && bound !== null ? bound.port : port;
  return {
    address: `http://127.0.0.1:${bind}`,
    stop: () =>
      new Promise((resolve) => {
        front.closeAllConnections();
        front.close(() => resolve());
      }),
  };
}

/** What the console itself has at a path; null is the API's. */
async function file(path, config) {
  if (path === '/console/config.json') {
    return config === null
      ? { status: 404, type: 'text/plain', body: '' }
      : { status: 200, type: types['.json'], body: JSON.stringify(config) };
  }
  const place = path.startsWith('/console/')
    ? path.slice('/console/'.length) || 'index.html'
    : path.startsWith('/api/identity/v1/swagger/') && !path.endsWith('/doc.json')
      ? `swagger/${path.slice('/api/identity/v1/swagger/'.length) || 'index.html'}`
      : null;
  if (place === null) return null;
  const inside = normalize(join(dist, place));
  const missing = { status: 404, type: 'text/plain', body: '' };
  if (!inside.startsWith(dist)) return missing;
  try {
    const type = types[extname(inside)] ?? 'application/octet-stream';
    return { status: 200, type, body: await readFile(inside) };
  } catch {
    return missing;
  }
}
