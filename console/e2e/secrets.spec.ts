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
    await expect(page.getByText('1–1 of 1 secret')).toBeVisible();
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
    // How many there are is known before they are there.
    await expect(table).toHaveAttribute('aria-rowcount', '1301');
    await expect(page.getByRole('status').filter({ hasText: '1,300 secrets' })).toBeAttached();
    await expect(page.getByText(/^1–\d+ of 1,300 secrets$/)).toBeVisible();
    const body = page.locator('.table .body');
    for (let round = 0; round < 4; round += 1) {
      await body.evaluate((element) => element.scrollTo({ top: element.scrollHeight }));
      await page.waitForTimeout(150);
    }
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
  // The address has all of it: it can be sent to somebody, and leads back to all without it.
  expect(new URL(page.url()).hash).toBe(`#/project/${project}/secrets?desc=true&search=o`);
  await page
    .getByRole('navigation', { name: 'Pages' })
    .getByRole('link', { name: 'Secrets' })
    .click();
  await expect(page.getByRole('rowheader')).toHaveText(['one', 'other', 'third']);
  await expect(page.getByRole('searchbox')).toHaveValue('');
  await visit(page, `/project/${await vault.project('back elsewhere')}/secrets`);
  await expect(page.getByRole('heading', { name: 'No secrets yet' })).toBeVisible();
});

test('sorts by all that the server can sort by, and says how each stands', async ({
  signedIn: page,
  vault,
}) => {
  const project = await vault.project('standing');
  const now = Math.floor(Date.now() / 1000);
  const made = async (name: string, more: Record<string, unknown>) =>
    vault.api<{ _key: string }>('POST', `settings/project/${project}/`, {
      ...{ _type: 'secret/Custom', name, value: VALUE },
      ...more,
    });
  const day = 86_400;
  await made('a: nothing said', {});
  await made('b: ends', { expires_at: now + 9.5 * day });
  await made('c: due', { rotate_every: 20 * day });
  const used = await made('d: ended', { expires_at: now + 2 });
  await vault.api('GET', `settings/project/${project}/${used._key}?decrypt=true`);
  await visit(page, `/project/${project}/secrets`);
  const names = page.getByRole('rowheader');
  const row = (name: string) => page.getByRole('row', { name });
  await expect(row('a: nothing said')).toContainText('by hand');
  await expect(row('b: ends')).toContainText(/ends\s+next week/);
  await expect(row('c: due')).toContainText(/due\s+in 2 weeks/);
  await expect(async () => {
    await page.reload();
    await signIn(page, page.url(), vault.token);
    await expect(row('d: ended')).toContainText('expired', { timeout: 1000 });
  }).toPass();

  await page.getByRole('button', { name: 'Last reveal' }).click();
  await expect(names.last()).toHaveText('d: ended');
  await page.getByLabel('Sort by').selectOption('End');
  await expect(names.first()).toHaveText('d: ended');
  await page.getByRole('button', { name: /turn around/ }).click();
  await expect(names.last()).toHaveText('d: ended');
  await page.getByRole('columnheader', { name: 'Rotation' }).getByRole('button').click();
  await expect(names.first()).toHaveText('c: due');
  await expectAccessible(page);

  // Where there is no room for columns, the name says what presses.
  await page.setViewportSize({ width: 360, height: 740 });
  await expect(names.filter({ hasText: 'd: ended' })).toContainText('expired');
  await expect(names.filter({ hasText: 'b: ends' })).toContainText('Single Variable');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  await expectAccessible(page);
});

test('what is typed quickly is asked for once, and an answer that comes late is dropped', async ({
  signedIn: page,
  vault,
}) => {
  const project = await vault.project('typed');
  for (const name of ['alpha', 'beta']) await custom(vault, project, name);
  await visit(page, `/project/${project}/secrets`);
  await expect(page.getByRole('rowheader')).toHaveText(['alpha', 'beta']);
  const asked: string[] = [];
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(/search=/, async (route) => {
    const search = new URL(route.request().url()).searchParams.get('search') ?? '';
    asked.push(search);
    if (search === 'alp') await held;
    await route.continue().catch(() => {});
  });
  await page.getByRole('searchbox').pressSequentially('alp');
  await expect.poll(() => asked).toEqual(['alp']);
  await page.getByRole('searchbox').fill('bet');
  await expect(page.getByRole('rowheader')).toHaveText(['beta']);
  release();
  expect(asked).toEqual(['alp', 'bet']);
  await expect(page.getByRole('rowheader')).toHaveText(['beta']);
});
