import { expect, expectAccessible, test, visit, type Created, type Vault } from './fixtures';
import type { Page } from '@playwright/test';

const first = {
  access_key: 'AKIAIOSFODNN7EXAMPLE',
  secret_key: 'first-secret',
  region: 'eu-west-1',
};

async function connection(vault: Vault, place: string, name: string): Promise<Created> {
  return vault.api('POST', `settings/project/${place}/`, {
    _type: 'secret/S3Connection',
    name,
    description: 'Line one\nLine two',
    labels: { team: 'platform' },
    value: first,
  });
}

async function open(page: Page, project: string, { _id }: Created) {
  await visit(page, `/project/${project}/secrets/S3Connection/${_id}`);
}

test.describe('one secret', () => {
  test('shows what is known of it, and reveals one field at a time', async ({
    signedIn: page,
    vault,
  }) => {
    const project = await vault.project('facts');
    const made = await connection(vault, project, 'backups');
    await open(page, project, made);
    await expect(page.getByRole('heading', { level: 1, name: 'backups' })).toBeFocused();
    await expect(page.getByText('Line two')).toBeVisible();
    await expect(page.getByText('team: platform')).toBeVisible();
    await expect(page.getByText('owner (you)').first()).toBeVisible();
    await expectAccessible(page);

    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).search));
    await page.getByRole('button', { name: 'Reveal Secret key of backups' }).click();
    await expect(page.getByText('first-secret')).toBeVisible();
    await expect(page.getByText(first.access_key)).toHaveCount(0);
    expect(asked.filter((query) => query.includes('decrypt'))).toEqual([
      '?decrypt=true&field=secret_key',
    ]);
    await expectAccessible(page);
  });

  test('has a new value, is compared with the old one, and goes back to it', async ({
    signedIn: page,
    vault,
  }) => {
    const project = await vault.project('versions');
    const made = await connection(vault, project, 'rolled');
    await open(page, project, made);
    await page.getByRole('button', { name: 'New value' }).click();
    const dialog = page.getByRole('dialog', { name: 'A new value' });
    await dialog.getByRole('button', { name: 'Store it' }).click();
    await expect(dialog.getByText('This is needed.').first()).toBeVisible();
    await dialog.getByLabel('Access key').fill('bad');
    await dialog.getByLabel('Secret key', { exact: true }).fill('second-secret');
    await dialog.getByRole('button', { name: 'Store it' }).click();
    await expect(dialog.getByLabel('Access key')).toHaveAccessibleDescription(/16 to 128 letters/);
    await expectAccessible(page);
    await dialog.getByLabel('Access key').fill(first.access_key);
    await dialog.getByRole('button', { name: 'Store it' }).click();
    await expect(dialog).toHaveCount(0);
    await expect(page.getByText('version 2')).toBeVisible();

    await page.getByRole('tab', { name: 'Versions' }).click();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Compare version 1' }).click();
    const compare = page.getByRole('dialog', { name: 'Versions 1 and 2' });
    await expect(compare).toContainText('The audit log has that');
    await compare.getByRole('button', { name: 'Compare' }).click();
    await expect(compare.getByText('differs')).toHaveCount(1);
    await expect(compare.getByText('the same')).toHaveCount(1);
    await expect(compare.getByText('no longer there')).toHaveCount(1);
    expect(await page.content()).not.toMatch(/first-secret|second-secret/);
    await expectAccessible(page);
    await compare.getByRole('button', { name: 'Close' }).first().click();

    await page.getByRole('button', { name: 'Roll back to version 1' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Roll back' }).click();
    await expect(page.getByText('version 3', { exact: true })).toBeVisible();
    expect(await page.content()).not.toMatch(/first-secret|second-secret/);
    const { value } = await vault.api<{ value: unknown }>(
      'GET',
      `settings/project/${project}/${made._key}?decrypt=true`,
    );
    expect(value).toEqual(first);
  });

  test('has its name, description and labels changed', async ({ signedIn: page, vault }) => {
    const project = await vault.project('edits');
    const made = await connection(vault, project, 'before');
    await connection(vault, project, 'other');
    await open(page, project, made);
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Edit' });
    await dialog.getByLabel('Name', { exact: true }).fill('other');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(dialog.getByRole('alert')).toBeVisible();
    await dialog.getByLabel('Name', { exact: true }).fill('after');
    await dialog.getByLabel('Description').fill('');
    await dialog.getByRole('button', { name: 'Remove label 1' }).click();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'after' })).toBeVisible();
    const found = await vault.api('GET', `settings/project/${project}/${made._key}`);
    expect(found).toMatchObject({ name: 'after', description: '', labels: {}, _version: 1 });
  });

  test('is not overwritten where someone else has changed it meanwhile', async ({
    signedIn: page,
    vault,
  }) => {
    const project = await vault.project('stale');
    const made = await connection(vault, project, 'stale');
    await open(page, project, made);
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    await vault.api('PATCH', `settings/project/${project}/${made._key}`, { description: 'theirs' });
    const dialog = page.getByRole('dialog', { name: 'Edit' });
    await dialog.getByLabel('Description').fill('mine');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(dialog.getByRole('alert')).toContainText('Request');
    const found = await vault.api('GET', `settings/project/${project}/${made._key}`);
    expect(found).toMatchObject({ description: 'theirs' });
  });

  test('is deleted once its name is typed', async ({ signedIn: page, vault }) => {
    const project = await vault.project('deletes');
    const made = await connection(vault, project, 'doomed');
    await open(page, project, made);
    await page.getByRole('button', { name: 'More' }).press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await expect(page.getByRole('menuitem', { name: 'Delete' })).toBeFocused();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Delete this secret' });
    await dialog.getByRole('button', { name: 'Delete it' }).click();
    await expect(dialog.getByText('This is not the name.')).toBeVisible();
    await expectAccessible(page);
    await dialog.getByLabel('Type the name').fill('doomed');
    await dialog.getByRole('button', { name: 'Delete it' }).click();
    await expect(page.getByRole('heading', { name: 'No secrets yet' })).toBeVisible();
    await visit(page, `/project/${project}/secrets/S3Connection/${'0'.repeat(27)}`);
    await expect(page.getByRole('heading', { name: 'It is not here' })).toBeVisible();
    await expect(page.getByRole('alert')).toContainText('Request');
    await expectAccessible(page);
  });

  test('says who did what with it, and who has a role', async ({ signedIn: page, vault }) => {
    const project = await vault.project('activity');
    const made = await connection(vault, project, 'watched');
    await connection(vault, project, 'other');
    await vault.api(
      'GET',
      `settings/project/${project}/${made._key}?decrypt=true&field=secret_key`,
    );
    await open(page, project, made);
    await page.getByRole('tab', { name: 'Activity' }).click();
    await expect(page.getByRole('tabpanel').getByRole('listitem')).toHaveText([
      /Value revealed.*version 1 · secret_key.*by.*owner/,
      /Secret created.*by.*owner/,
    ]);
    await expect(page.getByText('That is all there is.')).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('tab', { name: 'Access' }).click();
    await expect(page.getByText('Reveal its value: yes')).toBeVisible();
    await expect(page.getByRole('row', { name: /^owner person.*Owner of/ })).toBeVisible();
    await expectAccessible(page);
  });
});

test("oneself's secrets are kept like a project's", async ({ signedIn: page, vault }) => {
  await page.getByRole('button', { name: /^Place/ }).click();
  await page.getByPlaceholder('Find a place').fill('my sec');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Secrets', exact: true })).toBeVisible();
  expect(page.url()).toContain('#/user/me/secrets');
  await vault.api('POST', 'settings/user/me/', {
    _type: 'secret/Custom',
    name: 'mine',
    value: 'x',
  });
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await page.getByLabel('Token', { exact: true }).fill(vault.token);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('link', { name: 'mine' }).click();
  await page.getByRole('tab', { name: 'Access' }).click();
  await expect(page.getByText('Nobody else')).toBeVisible();
});

test('a narrow page has everything a wide one has', async ({ signedIn: page, vault }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  const project = await vault.project('narrow');
  const made = await connection(vault, project, 'backups-with-a-name-that-is-rather-long');
  for (const path of [
    'secrets',
    'secrets/new',
    'secrets/paste',
    `secrets/S3Connection/${made._id}`,
  ]) {
    await visit(page, `/project/${project}/${path}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await page.waitForLoadState('networkidle');
    const wider = await page.evaluate(() => {
      const main = document.querySelector('main');
      return (main?.scrollWidth ?? 0) - (main?.clientWidth ?? 0);
    });
    expect(wider, path).toBe(0);
    await expectAccessible(page);
  }
  await page.getByRole('button', { name: 'Menu' }).click();
  await expect(page.getByRole('button', { name: 'You' })).toBeVisible();
  await expectAccessible(page);
});

test('a page that reads from right to left stays whole', async ({ signedIn: page, vault }) => {
  const project = await vault.project('rtl');
  await connection(vault, project, 'backups');
  await visit(page, `/project/${project}/secrets`);
  await page.evaluate(() => (document.documentElement.dir = 'rtl'));
  await expect(page.getByRole('rowheader')).toBeVisible();
  const boxes = await page.evaluate(() =>
    ['header .side', 'main'].map(
      (of) => document.querySelector(of)?.getBoundingClientRect().left ?? -1,
    ),
  );
  expect(boxes[0]).toBeGreaterThan(boxes[1] ?? 0);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(wider).toBe(0);
});
