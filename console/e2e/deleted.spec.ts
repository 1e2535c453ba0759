import { custom, expect, expectAccessible, signIn, test, visit } from './fixtures';
import { person } from './people-of';

test('lists what was deleted, and restores it with the keyboard', async ({
  signedIn: page,
  vault,
}) => {
  const project = await vault.project('undone');
  const secret = await custom(vault, project, '<i>gone</i>');
  await vault.api('DELETE', `settings/project/${project}/${secret._key}`);
  await visit(page, `/project/${project}/secrets`);
  await page.getByRole('link', { name: 'Deleted', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Deleted secrets' })).toBeVisible();
  const row = page.getByRole('row', { name: /gone/ });
  await expect(row).toContainText('<i>gone</i>');
  await expect(row).toContainText('Single Variable');
  await expect(row).toContainText('owner');
  await expect(row).toContainText(/in 6 days|next week/);
  await expect(page.getByText('1–1 of 1 deleted secret')).toBeVisible();
  await expectAccessible(page);

  await row.getByRole('button', { name: 'Actions for <i>gone</i>' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Restore' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByText('<i>gone</i> is back, with all its versions.')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Nothing was deleted lately' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: /Secrets of/ }).click();
  await expect(page.getByRole('rowheader')).toHaveText(['<i>gone</i>']);
});

test('asks for another name where somebody has taken it', async ({ signedIn: page, vault }) => {
  const project = await vault.project('taken');
  const secret = await custom(vault, project, 'shared name');
  await vault.api('DELETE', `settings/project/${project}/${secret._key}`);
  await custom(vault, project, 'shared name');
  await visit(page, `/project/${project}/secrets/deleted`);
  await page.getByRole('button', { name: 'Actions for shared name' }).click();
  await page.getByRole('menuitem', { name: 'Restore' }).click();
  const dialog = page.getByRole('dialog', { name: 'Restore under another name' });
  await dialog.getByRole('button', { name: 'Restore it' }).click();
  await expect(dialog.getByText('Another secret here has this name.')).toBeVisible();
  await dialog.getByLabel('Name').fill('another name');
  await dialog.getByRole('button', { name: 'Restore it' }).click();
  await expect(page.getByText('another name is back')).toBeVisible();
  await visit(page, `/project/${project}/secrets`);
  await expect(page.getByRole('rowheader')).toHaveText(['another name', 'shared name']);
});

test('deletes for good after a question that names it', async ({ signedIn: page, vault }) => {
  const project = await vault.project('purged');
  for (const name of ['kept', 'purged']) {
    const secret = await custom(vault, project, name);
    await vault.api('DELETE', `settings/project/${project}/${secret._key}`);
  }
  await visit(page, `/project/${project}/secrets/deleted`);
  await page.getByRole('button', { name: 'Actions for purged' }).click();
  await page.getByRole('menuitem', { name: 'Delete for good' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete purged for good?' });
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('rowheader')).toHaveCount(2);
  await page.getByRole('button', { name: 'Actions for purged' }).click();
  await page.getByRole('menuitem', { name: 'Delete for good' }).click();
  await dialog.getByRole('button', { name: 'Delete for good' }).click();
  await expect(page.getByText('purged is gone for good.')).toBeVisible();
  await expect(page.getByRole('rowheader')).toHaveText(['kept']);
  const left = await vault.api<{ data: { name: string }[] }>('GET', `deleted/project/${project}`);
  expect(left.data.map((one) => one.name)).toEqual(['kept']);
});

test('fits a phone, and says when each is gone', async ({ signedIn: page, vault }) => {
  const project = await vault.project('deleted on a phone');
  const secret = await custom(vault, project, 'small screen');
  await vault.api('DELETE', `settings/project/${project}/${secret._key}`);
  await page.setViewportSize({ width: 360, height: 740 });
  await visit(page, `/project/${project}/secrets/deleted`);
  await expect(page.getByRole('rowheader')).toContainText('gone for good');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  await expectAccessible(page);
});

test('is for those who may delete, and says so when nobody answers', async ({ page, vault }) => {
  const project = await vault.project('deleted and read');
  const reader = await person(vault, 'Reading Rae', null);
  await vault.api('PUT', `projects/${project}/members/user/${reader.id}`, { role: 'Reader' });
  await signIn(page, vault.url, reader.token);
  await visit(page, `/project/${project}/secrets`);
  await expect(page.getByRole('button', { name: /^Deleted/ })).toHaveAccessibleDescription(
    /You are Reader here, and may not delete secrets/,
  );
  await visit(page, `/project/${project}/secrets/deleted`);
  await expect(page.getByText('You may not see what was deleted')).toBeVisible();
  await page.context().setOffline(true);
  await visit(page, '/user/me/secrets/deleted');
  await expect(page.getByRole('heading', { name: 'The server does not answer' })).toBeVisible();
  await page.context().setOffline(false);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { name: 'Nothing was deleted lately' })).toBeVisible();
});
