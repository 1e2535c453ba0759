// HTTP to the hosts that the operator granted: for connected types alone. A type that imports this
// can be built only as one, and natively only in tests that put something in its place.

import { send as contractSend } from 'strongroom:secret-type/outbound@1.0.0';
import { unavailable, failed } from './rotation.js';
import { bytes } from './value.js';

/** Errors that trying again later may cure. */
const PASSING = new Set(['unreachable', 'timeout']);

const SAID = {
  invalid: 'the request is not a valid one',
  'not-granted': 'the operator has not granted this host to the type',
  unreachable: 'the service cannot be reached',
  tls: "the service's certificate is not good",
  timeout: 'the service did not answer in time',
  'too-large': "the service's answer is too large",
  'too-many': 'too many requests in one call',
};

/** Sends one request. Redirects are answers like any other. */
export function send({ method = 'GET', url, headers = {}, body = '' }) {
  let answer;
  try {
    answer = contractSend({
      method,
      url,
      headers: Object.entries(headers).map(([name, content]) => [name.toLowerCase(), content]),
      body: bytes(body, 'the body'),
    });
  } catch (error) {
    const reason = error?.payload ?? error;
    if (!Object.hasOwn(SAID, reason)) throw error;
    throw (PASSING.has(reason) ? unavailable : failed)(SAID[reason]);
  }
  const content = new Uint8Array(answer.body);
  const text = () => new TextDecoder().decode(content);
  return {
    status: answer.status,
    headers: answer.headers,
    body: content,
    text,
    json: () => JSON.parse(text()),
  };
}
