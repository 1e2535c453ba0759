import { expect, expectAccessible, signIn, test, visit } from './fixtures';
import { group, person } from './people-of';

test('gives a person and a group a role, changes it, and takes it away', async ({
  signedIn: page,
  vault,
}) => {
  const project = await vault.project('given roles');
  const ada = await person(vault, 'Ada of roles', 'Contributor');
  await group(vault, 'Platform of roles');
  await visit(page, `/project/${project}/members`);

  await page.getByRole('button', { name: 'Add members' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('checkbox', { name: /Ada of roles/ })).toBeVisible();
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(dialog.getByText('Choose at least one.')).toBeVisible();
  await dialog.getByLabel('People and groups').first().fill('of roles');
  await dialog.getByRole('checkbox', { name: /Ada of roles/ }).check();
  await dialog.getByRole('checkbox', { name: /Platform of roles/ }).check();
  await dialog.getByRole('radio', { name: /Writer/ }).check();
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();

  const row = (name: string) => page.getByRole('row', { name: new RegExp(name) });
  await expect(row('Ada of roles')).toContainText('Writer');
  await expect(row('Platform of roles')).toContainText('group');

  await page.getByRole('button', { name: 'Actions for Ada of roles' }).click();
  await page.getByRole('menuitem', { name: 'Change role' }).click();
  await page.getByRole('radio', { name: /Reader/ }).check();
  await page.getByRole('dialog').getByRole('button', { name: 'Change role' }).click();
  await expect(row('Ada of roles')).toContainText('Reader');
  const { data } = await vault.api<{ data: { id: string; role: string }[] }>(
    'GET',
    `projects/${project}/members`,
  );
  expect(data.find((member) => member.id === ada.id)?.role).toBe('Reader');

  await page.getByRole('button', { name: 'Actions for Ada of roles' }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(row('Ada of roles')).toHaveCount(0);
});

test('keeps the last owner of an organization, and says why', async ({ signedIn: page, vault }) => {
  await visit(page, `/organization/${vault.organization}/members`);
  await page.getByRole('button', { name: 'Actions for owner' }).click();
  await page.getByRole('menuitem', { name: 'Change role' }).click();
  await page.getByRole('radio', { name: /Contributor/ }).check();
  await expect(page.getByText('This is your own role.')).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: 'Change role' }).click();
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText(/last owner/i);
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('row', { name: /owner/ })).toContainText('Owner');
});

test('offers nothing that one may not do, and says why', async ({ page, vault }) => {
  const project = await vault.project('looked at');
  const grace = await person(vault, 'Grace who looks', null);
  await vault.api('PUT', `projects/${project}/members/user/${grace.id}`, { role: 'Reader' });
  await signIn(page, vault.url, grace.token);
  await visit(page, `/project/${project}/members`);
  await expect(page.getByRole('row', { name: /Grace who looks/ })).toBeVisible();
  const add = page.getByRole('button', { name: 'Add members' });
  await expect(add).toHaveAttribute('aria-disabled', 'true');
  await expect(add).toHaveAttribute('title', /You are Reader here/);
  await page.getByRole('button', { name: 'Actions for Grace who looks' }).click();
  await expect(page.getByRole('menuitem', { name: /Remove/ })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
});

test('is accessible, with its dialogs', async ({ signedIn: page, vault }) => {
  const project = await vault.project('for all');
  await visit(page, `/project/${project}/members`);
  await expect(page.getByRole('row', { name: /owner/ })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Add members' }).click();
  await expect(page.getByRole('radio', { name: /Reader/ })).toBeVisible();
  await expectAccessible(page);
});
