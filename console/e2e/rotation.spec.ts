import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { choose, expect, expectAccessible, signIn, test, toReview, visit } from './fixtures';
import { client } from './harness/client.mjs';
import { startService } from './harness/service.mjs';
import { artefacts, onSpin, startStrongroom } from './harness/strongroom.mjs';

const FIRST = 'rk_first';

let service: Awaited<ReturnType<typeof startService>>;
let stage: { url: string; token: string; api: ReturnType<typeof client> };
let stop: () => Promise<void>;

test.skip(onSpin, 'the built-in types of an application for Spin do not rotate');

test.beforeAll(async () => {
  service = await startService(FIRST);
  const folder = await mkdtemp(join(tmpdir(), 'strongroom-types-'));
  let manifest = '';
  for (const [file, grants] of [
    ['types/strongroom-type-single-variable.wasm', ''],
    [
      'examples/strongroom-example-rotating-api-key.wasm',
      `hosts = ["${service.address}"]\nprivate = true\n`,
    ],
  ] as const) {
    const name = file.split('/').at(-1) ?? file;
    const bytes = await readFile(join(artefacts, file));
    await cp(join(artefacts, file), join(folder, name));
    const digest = createHash('sha256').update(bytes).digest('hex');
    manifest += `[[type]]\nfile = "${name}"\nsha256 = "${digest}"\n${grants}`;
  }
  await writeFile(join(folder, 'manifest.toml'), manifest);
  const server = await startStrongroom({ types: folder });
  const { url, token } = server;
  stage = { url, token, api: client(server.address, token) };
  stop = async () => {
    await server.stop();
    await service.stop();
    await rm(folder, { recursive: true });
  };
});
test.afterAll(() => stop());

test('a secret is checked and rotated at its service, and a rotation that stopped goes on', async ({
  page,
}) => {
  await signIn(page, stage.url, stage.token);
  await visit(page, '/user/me/secrets/new');
  await choose(page, 'Rotating API key');
  await page.getByLabel('Service').fill('not an address');
  // The type's pattern could keep a browser busy, so it is the server that says it.
  await expect(page.getByLabel('Service')).toHaveAccessibleDescription(/pattern|form|match/);
  await page.getByLabel('Service').fill(service.address);
  await page.getByLabel('Key', { exact: true }).fill(FIRST);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('Name', { exact: true }).fill('rotating');
  await toReview(page);
  await page.getByRole('button', { name: 'Create the secret' }).click();
  await page.getByRole('link', { name: 'See the secret' }).click();

  await page.getByRole('button', { name: 'Check that it works' }).click();
  await expect(page.getByText('The service takes it')).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Rotate now' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Rotate it' }).click();
  await expect(page.getByText('version 2', { exact: true })).toBeVisible();
  expect(service.keys()).toBe(1);
  await page.getByRole('button', { name: 'Check that it works' }).click();
  await expect(page.getByText('The service takes it')).toBeVisible();

  service.ail(true);
  await page.getByRole('button', { name: 'Rotate now' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Rotate it' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Request');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('A rotation was interrupted')).toBeVisible();
  await expectAccessible(page);
  await visit(page, '/user/me/secrets');
  await expect(page.getByRole('row', { name: /rotating/ })).toContainText('interrupted');

  // For two minutes a rotation may be under way still: the log as it is then.
  await page.route('**/audit/user/me?*', async (route) => {
    const answer = await route.fetch();
    const log = (await answer.json()) as { data: { at: number }[] };
    for (const record of log.data) record.at -= 600;
    await route.fulfill({ response: answer, json: log });
  });
  await visit(page, '/user/me/health');
  const part = page.getByRole('region', { name: 'Rotations that stopped on their way' });
  await expect(part.getByRole('link')).toHaveText('rotating');
  await expect(part).toContainText('10 minutes ago');
  await expectAccessible(page);
  await page.unroute('**/audit/user/me?*');
  await visit(page, '/user/me/secrets');
  await page.getByRole('link', { name: 'rotating' }).click();

  service.ail(false);
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByText('version 3', { exact: true })).toBeVisible();
  await expect(page.getByText('A rotation was interrupted')).toHaveCount(0);
  await page.getByRole('tab', { name: 'Activity' }).click();
  await expect(page.getByText(/step finish · done/).first()).toBeVisible();
});

test('a rotation that stopped is given up', async ({ page }) => {
  const made = await stage.api('POST', 'settings/user/me/', {
    _type: 'secret/RotatingApiKey',
    name: 'given up',
    value: { service: service.address, key: 'rk_unknown' },
  });
  await signIn(page, stage.url, stage.token);
  await visit(page, `/user/me/secrets/RotatingApiKey/${made._id}`);
  await page.getByRole('button', { name: 'Check that it works' }).click();
  await expect(page.getByText('The service does not take it')).toBeVisible();
  service.ail(true);
  await page.getByRole('button', { name: 'Rotate now' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Rotate it' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  service.ail(false);
  await page.getByRole('button', { name: 'Give it up' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Give it up' }).click();
  await expect(page.getByText('A rotation was interrupted')).toHaveCount(0);
});
