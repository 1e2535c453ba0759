// A server of its own for each test file: fresh data, a free port, gone afterwards.

import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const binary = process.env.STRONGROOM_BIN ?? join(root, 'target/release/strongroom');
/** The folder of built components. */
export const artefacts = process.env.STRONGROOM_DIST ?? join(root, 'dist');

/**
 * Starts one.
 *
 * @param {{ data?: string, args?: string[], types?: string, core?: string, log?: (line: string) => void }} [options]
 * @returns {Promise<{ address: string, token: string | null, organization: string | null, user: string | null, stop: () => Promise<void> }>}
 */
export async function startStrongroom(options = {}) {
  const data = options.data ?? (await mkdtemp(join(tmpdir(), 'strongroom-console-')));
  const child = spawn(
    binary,
    [
      'serve',
      ...['--core', join(artefacts, options.core ?? 'strongroom-core.wasm')],
      ...['--types', options.types ?? join(artefacts, 'types')],
      ...['--data', data],
      ...['--listen', '127.0.0.1:0', '--json'],
      ...(options.args ?? []),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let log = '';
  createInterface({ input: child.stderr }).on('line', (line) => {
    log = `${log}${line}\n`.slice(-8000);
    options.log?.(line);
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const first = await Promise.race([
    new Promise((resolve) => createInterface({ input: child.stdout }).once('line', resolve)),
    ended.then((code) => {
      throw new Error(`the server ended with ${String(code)} before it was ready:\n${log}`);
    }),
  ]);
  const said = JSON.parse(String(first));
  return {
    address: said.address,
    token: said.owner_token ?? null,
    organization: said.organization ?? null,
    user: said.user ?? null,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      if (options.data === undefined) await rm(data, { recursive: true, force: true });
    },
  };
}
