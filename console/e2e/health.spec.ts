import { expect, expectAccessible, signIn, test, visit, type Created } from './fixtures';
import { person } from './people-of';

const DAY = 86_400_000;

test('is well with what is new, and tells what half a year later wants attention', async ({
  page,
  vault,
}) => {
  const project = await vault.project('ageing');
  const secret = (name: string) =>
    vault.api<Created>('POST', `settings/project/${project}/`, {
      _type: 'secret/Custom',
      name,
      value: `value of ${name}`,
    });
  const used = await secret('used once');
  await secret('never used');
  await vault.api('GET', `settings/project/${project}/${used._key}?decrypt=true`);
  await vault.api('POST', `clients/project/${project}`, {
    name: 'deploy',
    expires_in: (100 * DAY) / 1000,
    scopes: [{ on: `project/${project}`, permissions: ['reveal'] }],
  });
  await signIn(page, vault.url, vault.token);
  await visit(page, `/project/${project}/health`);
  await expect(page.getByText('All is well')).toBeVisible();
  await expect(page.getByText('2 secrets were looked at, and 1 client.')).toBeVisible();
  await expectAccessible(page);

  await page.clock.setFixedTime(Date.now() + 200 * DAY);
  await visit(page, '/api');
  await visit(page, `/project/${project}/health`);
  const part = (title: RegExp) => page.getByRole('region', { name: title });
  await expect(page.getByText('1 thing to see to now')).toBeVisible();
  await expect(part(/Clients that have ended/)).toContainText('deploy');
  await expect(part(/Never revealed/).getByRole('link')).toHaveText('never used');
  await expect(part(/^Not revealed/).getByRole('link')).toHaveText('used once');
  await expect(part(/Not changed/).getByRole('link')).toHaveCount(2);
  await expectAccessible(page);

  await page.getByLabel('Counts as old after').selectOption('A year');
  await expect(part(/Not changed/)).toContainText('None.');
  await part(/Clients that have ended/)
    .getByRole('link', { name: 'deploy' })
    .click();
  await expect(page.getByRole('heading', { name: 'Clients' })).toBeVisible();
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
});
