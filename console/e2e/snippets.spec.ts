import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, expectAccessible, test, visit, type Created, type Vault } from './fixtures';
import { program } from './harness/process.mjs';

const SECRET = 'wJalr$XUtnFEMI/K7MDENG';
const strongroom = program('STRONGROOM_BIN', 'strongroom');

let folder: string;
test.beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'strongroom-lines-'))));
test.afterEach(() => rm(folder, { recursive: true }));

/** What a shell of somebody who has a token says to lines. */
function run(vault: Vault, lines: string): string {
  const done = spawnSync('bash', ['--norc', '-euo', 'pipefail', '-c', lines], {
    encoding: 'utf8',
    cwd: folder,
    env: {
      PATH: `${dirname(strongroom)}:${process.env.PATH ?? ''}`,
      HOME: folder,
      STRONGROOM_TOKEN: vault.token,
    },
  });
  expect(done.stderr, lines).toBe('');
  expect(done.status, lines).toBe(0);
  return done.stdout;
}

async function lines(page: Page, way: string): Promise<string> {
  await page.getByRole('tab', { name: way, exact: true }).click();
  return page.locator('pre').innerText();
}

async function open(page: Page, vault: Vault, type: string, name: string, value: unknown) {
  const project = await vault.project(`lines of ${type} ${name}`);
  const made = await vault.api<Created>('POST', `settings/project/${project}/`, {
    ...{ _type: `secret/${type}`, name, value },
  });
  await page.reload();
  await page.getByLabel('Token', { exact: true }).fill(vault.token);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await visit(page, `/project/${project}/secrets/${type}/${made._id}`);
  await page.getByRole('tab', { name: 'Use it' }).click();
  await expectAccessible(page);
}

test('the lines for a plain value do what they say', async ({ signedIn: page, vault }) => {
  await open(page, vault, 'Custom', 'stripe', SECRET);
  expect(JSON.parse(run(vault, await lines(page, 'curl')))).toEqual({ value: SECRET });
  expect(run(vault, `${await lines(page, 'Environment')}\nprintenv STRIPE`)).toBe(`${SECRET}\n`);
  const docker = 'docker() { cat "$4"; }\n';
  expect(run(vault, docker + (await lines(page, 'Docker')))).toContain(`STRIPE=${SECRET}`);
  run(vault, await lines(page, 'Compose'));
  expect((await stat(join(folder, 'secret.env'))).mode & 0o777).toBe(0o600);
  const kubectl = 'kubectl() { cat; }\n';
  const manifest: unknown = JSON.parse(run(vault, kubectl + (await lines(page, 'Kubernetes'))));
  const data = { value: Buffer.from(SECRET).toString('base64') };
  expect(manifest).toMatchObject({ kind: 'Secret', metadata: { name: 'stripe' }, data });
  await writeFile(
    join(folder, 'lines.py'),
    `${await lines(page, 'Python')}\nprint(secret["value"])`,
  );
  expect(run(vault, 'python3 lines.py')).toBe(`${SECRET}\n`);
});

test('the lines of the command line do what they say', async ({ signedIn: page, vault }) => {
  const knows = (command: string) => spawnSync(strongroom, [command, '--help']).status === 0;
  test.skip(!knows('secret') || !knows('run'), 'this strongroom is of before these commands');
  await open(page, vault, 'S3Connection', "back'ups (old)", {
    access_key: 'AKIAIOSFODNN7EXAMPLE',
    secret_key: SECRET,
  });
  expect(run(vault, await lines(page, 'Command line'))).toBe(SECRET);
  const text = (await lines(page, 'Run')).replace('COMMAND', 'env');
  expect(run(vault, text)).toContain(`=${SECRET}\n`);
});

test('the lines for keys of a store and of a registry do what they say', async ({
  signedIn: page,
  vault,
}) => {
  await open(page, vault, 'S3Connection', 'backups', {
    access_key: 'AKIAIOSFODNN7EXAMPLE',
    secret_key: SECRET,
  });
  await writeFile(join(folder, 'header'), `Authorization: Bearer ${vault.token}\n`);
  const [, process_] = /^credential_process = (.*)$/m.exec(await lines(page, 'AWS')) ?? [];
  const told = run(vault, (process_ ?? '').replace('/home/YOU/.strongroom', folder));
  expect(JSON.parse(told)).toMatchObject({ Version: 1, SecretAccessKey: SECRET });

  await open(page, vault, 'ContainerRegistry', 'hub', {
    ...{ server: 'ghcr.io', username: 'robot', password: SECRET },
  });
  const docker = 'docker() { cat "$DOCKER_CONFIG/config.json"; }\n';
  const config = JSON.parse(run(vault, docker + (await lines(page, 'Docker login')))) as object;
  expect(config).toHaveProperty(['auths', 'ghcr.io', 'auth']);
});
