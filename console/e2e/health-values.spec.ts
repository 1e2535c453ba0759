import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { custom, expect, expectAccessible, signIn, test, VALUE, visit } from './fixtures';
import { client } from './harness/client.mjs';
import { onSpin, startStrongroom } from './harness/strongroom.mjs';
import { person } from './people-of';
import { changeStored } from './stored';

const section = (page: Page) => page.getByRole('region', { name: 'Weak and reused values' });
const card = (page: Page, name: string) => section(page).getByRole('region', { name });

test('finds weak and reused values when asked, shows none, and is on record', async ({
  signedIn: page,
  vault,
}) => {
  const project = await vault.project('examined');
  const path = `/project/${project}/health`;
  const add = (name: string, rest: object) =>
    vault.api('POST', `settings/project/${project}/`, { name, ...rest });
  await add('strong', { _type: 'secret/Custom', value: 'Zq8-vT2w.Lk4#xR9c' });
  await visit(page, path);
  const look = section(page).getByRole('button', { name: 'Look for them' });
  await look.focus();
  await page.keyboard.press('Enter');
  await expect(section(page).getByRole('status')).toContainText(
    'Nothing weak or reused among 1 secret.',
  );
  await expect(page.getByText('All is well')).toBeVisible();
  await expect(section(page).getByRole('button', { name: 'Look again' })).toBeFocused();
  await expectAccessible(page);

  await custom(vault, project, 'first');
  await custom(vault, project, '<b>second</b>');
  await add('weak', { _type: 'secret/Custom', value: 'changeme1' });
  await add('storage', {
    _type: 'secret/S3Connection',
    value: { endpoint: 'https://s3.example.com', access_key: 'admin', secret_key: VALUE },
  });
  await page.keyboard.press('Enter');
  await expect(section(page).getByRole('status')).toContainText(
    'Of the values of 5 secrets, 1 is weak, 1 stands in several secrets.',
  );
  await expect(card(page, 'Weak values').getByRole('listitem')).toHaveText(
    /^weak\s*a well-known password, or its own name$/,
  );
  await expect(card(page, 'Values in several secrets').getByRole('link')).toHaveText([
    '<b>second</b>',
    'first',
    'storage',
  ]);
  // Of a type with several fields it says which.
  await expect(card(page, 'Values in several secrets')).toContainText(/storage\s*Secret key/i);
  await expect(page.getByText('2 things worth a look.')).toBeVisible();
  expect(await page.content()).not.toContain(VALUE);
  await expectAccessible(page);

  for (const direction of ['ltr', 'rtl']) {
    await page.setViewportSize({ width: 360, height: 740 });
    await page.evaluate((to) => (document.documentElement.dir = to), direction);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), direction).toBe(360);
    await expectAccessible(page);
  }

  // What was found stays while one chooses something else to see.
  await page.getByLabel('Soon is within').selectOption('90 days');
  await card(page, 'Weak values').getByRole('link', { name: 'weak' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'weak' })).toBeVisible();
  await visit(page, `/project/${project}/audit`);
  await expect(page.getByText('Values looked at for weak and reused ones')).toHaveCount(2);
});

test('says that it is at work, what went wrong, and tries again', async ({
  signedIn: page,
  vault,
}) => {
  const project = await vault.project('examined slowly');
  await custom(vault, project, 'only');
  await visit(page, `/project/${project}/health`);
  let release: () => void = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/values', async (route) => {
    await held;
    await route.abort('internetdisconnected');
  });
  await section(page).getByRole('button', { name: 'Look for them' }).click();
  await expect(section(page).getByRole('status')).toHaveText('Looking at the values of 1 secret…');
  await expect(section(page).getByRole('progressbar')).toBeVisible();
  await expectAccessible(page);
  release();
  await expect(section(page).getByRole('alert')).toContainText('The server does not answer');
  await expectAccessible(page);

  // To have more than can be looked at takes a thousand secrets: the server's answer for that.
  await page.unroute('**/values');
  await page.route('**/values', async (route) => {
    const answer = await route.fetch();
    const body = (await answer.json()) as object;
    await route.fulfill({ response: answer, json: { ...body, complete: false, skipped: 2 } });
  });
  await section(page).getByRole('button', { name: 'Look for them' }).click();
  await expect(section(page).getByRole('status')).toContainText('There are more secrets');
  await expect(section(page).getByRole('status')).toContainText('2 secrets were passed over');
  await expectAccessible(page);
});

test('is not offered to who may not reveal, and it says why', async ({ page, vault }) => {
  const project = await vault.project('not to be examined');
  await custom(vault, project, 'only');
  const reader = await person(vault, 'Only Reading', null);
  await vault.api('PUT', `projects/${project}/members/user/${reader.id}`, { role: 'Reader' });
  await signIn(page, vault.url, reader.token);
  await visit(page, `/project/${project}/health`);
  await expect(section(page)).toContainText('You are Reader here, and may not reveal');
  await expect(section(page).getByRole('button')).toHaveCount(0);
  await expectAccessible(page);
});

test('tells first of a value that was changed in the database', async ({ page }) => {
  test.skip(onSpin, 'the database of an application for Spin is elsewhere');
  const data = await mkdtemp(join(tmpdir(), 'strongroom-damaged-'));
  const first = await startStrongroom({ data });
  const api = client(first.address, first.token);
  const { token, organization } = first;
  const { id: project } = await api<{ id: string }>('POST', 'projects', {
    ...{ name: 'damaged', organization },
  });
  await api('POST', `settings/project/${project}/`, {
    ...{ _type: 'secret/Custom', name: 'torn', value: VALUE },
  });
  await first.stop();
  // Behind what a sealed field begins with, its commitment and its nonce: see docs/envelope.md.
  await changeStored(data, Buffer.from([0x53, 0x52, 0x01, 0x03]), 48, (byte) => byte ^ 1);

  const second = await startStrongroom({ data });
  try {
    await signIn(page, second.url, token);
    await visit(page, `/project/${project}/health`);
    await section(page).getByRole('button', { name: 'Look for them' }).click();
    await expect(card(page, 'Values that do not open').getByRole('link')).toHaveText('torn');
    await expect(section(page).getByRole('status')).toContainText('1 value does not open');
    await expect(page.getByText('1 thing to see to now')).toBeVisible();
    await expectAccessible(page);
  } finally {
    await second.stop();
    await rm(data, { recursive: true });
  }
});
