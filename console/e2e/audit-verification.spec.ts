import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, expectAccessible, signIn, test, visit } from './fixtures';
import { client } from './harness/client.mjs';
import { onSpin, startStrongroom } from './harness/strongroom.mjs';
import { changeStored } from './stored';

test('says that a log is authentic, and verifies all of it', async ({ signedIn: page, vault }) => {
  const project = await vault.project('verified');
  await visit(page, `/project/${project}/audit`);
  // Checkpoints are made of what is ten minutes old.
  const state = page.getByRole('status').filter({ hasText: '1 record is authentic.' });
  await expect(state).toContainText('can be told ten minutes later');
  await expectAccessible(page);

  await vault.api('PATCH', `projects/${project}`, { name: 'verified again' });
  await page.getByRole('button', { name: 'Newest' }).click();
  await expect(
    page.getByRole('status').filter({ hasText: '2 records are authentic.' }),
  ).toBeVisible();

  await page.getByRole('button', { name: 'Verify the whole log' }).click();
  const dialog = page.getByRole('dialog', { name: 'Verify the whole log' });
  await expectAccessible(page);
  await page.keyboard.press('Tab');
  await expect(dialog.getByLabel('Head that you noted')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('The log is as it was written')).toBeVisible();
  await expect(dialog.getByText('Records', { exact: true }).locator('..')).toContainText('2');
  await expectAccessible(page);

  // A head that this log never had: as if its newest part were cut off.
  await dialog.getByLabel('Head that you noted').fill('0f'.repeat(48));
  await dialog.getByRole('button', { name: 'Verify again' }).click();
  const alert = dialog.getByRole('alert');
  await expect(alert).toContainText('The head that you noted is not in this log');
  await expect(alert).toContainText('Make sure that the head is of this log.');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Verify the whole log' })).toBeFocused();
});

test('stops where one wants, and goes on from there', async ({ signedIn: page, vault }) => {
  const project = await vault.project('stopped');
  await visit(page, `/project/${project}/audit`);
  await page.getByRole('button', { name: 'Verify the whole log' }).click();
  const dialog = page.getByRole('dialog');
  let release: () => void = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/verification*', async (route) => {
    await held;
    await route.continue().catch(() => {});
  });
  await dialog.getByRole('button', { name: 'Verify', exact: true }).click();
  await expect(dialog.getByRole('progressbar', { name: 'Verifying the log' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Stop' }).click();
  await expect(dialog.getByText('0 records looked at.')).toBeVisible();
  release();
  await page.unroute('**/verification*');
  await dialog.getByRole('button', { name: 'Go on' }).click();
  await expect(dialog.getByText('The log is as it was written')).toBeVisible();
});

test('says what it is where nobody answers, and verifies once somebody does', async ({
  signedIn: page,
  vault,
}) => {
  const project = await vault.project('out of reach');
  await page.route('**/verification*', (route) => route.abort('internetdisconnected'));
  await visit(page, `/project/${project}/audit`);
  await expect(page.getByText('Not verified: the server does not answer.')).toBeVisible();
  await expectAccessible(page);
  await page.unroute('**/verification*');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('1 record is authentic.')).toBeVisible();
});

test('tells of a record that was changed in the database, and leads to its time', async ({
  page,
}) => {
  test.skip(onSpin, 'the database of an application for Spin is elsewhere');
  const data = await mkdtemp(join(tmpdir(), 'strongroom-changed-'));
  const first = await startStrongroom({ data });
  const token = first.token;
  const api = client(first.address, token);
  const organization = first.organization;
  const project = (await api<{ id: string }>('POST', 'projects', { name: 'changed', organization }))
    .id;
  const list = `audit/project/${project}`;
  const log = await api<{ data: { number: number; request_id: string }[] }>('GET', list);
  await first.stop();

  const record = log.data[0];
  const id = Buffer.from(record?.request_id ?? 'none');
  // Another request, as it seems: a letter for another in the row itself.
  await changeStored(data, id, id.length - 1, (letter) => (letter === 0x61 ? 0x62 : 0x61));

  const second = await startStrongroom({ data });
  try {
    await signIn(page, second.url, token);
    await visit(page, `/project/${project}/audit`);
    const alert = page.getByRole('alert');
    await expect(alert).toContainText(`Record ${record?.number} was changed`);
    await expect(alert).toContainText('Find out who can write to the database');
    await expect(page.getByText('The log is not as it was written.')).toBeVisible();
    await expectAccessible(page);
    await page.setViewportSize({ width: 360, height: 740 });
    await expectAccessible(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    await alert.getByRole('button', { name: 'Show that time' }).click();
    await expect(page).toHaveURL(/from=\d{4}-\d\d-\d\d&until=\d{4}-\d\d-\d\d/);
    await page.getByRole('button', { name: 'Verify the whole log' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Verify', exact: true }).click();
    await expect(dialog.getByRole('alert')).toContainText(`Record ${record?.number} was changed`);
    await dialog.getByRole('button', { name: 'Verify what comes after it' }).click();
    await expectAccessible(page);
  } finally {
    await second.stop();
    await rm(data, { recursive: true });
  }
});
