import type { Page } from '@playwright/test';
import { expect, expectAccessible, test, visit } from './fixtures';

const PAGES = 'api/identity/v1/swagger/index.html';

/** The API pages, opened from the console as a person does. */
async function open(console: Page): Promise<Page> {
  await visit(console, '/api');
  const opened = console.waitForEvent('popup');
  await console.getByRole('button', { name: 'Open the API pages' }).click();
  return opened;
}

function watch(page: Page): string[] {
  const errors: string[] = [];
  page.on('console', (line) => {
    if (line.type() === 'error' && !line.text().startsWith('Failed to load resource')) {
      errors.push(line.text());
    }
  });
  page.on('pageerror', (error) => errors.push(error.message));
  return errors;
}

/** Opens an operation and sends it. */
async function send(pages: Page, method: string, path: string): Promise<void> {
  const operation = pages.locator('.opblock', {
    has: pages.locator(`[data-path="${path}"]`),
    hasText: method,
  });
  await operation.locator('.opblock-summary-control').click();
  await operation.getByRole('button', { name: 'Try it out' }).click();
  await operation.getByRole('button', { name: 'Execute' }).click();
}

test('the API pages are signed in as in the console, and a request from there is answered', async ({
  signedIn,
  vault,
}) => {
  const pages = await open(signedIn);
  const errors = watch(pages);
  await expect(pages.getByText('Requests are sent as')).toBeVisible();
  await send(pages, 'GET', '/api/identity/v2/me');
  const answer = pages.locator('.live-responses-table');
  await expect(answer.getByText('200', { exact: true })).toBeVisible();
  await expect(answer).toContainText(vault.user);
  expect(errors).toEqual([]);
});

test('the token is in no storage, no address and nowhere in the API pages', async ({
  signedIn,
  vault,
}) => {
  const pages = await open(signedIn);
  await expect(pages.getByText('Requests are sent as')).toBeVisible();
  await send(pages, 'GET', '/api/identity/v2/me');
  await expect(pages.locator('.curl-command')).toContainText('Bearer YOUR_TOKEN');
  expect(await pages.content()).not.toContain(vault.token);
  expect(pages.url()).not.toContain('srt_');
  const kept = await pages.evaluate(() =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }]),
  );
  expect(kept).not.toContain(vault.token);
});

test('signing out of the console ends the sign-in of the API pages too', async ({ signedIn }) => {
  const pages = await open(signedIn);
  await expect(pages.getByText('Requests are sent as')).toBeVisible();
  await signedIn.getByRole('button', { name: 'You' }).click();
  await signedIn.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(pages.getByLabel('Token', { exact: true })).toBeVisible();
});

test('opened by themselves they ask for a token, and say when it is not taken', async ({
  page,
  vault,
}) => {
  await page.goto(new URL(`/${PAGES}`, vault.url).href);
  await page.getByLabel('Token', { exact: true }).fill('srt_wrong');
  await page.getByRole('button', { name: 'Use', exact: true }).click();
  await expect(page.getByText('The server does not take this token.')).toBeVisible();
  await page.getByLabel('Token', { exact: true }).fill(vault.token);
  await page.getByRole('button', { name: 'Use', exact: true }).click();
  await expect(page.getByText('Requests are sent as')).toBeVisible();
  await page.getByRole('button', { name: 'Forget' }).click();
  await expect(page.getByLabel('Token', { exact: true })).toBeVisible();
});

test('every operation of the document is there', async ({ page, vault }) => {
  const document = await vault.api<{ paths: Record<string, Record<string, unknown>> }>(
    'GET',
    '../v1/swagger/doc.json',
  );
  const operations = Object.values(document.paths).flatMap((path) =>
    Object.keys(path).filter((key) => ['get', 'post', 'put', 'patch', 'delete'].includes(key)),
  );
  await page.goto(new URL(`/${PAGES}`, vault.url).href);
  await expect(page.locator('.opblock')).toHaveCount(operations.length);
});

test('a tab that was told to stay signed in is signed in there as well', async ({
  page,
  vault,
}) => {
  await page.goto(vault.url);
  await page.getByLabel('Token', { exact: true }).fill(vault.token);
  await page.getByLabel('Stay signed in').check();
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.locator('#main')).toBeVisible();
  await page.goto(new URL(`/${PAGES}`, vault.url).href);
  await expect(page.getByText('Requests are sent as')).toBeVisible();
});

test('is accessible, an answer too', async ({ signedIn }) => {
  const pages = await open(signedIn);
  await expect(pages.getByText('Requests are sent as')).toBeVisible();
  await send(pages, 'GET', '/api/identity/v2/me');
  await expect(pages.locator('.live-responses-table')).toBeVisible();
  await expectAccessible(pages);
});
