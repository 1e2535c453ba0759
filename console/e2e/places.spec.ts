import { expect, expectAccessible, signIn, test, visit } from './fixtures';
import { person } from './people-of';

test('makes an organization and a project in it', async ({ signedIn: page }) => {
  await visit(page, '/organizations');
  await page.getByRole('button', { name: 'New organization' }).click();
  await page.getByRole('button', { name: 'Create organization' }).click();
  await expect(page.getByText('Enter a name.')).toBeVisible();
  await page.getByRole('dialog').getByLabel('Name').fill('Analytical Engines');
  await page.getByRole('button', { name: 'Create organization' }).click();

  await expect(page.getByRole('heading', { name: 'Projects' })).toBeVisible();
  await expect(page.getByText('No project that you may see')).toBeVisible();
  await page.getByRole('button', { name: 'New project' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('mill');
  await page.getByRole('radio', { name: /Internal/ }).check();
  await page.getByRole('button', { name: 'Create project' }).click();
  await expect(page.getByText('No secrets yet')).toBeVisible();
  await expect(page.getByRole('button', { name: /Place:/ })).toContainText('mill');
});

test('says it where the name is taken, and keeps what was typed', async ({
  signedIn: page,
  vault,
}) => {
  await vault.api('POST', 'projects', { name: 'known name', organization: vault.organization });
  await visit(page, `/organization/${vault.organization}/projects`);
  await page.getByRole('button', { name: 'New project' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('known name');
  await page.getByRole('button', { name: 'Create project' }).click();
  await expect(dialog.getByRole('alert')).toBeVisible();
  await expect(dialog.getByLabel('Name')).toHaveValue('known name');
});

test('renames a project and shows it to everyone, with a warning', async ({
  signedIn: page,
  vault,
}) => {
  const project = await vault.project('quiet');
  await visit(page, `/project/${project}/settings`);
  await page.getByLabel('Name').fill('loud');
  await page.getByRole('radio', { name: /Public/ }).check();
  await expect(page.getByText('visible to everyone who is signed in')).toBeVisible();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved')).toBeVisible();
  await expect(page.getByRole('button', { name: /Place:/ })).toContainText('loud');
  const now = await vault.api<{ name: string; visibility: string }>('GET', `projects/${project}`);
  expect(now).toMatchObject({ name: 'loud', visibility: 'public' });
});

test('deletes a project only when its name is typed', async ({ signedIn: page, vault }) => {
  const project = await vault.project('doomed');
  await visit(page, `/project/${project}/settings`);
  await page.getByRole('button', { name: 'Delete project' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Type the name to confirm').fill('doom');
  await dialog.getByRole('button', { name: 'Delete project' }).click();
  await expect(dialog.getByText('This is not the name.')).toBeVisible();
  await dialog.getByLabel('Type the name to confirm').fill('doomed');
  await dialog.getByRole('button', { name: 'Delete project' }).click();
  await expect(page.getByRole('heading', { name: 'Projects' })).toBeVisible();
  await expect(vault.api('GET', `projects/${project}`)).rejects.toThrow(/404/);
});

test('who only sees a project sees its settings, and may change none', async ({ page, vault }) => {
  const project = await vault.api<{ id: string }>('POST', 'projects', {
    name: 'shown',
    organization: vault.organization,
    visibility: 'internal',
  });
  const { token } = await person(vault, 'Only Looking', 'Contributor');
  await signIn(page, vault.url, token);
  await visit(page, `/project/${project.id}/settings`);
  await expect(page.getByLabel('Name')).toBeDisabled();
  await expect(page.getByRole('button', { name: 'Save' })).toHaveAttribute('aria-disabled', 'true');
  await expect(page.getByText('Reveal and copy values: no')).toBeAttached();
  await visit(page, '/organizations');
  await expect(page.getByRole('button', { name: 'New organization' })).toHaveAttribute(
    'title',
    /looks after the installation/,
  );
});

test('a place that is not there is said to be not there', async ({ signedIn: page }) => {
  await visit(page, `/project/${'0'.repeat(27)}/settings`);
  await expect(page.getByText('It is not here')).toBeVisible();
  await visit(page, '/user/me/members');
  await expect(page.getByText('There is no such page')).toBeVisible();
});

test('every type says what it asks for and what it may do', async ({ signedIn: page }) => {
  await visit(page, '/types');
  const type = page.getByRole('article', { name: 'S3 Connection' });
  await expect(type.getByText('reaches nothing: no network')).toBeVisible();
  await expect(type.getByRole('row', { name: /Secret key/ })).toContainText('password, needed');
  await type.getByText('Formats it is given out in').click();
  await expect(type.getByRole('row', { name: /aws-credentials/ })).toBeVisible();
});

test('is accessible', async ({ signedIn: page, vault }) => {
  const project = await vault.project('settings for all');
  for (const path of [
    '/organizations',
    `/organization/${vault.organization}/projects`,
    `/project/${project}/settings`,
    '/types',
    '/api',
  ]) {
    await visit(page, path);
    await page.waitForLoadState('networkidle');
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectAccessible(page);
  }
});
