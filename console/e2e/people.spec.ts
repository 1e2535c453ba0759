import { expect, expectAccessible, signIn, test, visit } from './fixtures';
import { group, person } from './people-of';

test('adds a person, whose first token is shown once and signs them in', async ({
  signedIn: page,
  vault,
  browser,
}) => {
  await visit(page, `/organization/${vault.organization}/people`);
  await page.getByRole('button', { name: 'Add a person' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(dialog.getByText('Enter a name.')).toBeVisible();
  await dialog.getByLabel('Name').fill('Ada');
  await dialog.getByLabel('Address').fill('ada@example.com');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();

  await expect(dialog.getByText('It is shown this once')).toBeVisible();
  await expect(page.locator('text=srt_')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeVisible();
  await dialog.getByRole('button', { name: 'Show' }).click();
  const token = (await dialog.locator('.value code').textContent()) ?? '';
  expect(token).toMatch(/^srt_/);
  await dialog.getByRole('button', { name: 'I have put it away' }).click();
  expect(await page.content()).not.toContain(token);
  await expect(page.getByRole('row', { name: 'Ada ada@example.com' })).toContainText('Contributor');

  const other = await browser.newPage();
  await signIn(other, vault.url, token);
  await visit(other, '/profile');
  await expect(other.getByText('ada@example.com')).toBeVisible();
  await other.close();
});

test('finds people by a part of their name or address', async ({ signedIn: page, vault }) => {
  await person(vault, 'Findable One', 'Contributor');
  await person(vault, 'Someone Else', 'Contributor');
  await visit(page, `/organization/${vault.organization}/people`);
  await page.getByLabel('Find by name or address').fill('findable');
  await expect(page.getByRole('row', { name: /Findable One/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /Someone Else/ })).toHaveCount(0);
  await page.getByLabel('Find by name or address').fill('nobody has this');
  await expect(page.getByText('Nobody fits')).toBeVisible();
});

test('suspends a person, who is refused at once, and brings them back', async ({
  signedIn: page,
  vault,
}) => {
  const made = await person(vault, 'Suspended Sam', 'Contributor');
  await visit(page, `/organization/${vault.organization}/people`);
  await page.getByRole('button', { name: 'Actions for Suspended Sam' }).click();
  await page.getByRole('menuitem', { name: 'Suspend' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Suspend' }).click();
  const row = page.getByRole('row', { name: /Suspended Sam/ });
  await expect(row).toContainText('suspended');
  await expect(vault.api('GET', 'me', undefined, made.token)).rejects.toThrow(/401/);
  await page.getByRole('button', { name: 'Actions for Suspended Sam' }).click();
  await page.getByRole('menuitem', { name: 'Bring back' }).click();
  await expect(row).toContainText('active');
});

test('removes a person for good, once their name is typed', async ({ signedIn: page, vault }) => {
  await person(vault, 'Gone Gill', 'Contributor');
  await visit(page, `/organization/${vault.organization}/people`);
  await page.getByRole('button', { name: 'Actions for Gone Gill' }).click();
  await page.getByRole('menuitem', { name: 'Remove for good' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Remove for good' }).click();
  await expect(dialog.getByText('This is not the name.')).toBeVisible();
  await dialog.getByLabel('Type the name to confirm').fill('Gone Gill');
  await dialog.getByRole('button', { name: 'Remove for good' }).click();
  await expect(page.getByRole('row', { name: /Gone Gill/ })).toHaveCount(0);
});

test('makes a group, puts people into it, and shows what that lets them do', async ({
  signedIn: page,
  vault,
}) => {
  const made = await person(vault, 'Grouped Gus', 'Contributor');
  await visit(page, `/organization/${vault.organization}/people`);
  await page.getByRole('tab', { name: 'Groups' }).click();
  await page.getByRole('button', { name: 'New group' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Platform');
  await page.getByRole('button', { name: 'Create group' }).click();
  await expect(page.getByRole('heading', { name: 'Platform' })).toBeVisible();

  await page.getByRole('button', { name: 'Add people' }).click();
  await page.getByRole('checkbox', { name: /Grouped Gus/ }).check();
  await page.getByRole('dialog').getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByRole('row', { name: /Grouped Gus/ })).toContainText('by hand');

  const id = page.url().split('/').at(-1) ?? '';
  const project = await vault.project('of the platform');
  await vault.api('PUT', `projects/${project}/members/group/${id}`, { role: 'Writer' });
  await visit(page, `/organization/${vault.organization}/people/${made.id}`);
  await page.reload();
  await signIn(page, vault.url, vault.token);
  await visit(page, `/organization/${vault.organization}/people/${made.id}`);
  const roles = page.getByRole('table');
  await expect(roles.getByRole('row', { name: /of the platform/ })).toContainText(
    'Reveals, creates, changes and deletes secrets.',
  );
  await expect(roles.getByRole('row', { name: /of the platform/ })).toContainText('Platform');
  await expect(roles.getByRole('row', { name: /Contributor/ })).toContainText('themselves');
});

test('renames and deletes a group', async ({ signedIn: page, vault }) => {
  const id = await group(vault, 'Short lived');
  await visit(page, `/organization/${vault.organization}/groups/${id}`);
  await page.getByRole('button', { name: 'Edit' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Long lived');
  await page.getByRole('dialog').getByLabel('Claim').fill('long-lived');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { name: 'Long lived' })).toBeVisible();
  await expect(page.locator('code', { hasText: 'long-lived' })).toBeVisible();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByLabel('Type the name to confirm').fill('Long lived');
  await page.getByRole('button', { name: 'Delete group' }).click();
  await expect(page.getByRole('heading', { name: 'People and groups' })).toBeVisible();
});

test('a name with markup in it is a name', async ({ signedIn: page, vault }) => {
  const name = '<img src=x onerror=alert(1)> & "Bob"';
  const made = await person(vault, name, 'Contributor');
  await visit(page, `/organization/${vault.organization}/people`);
  await expect(page.getByRole('link', { name })).toBeVisible();
  await visit(page, `/organization/${vault.organization}/people/${made.id}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  await expect(page.locator('#main img')).toHaveCount(0);
});

test('everybody is for whoever looks after the installation', async ({ page, vault }) => {
  const { token } = await person(vault, 'Curious Carl', 'Contributor');
  await signIn(page, vault.url, token);
  await visit(page, '/everybody');
  await expect(page.getByText('You may not see everybody')).toBeVisible();
  await expect(page.getByText('whoever looks after the installation')).toBeVisible();
});

test('is accessible', async ({ signedIn: page, vault }) => {
  const made = await person(vault, 'Accessible Ann', 'Contributor');
  await visit(page, `/organization/${vault.organization}/people`);
  await expect(page.getByRole('row', { name: /Accessible Ann/ })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Actions for Accessible Ann' }).click();
  await expect(page.getByRole('menu')).toBeVisible();
  await expectAccessible(page);
  await visit(page, `/organization/${vault.organization}/people/${made.id}`);
  await expect(page.getByRole('table')).toBeVisible();
  await expectAccessible(page);
  await visit(page, '/everybody');
  await expect(page.getByRole('row', { name: /Accessible Ann/ })).toBeVisible();
  await expectAccessible(page);
});
