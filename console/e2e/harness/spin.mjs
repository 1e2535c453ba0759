// The application of `spin.toml` on the host that stands in for Spin, as a server for tests.

import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { artefacts, folder, program, source, start } from './process.mjs';

const binary = program('STRONGROOM_SPIN_HOST', 'strongroom-spin-host');

/** @param {import('./strongroom.mjs').Options} options */
export async function startSpin({ data, providers = [], types, policies = false, port = 0, log }) {
  if (types !== undefined) throw new Error('an application for Spin has its types in itself');
  const at = await folder(data);
  await mkdir(at, { recursive: true, mode: 0o700 });
  const manifest = join(at, 'spin.toml');
  const hosts = providers.map((one) => new URL(one.issuer).origin);
  const application = policies ? 'strongroom-spin-cedar.wasm' : 'strongroom-spin.wasm';
  const text = (await readFile(source('spin.toml'), 'utf8'))
    .replace('dist/strongroom-spin.wasm', `dist/${application}`)
    .replaceAll('source = "dist/', `source = "${artefacts}/`)
    .replace('allowed_outbound_hosts = []', `allowed_outbound_hosts = ${JSON.stringify(hosts)}`);
  await writeFile(manifest, text);
  const keys = await kept(join(at, 'root-keys'), () => {
    return `root-1 ${randomBytes(32).toString('base64')} current\n`;
  });
  const code = await kept(join(at, 'setup-code'), () => randomBytes(32).toString('hex'));
  const { said, stop } = await start(
    binary,
    [
      ...['up', '--from', manifest, '--state-dir', at],
      ...['--listen', `127.0.0.1:${port}`, '--format', 'json'],
    ],
    {
      env: {
        SPIN_VARIABLE_ROOT_KEYS: keys,
        SPIN_VARIABLE_SETUP_CODE: code,
        SPIN_VARIABLE_OIDC: providers.length > 0 ? JSON.stringify(providers) : '',
      },
      log,
      ...(data === undefined ? { remove: at } : {}),
    },
  );
  const answer = await fetch(`${said.base_url}/setup`, {
    method: 'POST',
    headers: { authorization: `Bearer ${code}` },
  });
  const owner = answer.status === 201 ? await answer.json() : {};
  return {
    address: said.base_url,
    token: owner.token ?? null,
    organization: owner.organization ?? null,
    user: owner.user ?? null,
    stop,
  };
}

/** What a file holds, made by the first start. */
async function kept(file, make) {
  try {
    return await readFile(file, 'utf8');
  } catch {
    const made = make();
    await writeFile(file, made, { mode: 0o600, flag: 'wx' });
    return made;
  }
}
