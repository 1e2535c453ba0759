// A server as a process: started, followed until it says where it listens, stopped.

import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The folder of built components. */
export const artefacts = process.env.STRONGROOM_DIST ?? join(root, 'dist');

/** A program of the build, unless the variable names another. */
export function program(variable, name) {
  return process.env[variable] ?? join(root, 'target/release', name);
}

/** A file of the checkout. */
export function source(path) {
  return join(root, path);
}

/** The folder to keep data in, and whether it goes with the server. */
export async function folder(given) {
  return given ?? (await mkdtemp(join(tmpdir(), 'strongroom-console-')));
}

/**
 * Starts one, and gives what it announces in JSON.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: Record<string, string>, log?: (line: string) => void, remove?: string }} options
 */
export async function start(command, args, { env = {}, log, remove } = {}) {
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  let written = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    written = `${written}${text}`.slice(-8000);
    log?.(text);
  });
  const ended = new Promise((resolve) => {
    child.once('exit', resolve);
    child.once('error', (error) => resolve(error.message));
  });
  const announced = new Promise((resolve) => {
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (more) => {
      text += more;
      try {
        resolve(JSON.parse(text));
      } catch {
        // There is more to come.
      }
    });
  });
  const failed = ended.then((why) => {
    throw new Error(`the server ended with ${String(why)} before it was ready:\n${written}`);
  });
  const said = await Promise.race([announced, failed]);
  return {
    said,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      if (remove !== undefined) await rm(remove, { recursive: true, force: true });
    },
  };
}
