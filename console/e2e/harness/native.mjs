// The native host as a server for tests.

import { cp, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { artefacts, folder, program, start } from './process.mjs';

const binary = program('STRONGROOM_BIN', 'strongroom');

/** Machine code that one start leaves to the next: to compile a core takes most of a start. */
const kept = (core) => join(dirname(binary), 'strongroom-console-tests-machine-code', core);

/** @param {import('./strongroom.mjs').Options} options */
export async function startNative({
  data,
  providers = [],
  types,
  policies = false,
  port = 0,
  log,
}) {
  const at = await folder(data);
  await mkdir(at, { recursive: true, mode: 0o700 });
  const core = policies ? 'strongroom-core-cedar' : 'strongroom-core';
  const [cache, left] = [join(at, 'cache'), kept(core)];
  if ((await files(cache)).length === 0 && (await files(left)).length > 0) {
    await cp(left, cache, { recursive: true });
  }
  const args = [
    'serve',
    ...['--core', join(artefacts, `${core}.wasm`)],
    ...['--console', join(artefacts, 'strongroom-console.wasm')],
    ...['--types', types ?? join(artefacts, 'types')],
    ...['--data', at, '--listen', `127.0.0.1:${port}`, '--json'],
  ];
  if (providers.length > 0) {
    const file = join(at, 'oidc.toml');
    await writeFile(file, providers.map((one) => `[[oidc]]\n${lines(one)}`).join('\n'));
    args.push('--oidc', file);
  }
  const { said, stop } = await start(binary, args, {
    log,
    ...(data === undefined ? { remove: at } : {}),
  });
  await keep(cache, left);
  return {
    address: said.address,
    token: said.owner_token ?? null,
    organization: said.organization ?? null,
    user: said.user ?? null,
    stop,
  };
}

/** Names of what is in a folder; none where there is no folder. */
async function files(folder) {
  return readdir(folder).catch(() => []);
}

/** Leaves the machine code to the next start, where it is other than what was left before. */
async function keep(cache, left) {
  const now = await files(cache);
  if (now.join() === (await files(left)).join()) return;
  await mkdir(left, { recursive: true, mode: 0o700 });
  // Two workers may come here at once: what each writes is the same, and whole before it has its name.
  for (const name of now) {
    await cp(join(cache, name), join(left, `.${process.pid}-${name}`));
    await rename(join(left, `.${process.pid}-${name}`), join(left, name));
  }
  const old = (await files(left)).filter((name) => !name.startsWith('.') && !now.includes(name));
  await Promise.all(old.map((name) => rm(join(left, name), { force: true })));
}

/** A table in TOML: its strings and lists of strings are written as in JSON. */
function lines(table) {
  const value = (one) =>
    typeof one === 'object' && !Array.isArray(one)
      ? `{ ${Object.entries(one)
          .map(([name, inner]) => `${name} = ${JSON.stringify(inner)}`)
          .join(', ')} }`
      : JSON.stringify(one);
  return Object.entries(table)
    .map(([name, one]) => `${name} = ${value(one)}\n`)
    .join('');
}
