import { expect, expectAccessible, signIn, test, visit, type Created } from './fixtures';
import { person } from './people-of';

test('shows who did what, and opens a record whole', async ({ signedIn: page, vault }) => {
  const project = await vault.project('watched');
  const secret = await vault.api<Created>('POST', `settings/project/${project}/`, {
    _type: 'secret/Custom',
    name: 'watched secret',
    value: 'a value that no log has',
  });
  await vault.api('GET', `settings/project/${project}/${secret._key}?decrypt=true`);
  await visit(page, `/project/${project}/audit`);
  const revealed = page.getByRole('row', { name: /Value revealed/ });
  await expect(revealed).toContainText('owner');
  await expect(revealed.getByRole('link', { name: 'watched secret' })).toBeVisible();
  expect(await page.content()).not.toContain('a value that no log has');
  await revealed.getByRole('button', { name: /Record/ }).click();
  await expect(page.getByRole('dialog')).toContainText(secret._key);
  await expect(page.getByRole('dialog')).toContainText('request_id');
});

test('finds by what it is about and by who did it', async ({ signedIn: page, vault }) => {
  const project = await vault.project('filtered');
  const reader = await person(vault, 'Refused Rita', null);
  await vault.api('PUT', `projects/${project}/members/user/${reader.id}`, { role: 'Reader' });
  const refused = vault.api(
    'POST',
    `settings/project/${project}/`,
    { _type: 'secret/Custom', name: 'no', value: 'no' },
    reader.token,
  );
  await expect(refused).rejects.toThrow(/403/);
  await visit(page, `/project/${project}/audit`);
  await expect(page.getByText('which is all there are')).toBeVisible();
  await page.getByLabel('About').selectOption('Refused');
  const rows = page.getByRole('row').filter({ hasNot: page.getByRole('columnheader') });
  await expect(rows).toHaveCount(1);
  await expect(rows.first()).toContainText('Refused Rita');
  await expect(rows.first()).toContainText('to add a secret');
  await page.getByLabel('By').selectOption('owner');
  await expect(page.getByText('Nothing fits')).toBeVisible();
  await page.getByLabel('About').selectOption('Everything');
  await expect(page.getByRole('row', { name: /Project created/ })).toBeVisible();
});

test('goes back page by page through a long log', async ({ signedIn: page, vault }) => {
  const project = await vault.project('long');
  const made = await vault.api<Created>('POST', `settings/project/${project}/`, {
    _type: 'secret/Custom',
    name: 'often changed',
    value: 'v',
  });
  const path = `settings/project/${project}/${made._key}`;
  for (let round = 0; round < 60; round += 1) {
    await Promise.all(Array.from({ length: 10 }, () => vault.api('GET', `${path}?decrypt=true`)));
  }
  await visit(page, `/project/${project}/audit`);
  await page.getByRole('button', { name: 'Look further back' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'records' })).toContainText(
    /602\s+records,\s+which is all there are/,
  );
  await page.getByLabel('About').selectOption('Organizations and projects');
  await expect(page.getByRole('row', { name: /Project created/ })).toBeVisible();
});

test('says who may see it to whom may not', async ({ page, vault }) => {
  const project = await vault.project('not for readers');
  const reader = await person(vault, 'Reading Rob', null);
  await vault.api('PUT', `projects/${project}/members/user/${reader.id}`, { role: 'Reader' });
  await signIn(page, vault.url, reader.token);
  await visit(page, `/project/${project}/audit`);
  await expect(page.getByText('You may not see the audit log')).toBeVisible();
  await expect(page.getByText('An Owner of it can give you a role')).toBeVisible();
});

test('is accessible', async ({ signedIn: page, vault }) => {
  await visit(page, `/organization/${vault.organization}/audit`);
  await expect(page.getByText('which is all there are')).toBeVisible();
  await expectAccessible(page);
  await page
    .getByRole('button', { name: /Record/ })
    .first()
    .click();
  await expectAccessible(page);
});
