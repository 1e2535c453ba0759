/**
 * A server with the console for each worker, and a page that fails its test
 * when the browser reports an error or a refusal by the policy.
 */

import { test as base, expect, type Page } from '@playwright/test';
import AxeBuilder from '@axe-core/playwright';
import { client } from './harness/client.mjs';
import { startStrongroom } from './harness/strongroom.mjs';

export interface Vault {
  /** Of the console, with a slash at the end. */
  url: string;
  token: string;
  organization: string;
  user: string;
  /** Asks the API; what is no success is thrown. */
  api: <T = unknown>(method: string, path: string, body?: unknown, token?: string) => Promise<T>;
  /** A project of this name, its id. */
  project: (name: string) => Promise<string>;
}

export interface Created {
  _key: string;
  _id: string;
}

export const test = base.extend<{ console: string[]; signedIn: Page }, { vault: Vault }>({
  vault: [
    // Playwright reads the names of fixtures from this pattern.
    async ({}, use) => {
      const server = await startStrongroom();
      const { url, token, organization, user } = server;
      const api: Vault['api'] = client(server.address, token);
      await use({
        url,
        token,
        organization,
        user,
        api,
        project: async (name) =>
          (
            await api<{ id: string }>('POST', 'projects', {
              name,
              organization,
              visibility: 'private',
            })
          ).id,
      });
      await server.stop();
    },
    { scope: 'worker' },
  ],

  /** Everything the page wrote to the browser's console. */
  console: [
    async ({ page }, use) => {
      const lines: string[] = [];
      page.on('console', (message) => lines.push(`${message.type()}: ${message.text()}`));
      page.on('pageerror', (error) => lines.push(`error: ${error.message}`));
      await use(lines);
      // A browser writes a line of its own for each request that is refused: those are the tests'.
      const bad = lines.filter(
        (line) =>
          line.startsWith('error') &&
          !/Failed to load resource: (the server responded|net::ERR_INTERNET)/.test(line),
      );
      expect(bad, 'errors in the console').toEqual([]);
    },
    { auto: true },
  ],

  /** Signed in as the owner. */
  signedIn: async ({ page, vault }, use) => {
    await signIn(page, vault.url, vault.token);
    await use(page);
  },
});

export { expect };

export async function signIn(page: Page, url: string, token: string): Promise<void> {
  await page.goto(url);
  await page.getByLabel('Token', { exact: true }).fill(token);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.locator('#main')).toBeVisible();
  // Where one begins is gone to once the places are known; a test goes on from there.
  await page.waitForFunction(() => !['', '#', '#/'].includes(location.hash));
}

/** Goes to a page without loading anew: what is in memory stays. */
export async function visit(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => (location.hash = to), path);
}

/** axe finds nothing, by day and by night. What is there is the same at night, its colours are not. */
export async function expectAccessible(page: Page): Promise<void> {
  const everything = new AxeBuilder({ page }).withTags([
    ...['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  ]);
  for (const [colorScheme, builder] of [
    ['light', everything],
    ['dark', new AxeBuilder({ page }).withRules(['color-contrast', 'link-in-text-block'])],
  ] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    // Colours that are being changed are neither of the two.
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
    const { violations } = await builder.analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html).join(' ')}`);
    expect(found, `axe, ${colorScheme}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

/** A value that is looked for where it must not be. */
export const VALUE = 'hunter2-is-never-in-the-page';

/** A secret of one field in a project. */
export async function custom(vault: Vault, project: string, name: string): Promise<Created> {
  const body = { _type: 'secret/Custom', name, value: VALUE };
  return vault.api('POST', `settings/project/${project}/`, body);
}

interface Revealed {
  data: { _key: string; name: string; description: string; labels: Record<string, string> }[];
}

/** What the server has under a name, in the clear. */
export async function stored(vault: Vault, project: string, name: string) {
  const list = await vault.api<Revealed>(
    'GET',
    `settings/project/${project}/?name=${encodeURIComponent(name)}`,
  );
  const found = list.data[0];
  if (found === undefined) return null;
  const { value } = await vault.api<{ value: unknown }>(
    'GET',
    `settings/project/${project}/${found._key}?decrypt=true`,
  );
  return { ...found, value };
}

/** In the wizard's first step. */
export async function choose(page: Page, type: string) {
  await page.getByRole('radio', { name: type }).check();
  await page.getByRole('button', { name: 'Continue' }).click();
}

/** From the name to the review, with neither an end nor a period. */
export async function toReview(page: Page) {
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('heading', { name: 'Rotation and expiry' })).toBeVisible();
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('heading', { name: 'Review' })).toBeVisible();
}
