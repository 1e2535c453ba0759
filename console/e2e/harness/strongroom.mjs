// A server with the console, as it is shipped: fresh data, a free port, gone afterwards. On the native
// host, or on the one that stands in for Spin where `STRONGROOM_ON` is `spin`.

import { startNative } from './native.mjs';
import { startSpin } from './spin.mjs';

export { artefacts } from './process.mjs';

/** Whether the server is an application for Spin. */
export const onSpin = process.env.STRONGROOM_ON === 'spin';

/**
 * @typedef {object} Options
 * @property {string} [data] a folder that stays
 * @property {number} [port] any that is free without it
 * @property {Record<string, unknown>[]} [providers] tables of `[[oidc]]`
 * @property {string} [types] another folder of secret types; natively alone
 * @property {boolean} [policies] with the authorizer that decides by policies too
 * @property {(text: string) => void} [log] is told what the server logs
 */

/**
 * Starts one.
 *
 * @param {Options} [options]
 * @returns {Promise<{ address: string, url: string, token: string, organization: string, user: string, stop: () => Promise<void> }>}
 *   `url` is the console's
 */
export async function startStrongroom(options = {}) {
  const server = await (onSpin ? startSpin(options) : startNative(options));
  return { ...server, url: `${server.address}/console/` };
}
