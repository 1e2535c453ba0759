import { custom, expect, expectAccessible, signIn, test, VALUE, visit } from './fixtures';

test.describe('the Secrets tab', () => {
  test('is empty at first, and says what to do', async ({ signedIn: page, vault }) => {
    await visit(page, `/project/${await vault.project('empty')}/secrets`);
    await expect(page.getByRole('heading', { name: 'No secrets yet' })).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Add the first secret' }).click();
    await expect(page.getByRole('heading', { name: 'What is it?' })).toBeVisible();
  });

  test('lists, sorts, filters and searches with the server', async ({ signedIn: page, vault }) => {
    const project = await vault.project('list');
    for (const name of ['banana', 'Apple', 'cherry']) await custom(vault, project, name);
    await vault.api('POST', `settings/project/${project}/`, {
      _type: 'secret/ContainerRegistry',
      name: 'registry',
      value: { server: 'ghcr.io', username: 'u', password: 'p' },
    });
    await visit(page, `/project/${project}/secrets`);
    const names = page.getByRole('rowheader');
    await expect(names).toHaveText(['Apple', 'banana', 'cherry', 'registry'].sort());
    await expect(page.getByRole('columnheader', { name: 'Name' })).toHaveAttribute(
      'aria-sort',
      'ascending',
    );

    await page.getByRole('button', { name: 'Name' }).click();
    await expect(names).toHaveText(['Apple', 'banana', 'cherry', 'registry'].sort().reverse());

    await page.getByRole('searchbox').fill('AN');
    await expect(names).toHaveText(['banana']);
    await page.getByRole('searchbox').fill('nothing');
    await expect(page.getByRole('heading', { name: 'No secret fits' })).toBeVisible();
    await page.getByRole('button', { name: 'Show all' }).click();
    await expect(names).toHaveCount(4);

    await page.getByLabel('Type', { exact: true }).selectOption('Container Registry');
    await expect(names).toHaveText(['registry']);
    await expect(page.getByRole('row', { name: /registry/ })).toContainText('3 fields');
    await expectAccessible(page);
  });

  test('keeps few rows in the page however long it is, and asks for more while one scrolls', async ({
    signedIn: page,
    vault,
  }) => {
    const project = await vault.project('thirteen hundred');
    const numbers = Array.from({ length: 1300 }, (_, number) => number);
    while (numbers.length > 0) {
      const some = numbers.splice(0, 32);
      await Promise.all(
        some.map((number) => custom(vault, project, `s-${String(number).padStart(5, '0')}`)),
      );
    }
    await visit(page, `/project/${project}/secrets`);
    await expect(page.getByRole('rowheader', { name: 's-00000' })).toBeVisible();
    const table = page.getByRole('table', { name: 'Secrets' });
    await expect(table).toHaveAttribute('aria-rowcount', '-1');
    const body = page.locator('.table .body');
    for (let round = 0; round < 4; round += 1) {
      await body.evaluate((element) => element.scrollTo({ top: element.scrollHeight }));
      await page.waitForTimeout(150);
    }
    await expect(table).toHaveAttribute('aria-rowcount', '1301');
    await body.evaluate((element) => element.scrollTo({ top: element.scrollHeight }));
    await expect(page.getByRole('rowheader', { name: 's-01299' })).toBeVisible();
    expect(await page.getByRole('rowheader').count()).toBeLessThan(80);

    // Another order begins at the top again.
    await page.getByRole('button', { name: 'Name' }).click();
    await expect(page.getByRole('rowheader').first()).toHaveText('s-01299');
    expect(await body.evaluate((element) => element.scrollTop)).toBe(0);
  });

  test('offers nothing that may not be done, and says why', async ({ page, vault }) => {
    const project = await vault.project('readers');
    await custom(vault, project, 'masked');
    const { id, token } = await vault.api<{ id: string; token: string }>(
      'POST',
      `organizations/${vault.organization}/people`,
      { name: 'Rita', token_expires_in: 3600 },
    );
    await vault.api('PUT', `projects/${project}/members/user/${id}`, { role: 'Reader' });
    await signIn(page, vault.url, token);
    await visit(page, `/project/${project}/secrets`);
    const reveal = page.getByRole('button', { name: 'Reveal masked' });
    await expect(reveal).toHaveAttribute('aria-disabled', 'true');
    await expect(reveal).toHaveAccessibleDescription(/You are Reader here, and may not reveal/);
    await reveal.click({ force: true });
    await expect(page.getByText(VALUE)).toHaveCount(0);
    const add = page.getByRole('button', { name: 'Add Secret' });
    await expect(add).toHaveAccessibleDescription(/may not add secrets/);
    await expectAccessible(page);

    await visit(page, `/project/${project}/secrets/new`);
    await expect(page.getByRole('heading', { name: 'You may not add secrets here' })).toBeVisible();
    await visit(page, `/organization/${vault.organization}/secrets`);
    await expect(page.getByRole('alert')).toBeVisible();
    await expectAccessible(page);
  });
});

test('without a connection the page says so, and goes on when it is back', async ({
  signedIn: page,
  vault,
}) => {
  const project = await vault.project('offline');
  await custom(vault, project, 'offline');
  await visit(page, `/project/${project}/secrets`);
  await expect(page.getByRole('rowheader')).toHaveCount(1);
  await page.context().setOffline(true);
  await page.getByRole('searchbox').fill('off');
  await expect(page.getByRole('heading', { name: 'The server does not answer' })).toBeVisible();
  await expectAccessible(page);
  await page.context().setOffline(false);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('rowheader')).toHaveText(['offline']);
});

test('the way back from a secret leads to the list as it was asked for', async ({
  signedIn: page,
  vault,
}) => {
  const project = await vault.project('back');
  for (const name of ['one', 'other', 'third']) await custom(vault, project, name);
  await visit(page, `/project/${project}/secrets`);
  await page.getByRole('searchbox').fill('o');
  await expect(page.getByRole('rowheader')).toHaveText(['one', 'other']);
  await page.getByRole('button', { name: 'Name' }).click();
  await expect(page.getByRole('rowheader')).toHaveText(['other', 'one']);
  await page.getByRole('link', { name: 'one', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'one' })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('searchbox')).toHaveValue('o');
  await expect(page.getByRole('rowheader')).toHaveText(['other', 'one']);
  await visit(page, `/project/${await vault.project('back elsewhere')}/secrets`);
  await expect(page.getByRole('heading', { name: 'No secrets yet' })).toBeVisible();
});
