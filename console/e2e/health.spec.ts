import { custom, expect, expectAccessible, signIn, test, visit, type Created } from './fixtures';
import { person } from './people-of';

const DAY = 86_400;

test('is well with what is new, and tells what has ended, ends and is due', async ({
  signedIn: page,
  vault,
}) => {
  const project = await vault.project('ageing');
  const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;
  const made = (name: string, more: Record<string, number> = {}) =>
    vault.api<Created>('POST', `settings/project/${project}/`, {
      ...{ _type: 'secret/Custom', name, value: `value of ${name}` },
      ...more,
    });
  await made('new');
  await vault.api('POST', `clients/project/${project}`, {
    name: 'deploy',
    expires_in: 100 * DAY,
    scopes: [{ on: `project/${project}`, permissions: ['reveal'] }],
  });
  await visit(page, `/project/${project}/health`);
  await expect(page.getByText('All is well')).toBeVisible();
  await expect(page.getByText('1 secret was looked at, and 1 client.')).toBeVisible();
  await expectAccessible(page);

  await made('ended', { expires_at: inSeconds(3) });
  await made('<b>ends</b>', { expires_at: inSeconds(10 * DAY) });
  await made('later', { expires_at: inSeconds(50 * DAY) });
  await made('often', { rotate_every: 5 * DAY });
  const part = (title: string) => page.getByRole('region', { name: title, exact: true });
  await expect(async () => {
    await visit(page, '/api');
    await visit(page, `/project/${project}/health`);
    await expect(page.getByText('1 thing to see to now')).toBeVisible({ timeout: 1000 });
  }).toPass();
  await expect(part('Expired').getByRole('link')).toHaveText('ended');
  await expect(part('Expires within 14 days').getByRole('link')).toHaveText('<b>ends</b>');
  await expect(part('Due within 14 days').getByRole('link')).toHaveText('often');
  await expect(part('Due for rotation')).toContainText('None.');
  await expect(page.getByRole('listitem').filter({ hasText: '2 soon' })).toBeVisible();
  await expectAccessible(page);

  // What counts as soon is chosen, and is in the address.
  await page.getByLabel('Soon is within').selectOption('90 days');
  await expect(part('Expires within 90 days').getByRole('link')).toHaveText([
    '<b>ends</b>',
    'later',
  ]);
  expect(page.url()).toContain('/health?soon=90');
  await part('Expired').getByRole('link', { name: 'ended' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'ended' })).toBeVisible();
  await page.goBack();
  await expect(page.getByLabel('Soon is within')).toHaveValue('90');
});

test('leads to the list where it does not tell of all', async ({ signedIn: page, vault }) => {
  const project = await vault.project('many unused');
  await custom(vault, project, 'one of many');
  // To be unused takes a month at least: the server's answer with what it would be then.
  await page.route('**/health/project/**', async (route) => {
    const answer = await route.fetch();
    const body = (await answer.json()) as { unused: object };
    const list = await vault.api<{ data: object[] }>('GET', `settings/project/${project}/`);
    body.unused = { data: list.data, more: true };
    await route.fulfill({ response: answer, json: body });
  });
  await visit(page, `/project/${project}/health`);
  await expect(page.getByText('Nothing is pressing')).toBeVisible();
  await expect(page.getByText('1 or more things worth a look.')).toBeVisible();
  await page.getByRole('link', { name: 'All of them, in the list' }).click();
  await expect(page.getByRole('rowheader')).toHaveText(['one of many']);
  await expect(page.getByLabel('Sort by')).toHaveValue('last_reveal');
});

test('does not say that all is well of what one may not see', async ({ page, vault }) => {
  const project = await vault.project('half seen');
  const reader = await person(vault, 'Half Seeing', null);
  await vault.api('PUT', `projects/${project}/members/user/${reader.id}`, { role: 'Reader' });
  await signIn(page, vault.url, reader.token);
  await visit(page, `/project/${project}/health`);
  await expect(page.getByText('Some of it you may not see.')).toBeVisible();
  await expect(page.getByRole('region', { name: /Clients that have ended/ })).toContainText(
    'You may not see what this is told from.',
  );
  await visit(page, `/organization/${vault.organization}/health`);
  await expect(page.getByRole('alert')).toBeVisible();
});
