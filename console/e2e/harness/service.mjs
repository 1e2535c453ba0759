// A service whose API keys the example of a rotating type checks and replaces; its protocol is in
// that example's README.

import { createHash } from 'node:crypto';
import { createServer } from 'node:http';

const digest = (key) => createHash('sha256').update(key).digest('hex');
const id = (key) => digest(key).slice(0, 20);

/**
 * @param {string} firstKey
 * @returns {Promise<{ address: string, ail: (ailing: boolean) => void, keys: () => number, stop: () => Promise<void> }>}
 */
export async function startService(firstKey) {
  const keys = new Map([[id(firstKey), digest(firstKey)]]);
  let ailing = false;

  function answer(method, path, key, body) {
    if (ailing) return [503, ''];
    const asking = id(key);
    if (keys.get(asking) !== digest(key)) return [401, ''];
    const [, , what, about, promote] = path.split('/');
    if (method === 'GET' && what === 'whoami') return [200, JSON.stringify({ id: asking })];
    if (what !== 'keys' || about === undefined) return [404, ''];
    if (method === 'PUT') {
      const { sha256 } = JSON.parse(body);
      const there = keys.get(about);
      if (there !== undefined) return [there === sha256 ? 200 : 409, ''];
      keys.set(about, sha256);
      return [201, ''];
    }
    if (method === 'POST' && promote === 'promote') return [keys.has(about) ? 204 : 404, ''];
    if (method === 'DELETE') return [about === asking ? 409 : keys.delete(about) ? 204 : 404, ''];
    return [404, ''];
  }

  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      const key = (request.headers.authorization ?? '').replace(/^Bearer /, '');
      const [status, text] = answer(request.method, request.url, key, body);
      response.writeHead(status, { 'content-type': 'application/json' }).end(text);
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(null)));
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    ail: (now) => (ailing = now),
    keys: () => keys.size,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
