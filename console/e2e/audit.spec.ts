import { custom, expect, expectAccessible, signIn, test, visit, type Created } from './fixtures';
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

test('asks the server for what is looked for, and has it in the address', async ({
  signedIn: page,
  vault,
}) => {
  const project = await vault.project('filtered');
  const reader = await person(vault, 'Refused Rita', null);
  await vault.api('PUT', `projects/${project}/members/user/${reader.id}`, { role: 'Reader' });
  const body = { _type: 'secret/Custom', name: '<u>one</u>', value: 'no' };
  const refused = vault.api('POST', `settings/project/${project}/`, body, reader.token);
  await expect(refused).rejects.toThrow(/403/);
  const one = await vault.api<Created>('POST', `settings/project/${project}/`, body);
  await vault.api('GET', `settings/project/${project}/${one._key}?decrypt=true`);
  await custom(vault, project, 'other');

  await visit(page, `/project/${project}/audit`);
  const rows = page.getByRole('row').filter({ hasNot: page.getByRole('columnheader') });
  await expect(rows).toHaveCount(6);
  await page.getByLabel('What').selectOption('All that was refused');
  await expect(rows).toHaveCount(1);
  await expect(rows.first()).toContainText('Refused Rita');
  await expect(rows.first()).toContainText('to add a secret');
  await page.getByLabel('What').selectOption('All that was not refused');
  await expect(rows).toHaveCount(5);
  await page.getByLabel('By').selectOption('Refused Rita');
  await expect(page.getByRole('heading', { name: 'Nothing fits' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Show everything' }).click();
  await expect(rows).toHaveCount(6);

  await page.getByLabel('What').selectOption('Value revealed');
  await expect(rows).toHaveCount(1);
  await rows.getByRole('button', { name: /Record/ }).click();
  await page.getByRole('button', { name: 'All about this secret' }).click();
  await expect(rows).toHaveCount(2);
  await expect(page.locator('p', { hasText: /^About / })).toContainText('<u>one</u>');
  expect(new URL(page.url()).hash).toBe(
    `#/project/${project}/audit?secret=${encodeURIComponent(one._key)}`,
  );
  await page.reload();
  await signIn(page, page.url(), vault.token);
  await expect(rows).toHaveCount(2);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'About all secrets' }).click();
  await expect(rows).toHaveCount(6);
});

test('is asked for days as the reader has them', async ({ signedIn: page, vault }) => {
  const project = await vault.project('dated');
  await visit(page, `/project/${project}/audit`);
  const rows = page.getByRole('row').filter({ hasNot: page.getByRole('columnheader') });
  await expect(rows).toHaveCount(1);
  const day = (offset: number) =>
    page.evaluate((days) => {
      const date = new Date(Date.now() + days * 86_400_000);
      const two = (number: number) => String(number).padStart(2, '0');
      return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
    }, offset);
  await page.getByLabel('To').fill(await day(0));
  await page.getByLabel('From').fill(await day(0));
  await expect(page).toHaveURL(new RegExp(`from=${await day(0)}&until=${await day(0)}`));
  await expect(rows).toHaveCount(1);
  await page.getByLabel('From').fill(await day(1));
  await expect(page.getByText('This day is before the first.')).toBeVisible();
  await expect(rows).toHaveCount(1);
  await page.getByLabel('To').fill('');
  await expect(page.getByRole('heading', { name: 'Nothing fits' })).toBeVisible();
});

test('goes back page by page through a long log', async ({ signedIn: page, vault }) => {
  const project = await vault.project('long');
  const made = await custom(vault, project, 'often revealed');
  const path = `settings/project/${project}/${made._key}`;
  for (let round = 0; round < 60; round += 1) {
    await Promise.all(Array.from({ length: 10 }, () => vault.api('GET', `${path}?decrypt=true`)));
  }
  await visit(page, `/project/${project}/audit`);
  const body = page.locator('.table .body');
  await expect(async () => {
    await body.evaluate((element) => element.scrollTo({ top: element.scrollHeight }));
    await expect(page.getByRole('status').filter({ hasText: /^602 records$/ })).toBeAttached({
      timeout: 500,
    });
  }).toPass();
  await body.evaluate((element) => element.scrollTo({ top: element.scrollHeight }));
  await expect(page.getByRole('row', { name: /Project created/ })).toBeVisible();
  // The server finds it without what lies before it.
  await page.getByLabel('What').selectOption('Project created');
  await expect(page.getByText('1–1 of 1 record')).toBeVisible();
});

test('fits a phone with who did what, when and to what', async ({ signedIn: page, vault }) => {
  const project = await vault.project('log on a phone');
  await custom(vault, project, 'seen on a phone');
  await page.setViewportSize({ width: 360, height: 740 });
  await visit(page, `/project/${project}/audit`);
  const row = page.getByRole('row', { name: /Secret created/ });
  await expect(row).toContainText('seen on a phone');
  await expect(row).toContainText('owner');
  await expect(row).toContainText('just now');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  await expectAccessible(page);
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
  await expect(page.getByRole('status').filter({ hasText: /^\d+ records?$/ })).toBeAttached();
  await expectAccessible(page);
  await page
    .getByRole('button', { name: /Record/ })
    .first()
    .click();
  await expectAccessible(page);
});
