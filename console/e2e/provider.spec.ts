import type { Page } from '@playwright/test';
import { choose, expect, expectAccessible, test, toReview, visit } from './fixtures';
import { startProvider } from './harness/provider.mjs';
import { startStrongroom } from './harness/strongroom.mjs';

let provider: Awaited<ReturnType<typeof startProvider>>;
let url = '';
let stop: () => Promise<void>;

test.beforeAll(async () => {
  provider = await startProvider({ clientId: 'console' });
  const server = await startStrongroom({
    providers: [
      {
        issuer: provider.issuer,
        audiences: ['console'],
        algorithms: ['ES256'],
        role: 'Maintainer',
        console: { 'client-id': 'console', title: 'Example <ID>' },
      },
    ],
  });
  url = server.url;
  stop = async () => {
    await server.stop();
    await provider.stop();
  };
});
test.afterAll(() => stop());

/** Starts at the provider, and answers there. */
async function answer(page: Page, link: 'Agree' | 'Refuse') {
  const opening = page.context().waitForEvent('page');
  await page.getByRole('button', { name: 'Sign in with Example <ID>' }).click();
  const popup = await opening;
  const closed = popup.waitForEvent('close');
  await popup.getByRole('link', { name: link }).click();
  await closed;
}

test('signs in at a provider, and keeps nothing of it', async ({ page }) => {
  await page.goto(url);
  await expect(page.getByRole('button', { name: 'Sign in with Example <ID>' })).toBeVisible();
  await expectAccessible(page);
  await answer(page, 'Agree');
  await expect(page.getByRole('heading', { level: 1, name: 'Secrets' })).toBeVisible();
  await expect(page.getByText('Ada')).toBeVisible();
  expect(page.url()).not.toMatch(/code|state/);
  const kept = await page.evaluate(() =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }]),
  );
  expect(kept).not.toMatch(/eyJ|verifier|nonce|state/);
});

test('stays signed out where the provider refuses, or its answer is for another', async ({
  page,
}) => {
  await page.goto(url);
  await answer(page, 'Refuse');
  await expect(page.getByRole('alert')).toContainText('It was refused, or broken off.');
  provider.wrongNonce(true);
  await answer(page, 'Agree');
  await expect(page.getByRole('alert')).toContainText('The token belongs to another sign-in.');
  provider.wrongNonce(false);
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
});

test('takes no answer that nobody asked for', async ({ page }) => {
  await page.goto(url);
  await page.getByLabel('Token', { exact: true }).fill('typed');
  const other = await page.context().newPage();
  await other.goto(`${url}callback.html?code=stolen&state=guessed`).catch(() => undefined);
  await expect(page.getByLabel('Token', { exact: true })).toHaveValue('typed');
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
});

test('goes on in the middle of the wizard after signing in at the provider again', async ({
  page,
}) => {
  await page.goto(url);
  await answer(page, 'Agree');
  await expect(page.getByRole('heading', { level: 1, name: 'Secrets' })).toBeVisible();
  await visit(page, '/user/me/secrets/new');
  await choose(page, 'Single Variable');
  await page.getByLabel('Value', { exact: true }).fill('typed');
  await page.getByRole('button', { name: 'Continue' }).click();
  // As if the token had ended: the server would say the same.
  await page.route(
    '**/api/identity/v2/settings/**',
    (route) => route.fulfill({ status: 401, json: {} }),
    {
      times: 1,
    },
  );
  await page.getByLabel('Name', { exact: true }).fill('kept');
  await expect(page.getByRole('dialog', { name: 'Sign in again' })).toBeVisible();
  await answer(page, 'Agree');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await toReview(page);
  await page.getByRole('button', { name: 'Create the secret' }).click();
  await expect(page.getByText('kept is stored.')).toBeVisible();
});
