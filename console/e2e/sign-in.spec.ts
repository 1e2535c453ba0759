import { expect, expectAccessible, signIn, test } from './fixtures';

test('signs in with a token, which is then in no storage and in no address', async ({
  page,
  vault,
}) => {
  await signIn(page, vault.url, vault.token);
  const kept = await page.evaluate(() =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }]),
  );
  expect(kept).not.toContain(vault.token);
  expect(page.url()).not.toContain('srt_');
  await expect(page.locator(`text=${vault.token}`)).toHaveCount(0);
});

test('forgets the token with the page, unless the tab was told to keep it', async ({
  page,
  vault,
}) => {
  await signIn(page, vault.url, vault.token);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();

  await page.getByLabel('Token', { exact: true }).fill(vault.token);
  await page.getByLabel('Stay signed in').check();
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible();

  await page.getByRole('button', { name: 'You' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
});

test('says what is wrong with a token, and does not repeat it', async ({ page, vault }) => {
  await page.goto(vault.url);
  for (const wrong of ['srt_unknown', 'not a token', 'ключ']) {
    await page.getByLabel('Token', { exact: true }).fill(wrong);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(page.getByRole('alert')).toBeVisible();
    await expect(page.getByRole('alert')).not.toContainText(wrong);
  }
  await page.getByLabel('Token', { exact: true }).fill('');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByText('Paste a token.')).toBeVisible();
});

test('is accessible', async ({ page, vault }) => {
  await page.goto(vault.url);
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await expectAccessible(page);
});

test('a client signs in with its access token, and has no secrets of its own', async ({
  page,
  vault,
}) => {
  const project = await vault.project('of a client');
  await vault.api('POST', `settings/project/${project}/`, {
    _type: 'secret/Custom',
    name: 'for-the-job',
    value: 'x',
  });
  const client = await vault.api<{ id: string; client_secret: string }>(
    'POST',
    `clients/project/${project}`,
    {
      name: 'job',
      expires_in: 3600,
      scopes: [{ on: `project/${project}`, permissions: ['metadata'] }],
    },
  );
  const answer = await fetch(new URL('/auth/client/v2/chariot/login', vault.url), {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: client.id,
      client_secret: client.client_secret,
    }),
  });
  const { access_token } = (await answer.json()) as { access_token: string };
  await signIn(page, vault.url, access_token);
  await expect(page.getByRole('rowheader')).toHaveText(['for-the-job']);
  await expect(
    page.getByRole('button', { name: 'Reveal for-the-job' }),
  ).toHaveAccessibleDescription(/With this token you may not reveal/);
  await page.getByRole('button', { name: /^Place/ }).click();
  await expect(page.getByRole('navigation', { name: 'Places' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'My secrets' })).toHaveCount(0);
});

test('is light or dark as the system is, or as one says', async ({ page, vault }) => {
  const ground = () =>
    page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto(vault.url);
  const dark = await ground();
  await page.getByRole('radio', { name: 'Light' }).check();
  const light = await ground();
  expect(light).not.toBe(dark);
  await page.reload();
  expect(await ground()).toBe(light);
  await page.getByRole('radio', { name: 'As the system' }).check();
  expect(await ground()).toBe(dark);
});
