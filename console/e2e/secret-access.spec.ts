import { custom, expect, expectAccessible, signIn, test, visit } from './fixtures';
import { group, person } from './people-of';

const HOSTILE = '<img src=x onerror=alert(1)>\u202A';
const path = (project: string, id: string) => `/project/${project}/secrets/Custom/${id}`;

test.describe('who may do what with a secret', () => {
  test('is told to whoever manages its place, with through what', async ({
    signedIn: page,
    vault,
  }) => {
    const project = await vault.project('accessed');
    const made = await custom(vault, project, 'accessed');
    const writer = await person(vault, 'Wanda <b>', null);
    const readers = await group(vault, 'readers');
    await vault.api('PUT', `groups/${readers}/members/${writer.id}`);
    await vault.api('PUT', `projects/${project}/members/user/${writer.id}`, { role: 'Writer' });
    await vault.api('PUT', `projects/${project}/members/group/${readers}`, { role: 'Reader' });
    await vault.api('POST', `clients/project/${project}`, {
      name: 'deploy <script>',
      expires_in: 3600,
      scopes: [
        {
          on: `project/${project}`,
          permissions: ['reveal'],
          secrets: [{ key: made._key, fields: ['value'] }],
        },
      ],
    });
    await visit(page, path(project, made._id));
    await page.getByRole('tab', { name: 'Access' }).click();
    const row = (name: RegExp) => page.getByRole('row', { name });
    await expect(row(/Wanda <b>/)).toContainText('see it, reveal, change, delete');
    await expect(row(/Wanda <b>/)).toContainText('Writer of accessed');
    await expect(row(/Wanda <b>/)).toContainText('by readers');
    await expect(row(/readers group/)).toContainText('Reader of accessed');
    const client = row(/deploy <script>/);
    await expect(client).toContainText('of its fields only value');
    await expect(client).toContainText('one secret, not all fields: reveal');
    await expect(client).toContainText(/in (59 minutes|1 hour)/);
    await expect(page.locator('#main b, #main script, #main img')).toHaveCount(0);
    await expectAccessible(page);
    await page.getByLabel('Show who may').selectOption('change');
    await expect(row(/Wanda <b>/)).toBeVisible();
    await expect(row(/readers group/)).toHaveCount(0);
    await expect(client).toHaveCount(0);
  });

  test('is told page by page, and says what it may not tell', async ({ signedIn: page, vault }) => {
    const project = await vault.project('paged');
    const made = await custom(vault, project, 'paged');
    const holder = (name: string, id: string) => ({
      ...{ kind: 'user', id, name, actions: ['see', 'read'], fields: null },
      ...{ roles: [], scopes: null, expires_at: null },
    });
    const rest = { decided_by: 'policies', visibility: 'public', anyone: ['see', 'read'] };
    await page.route(/\/access(\?|$)/, async (route) => {
      const isFirst = !route.request().url().includes('after=');
      await route.fulfill({
        json: isFirst
          ? {
              ...rest,
              data: [holder(HOSTILE, 'a')],
              omitted: ['organization-clients'],
              next_after: 'user/a',
            }
          : {
              ...rest,
              data: [holder('second', 'b')],
              omitted: ['organization-clients'],
              next_after: null,
            },
      });
    });
    await visit(page, path(project, made._id));
    await page.getByRole('tab', { name: 'Access' }).click();
    await expect(page.getByText('This is not everybody')).toBeVisible();
    await expect(page.getByText('Policies decide here.')).toBeVisible();
    await expect(page.getByText('for the project is public')).toBeVisible();
    await expect(page.getByRole('row', { name: /onerror/ })).toContainText('U+202A');
    await expect(page.locator('#main img')).toHaveCount(0);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Show more' }).click();
    await expect(page.getByRole('row', { name: /second/ })).toBeVisible();
    await expect(page.getByRole('row', { name: /onerror/ })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Show more' })).toHaveCount(0);
  });

  test('is as much as the members’ roles for whoever does not manage it', async ({
    page,
    vault,
  }) => {
    const project = await vault.project('looked at from outside');
    const made = await custom(vault, project, 'looked at');
    const { id, token } = await person(vault, 'Rita', null);
    await vault.api('PUT', `projects/${project}/members/user/${id}`, { role: 'Reader' });
    await signIn(page, vault.url, token);
    await visit(page, path(project, made._id));
    await page.getByRole('tab', { name: 'Access' }).click();
    await expect(page.getByText('Reveal its value: no')).toBeVisible();
    await expect(page.getByRole('row', { name: /Rita Reader/ })).toBeVisible();
    await expect(page.getByLabel('Show who may')).toHaveCount(0);
    await expectAccessible(page);
  });
});
