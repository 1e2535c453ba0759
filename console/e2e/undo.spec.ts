import type { Page } from '@playwright/test';
import { custom, expect, expectAccessible, signIn, test, visit, type Vault } from './fixtures';
import { person } from './people-of';

const path = (project: string, id: string) => `/project/${project}/secrets/Custom/${id}`;

async function remove(page: Page, name: string) {
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete this secret' });
  await expect(dialog).toContainText('It can be restored for seven days');
  await dialog.getByLabel('Type the name').fill(name);
  await dialog.getByRole('button', { name: 'Delete it' }).click();
  await expect(dialog).toHaveCount(0);
}

async function names(vault: Vault, project: string): Promise<string[]> {
  const list = await vault.api<{ data: { name: string }[] }>(
    'GET',
    `settings/project/${project}/?sort=name&desc=false`,
  );
  return list.data.map(({ name }) => name);
}

test.describe('a deletion', () => {
  test('is undone from the news of it', async ({ signedIn: page, vault }) => {
    const project = await vault.project('undone from the news');
    const made = await custom(vault, project, 'doomed');
    await visit(page, path(project, made._id));
    await remove(page, 'doomed');
    await expect(page.getByRole('heading', { name: 'No secrets yet' })).toBeVisible();
    expect(await names(vault, project)).toEqual([]);
    const news = page.getByRole('status').filter({ hasText: 'doomed was deleted.' });
    await expectAccessible(page);
    await news.getByRole('button', { name: 'Undo' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'doomed' })).toBeVisible();
    await expect(page.getByText('doomed is back, with all its versions.')).toBeVisible();
    expect(await names(vault, project)).toEqual(['doomed']);
  });

  test('whose name was taken meanwhile asks for another', async ({ signedIn: page, vault }) => {
    const project = await vault.project('taken meanwhile');
    const made = await custom(vault, project, 'popular');
    await visit(page, path(project, made._id));
    await remove(page, 'popular');
    await custom(vault, project, 'popular');
    await page.getByRole('button', { name: 'Undo' }).click();
    const dialog = page.getByRole('dialog', { name: 'Restore under another name' });
    const name = dialog.getByLabel('Name', { exact: true });
    await dialog.getByRole('button', { name: 'Restore it' }).click();
    await expect(name).toHaveAccessibleDescription(/Another secret here has this name/);
    await expectAccessible(page);
    await custom(vault, project, 'also taken');
    await name.fill('also taken');
    await dialog.getByRole('button', { name: 'Restore it' }).click();
    await expect(name).toHaveAccessibleDescription(/Another secret here has this name/);
    await name.fill('less popular');
    await dialog.getByRole('button', { name: 'Restore it' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'less popular' })).toBeVisible();
    expect(await names(vault, project)).toEqual(['also taken', 'less popular', 'popular']);
  });

  test('is told on the page of what was deleted, with the way back', async ({
    signedIn: page,
    vault,
  }) => {
    const project = await vault.project('gone from its page');
    const made = await custom(vault, project, '<b>gone</b>');
    await vault.api('DELETE', `settings/project/${project}/${made._key}`);
    await visit(page, path(project, made._id));
    await expect(page.getByRole('heading', { name: 'It was deleted' })).toBeVisible();
    const purge = new Date(Date.now() + 7 * 86_400_000).getFullYear();
    await expect(page.locator('#main')).toContainText(new RegExp(`Until .*${purge}`));
    await expect(page.locator('#main')).toContainText('owner (you)');
    await expect(page.locator('#main b')).toHaveCount(0);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Restore it' }).click();
    await expect(page.getByRole('tab', { name: 'Versions' })).toBeVisible();
    expect(await names(vault, project)).toEqual(['<b>gone</b>']);
  });

  test('is a secret that is not there for whoever may not restore it', async ({ page, vault }) => {
    const project = await vault.project('not told');
    const made = await custom(vault, project, 'hidden');
    await vault.api('DELETE', `settings/project/${project}/${made._key}`);
    const { token } = await person(vault, 'Rita', null);
    await signIn(page, vault.url, token);
    await visit(page, path(project, made._id));
    await expect(page.getByRole('heading', { name: 'It is not here' })).toBeVisible();
    await expect(page.locator('#main')).not.toContainText('hidden');
  });
});
