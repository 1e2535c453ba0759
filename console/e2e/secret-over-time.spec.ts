import type { Page } from '@playwright/test';
import {
  choose,
  custom,
  expect,
  expectAccessible,
  signIn,
  test,
  VALUE,
  visit,
  type Vault,
} from './fixtures';
import { person } from './people-of';

const DAY = 86_400;
const path = (project: string, id: string) => `/project/${project}/secrets/Custom/${id}`;

interface Found {
  expires_at: number | null;
  rotate_every: number | null;
}

const found = (vault: Vault, project: string, key: string) =>
  vault.api<Found>('GET', `settings/project/${project}/${key}`);

const fact = (page: Page, title: string) =>
  page.locator('.facts > div', { has: page.getByText(title, { exact: true }) });

test.describe('an end and a period', () => {
  test('are said in the wizard, in the reader’s zone, and none unless asked for', async ({
    signedIn: page,
    vault,
  }) => {
    const project = await vault.project('schedule');
    await visit(page, `/project/${project}/secrets/new`);
    await choose(page, 'Single Variable');
    await page.getByLabel('Value', { exact: true }).fill(VALUE);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('Name', { exact: true }).fill('timed');
    await page.getByRole('button', { name: 'Continue' }).click();
    const ends = page.getByLabel('The value ends');
    const period = page.getByLabel('It is to be replaced');
    await expect(ends).toHaveValue('');
    await expect(period).toHaveValue('');
    await ends.selectOption('At a time I choose');
    const at = page.getByLabel('Ends at');
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect(at).toBeFocused();
    await expect(at).toHaveAccessibleDescription(/Enter a date and a time/);
    await at.fill('2020-01-01T12:00');
    await expect(at).toHaveAccessibleDescription(/in the future/);
    await expectAccessible(page);
    const year = new Date().getFullYear() + 2;
    await at.fill(`${year}-07-01T12:00`);
    await expect(at).not.toHaveAttribute('aria-invalid');
    await expect(at).toHaveAccessibleDescription(/12:00:00.*CEST.*Europe\/Berlin/);
    await period.selectOption('Every …');
    await page.getByLabel('Every', { exact: true }).fill('11');
    await page.getByLabel('Unit').selectOption('hours');
    await page.getByLabel('Every', { exact: true }).fill('0');
    await expect(page.getByLabel('Every', { exact: true })).toHaveAccessibleDescription(
      /From an hour to ten years/,
    );
    await period.selectOption('Every 90 days');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect(page.getByText('every 90 days')).toBeVisible();
    await expect(page.getByText(new RegExp(`1 Jul ${year}, 12:00:00`))).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Create the secret' }).click();
    await page.getByRole('link', { name: 'See the secret' }).click();
    await expect(fact(page, 'To be replaced')).toContainText('every 90 days, next in 2 months');
    const list = await vault.api<{ data: Found[] }>('GET', `settings/project/${project}/`);
    expect(list.data[0]).toMatchObject({
      expires_at: Date.UTC(year, 6, 1, 10) / 1000,
      rotate_every: 90 * DAY,
    });
  });

  test('are changed on the secret’s page, and a new value has an end of its own', async ({
    signedIn: page,
    vault,
  }) => {
    const project = await vault.project('changed schedule');
    const end = Math.floor(Date.now() / 1000) + 10 * DAY + 37;
    const made = await vault.api<{ _id: string; _key: string }>(
      'POST',
      `settings/project/${project}/`,
      { _type: 'secret/Custom', name: 'timed', value: 'x', expires_at: end },
    );
    await visit(page, path(project, made._id));
    await expect(fact(page, 'Ends')).toContainText('next week');
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Rotation and expiry' }).click();
    let dialog = page.getByRole('dialog', { name: 'Rotation and expiry' });
    await dialog.getByLabel('It is to be replaced').selectOption('Every 30 days');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(dialog).toHaveCount(0);
    await expect(fact(page, 'To be replaced')).toContainText('every 30 days');
    // The seconds, which the control does not show, are those of before.
    expect(await found(vault, project, made._key)).toMatchObject({
      expires_at: end,
      rotate_every: 30 * DAY,
    });

    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Rotation and expiry' }).click();
    dialog = page.getByRole('dialog', { name: 'Rotation and expiry' });
    await dialog.getByLabel('Ends at').fill('2020-01-01T00:00');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(dialog.getByLabel('Ends at')).toHaveAccessibleDescription(/in the future/);
    await dialog.getByLabel('The value ends').selectOption('It does not end');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(fact(page, 'Ends')).toContainText('never');

    await page.getByRole('button', { name: 'New value' }).click();
    dialog = page.getByRole('dialog', { name: 'A new value' });
    await dialog.getByLabel('Value', { exact: true }).fill(VALUE);
    await dialog.getByLabel('The value ends').selectOption('In 30 days');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Store it' }).click();
    await expect(dialog).toHaveCount(0);
    await expect(fact(page, 'Ends')).toContainText('in 4 weeks');
    expect(await page.content()).not.toContain(VALUE);
  });
});

test.describe('who used a secret', () => {
  test('is told with how often and when, of a time that one chooses', async ({
    signedIn: page,
    vault,
  }) => {
    const project = await vault.project('uses');
    const made = await custom(vault, project, 'used');
    const { token } = await person(vault, '<i>Ursula</i>', 'Owner');
    for (const as of [token, token, vault.token]) {
      await vault.api(
        'GET',
        `settings/project/${project}/${made._key}?decrypt=true`,
        undefined,
        as,
      );
    }
    await visit(page, path(project, made._id));
    await page.getByRole('tab', { name: 'Activity' }).click();
    await expect(page.getByText('3 reveals by 2 consumers.')).toBeVisible();
    const row = page.getByRole('row', { name: /Ursula/ });
    await expect(row).toContainText('<i>Ursula</i>');
    await expect(row.getByRole('cell').nth(1)).toHaveText('2');
    await expect(row).toContainText('API token');
    await expect(page.getByText('All reveals of this time are counted.')).toBeVisible();
    await expectAccessible(page);
    await page.getByLabel('Time').selectOption('Between two days');
    await page.getByLabel('From').fill('2020-01-02');
    await page.getByLabel('To', { exact: true }).fill('2020-01-01');
    await expect(page.getByLabel('To', { exact: true })).toHaveAccessibleDescription(/before/);
    await page.getByLabel('To', { exact: true }).fill('2020-01-02');
    await expect(page.getByText('Its value was not revealed in this time.')).toBeVisible();
    await expectAccessible(page);
  });

  test('says so where not all of it is counted', async ({ signedIn: page, vault }) => {
    const project = await vault.project('incomplete');
    const made = await custom(vault, project, 'busy');
    await vault.api('GET', `settings/project/${project}/${made._key}?decrypt=true`);
    await page.route('**/consumers?*', async (route) => {
      const answer = await route.fetch();
      const json = (await answer.json()) as object;
      await route.fulfill({ json: { ...json, complete: false } });
    });
    await visit(page, path(project, made._id));
    await page.getByRole('tab', { name: 'Activity' }).click();
    await expect(page.getByText('Not all of it is counted')).toBeVisible();
    await expectAccessible(page);
  });
});

test('a reference to each field is copied, and leads to it', async ({
  signedIn: page,
  vault,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const project = await vault.project('a project/50%');
  const made = await custom(vault, project, 'with space');
  await page.reload();
  await signIn(page, vault.url, vault.token);
  await visit(page, path(project, made._id));
  const text = 'sr://project/a%20project%2F50%25/with%20space/value';
  await expect(page.getByText(text)).toBeVisible();
  await page.getByRole('button', { name: 'Copy the reference to Value' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(text);
});

test('whoever may not reveal is told why, also of older versions', async ({ page, vault }) => {
  const project = await vault.project('reads alone');
  const made = await custom(vault, project, 'covered');
  await vault.api('PATCH', `settings/project/${project}/${made._key}`, { value: 'y' });
  const { id, token } = await person(vault, 'Rolf', null);
  await vault.api('PUT', `projects/${project}/members/user/${id}`, { role: 'Reader' });
  await signIn(page, vault.url, token);
  await visit(page, path(project, made._id));
  await expect(
    page.getByText(/You are Reader here, and may not reveal or copy values/).first(),
  ).toBeVisible();
  await page.getByRole('tab', { name: 'Versions' }).click();
  await expect(page.getByText(/compared and brought back through their values/)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('tab', { name: 'Activity' }).click();
  await expect(page.getByRole('heading', { name: 'You may not see the audit log' })).toBeVisible();
});
