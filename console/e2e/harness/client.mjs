// The API for what a test or a picture needs beforehand.

/**
 * @param {string} server
 * @param {string} token
 * @returns {<T = any>(method: string, path: string, body?: unknown, as?: string) => Promise<T>}
 */
export function client(server, token) {
  return async (method, path, body, as = token) => {
    const answer = await fetch(`${server}/api/identity/v2/${path}`, {
      method,
      headers: { authorization: `Bearer ${as}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
}
