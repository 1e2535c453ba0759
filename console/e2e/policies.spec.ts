import { client } from './harness/client.mjs';
import { startStrongroom } from './harness/strongroom.mjs';
import { expect, expectAccessible, signIn, test, visit } from './fixtures';

test('says how a server that decides by roles gets policies', async ({ signedIn: page, vault }) => {
  await visit(page, `/organization/${vault.organization}/policies`);
  await expect(page.getByText('This server decides by roles alone')).toBeVisible();
  await expect(page.getByText('strongroom-core-cedar.wasm')).toBeVisible();
  await expect(page.getByRole('button', { name: 'New policy' })).toHaveCount(0);
  await expectAccessible(page);
});

test('writes a policy that is checked as one types, asks what it allows, and deletes it', async ({
  page,
}) => {
  const server = await startStrongroom({ policies: true });
  try {
    const api = client(server.address, server.token);
    const of = server.organization;
    const project = await api('POST', 'projects', { name: 'ledger', organization: of });
    const reader = await api('POST', `organizations/${of}/people`, {
      name: 'Rita Reader',
      role: 'Contributor',
    });
    await api('PUT', `projects/${project.id}/members/user/${reader.id}`, { role: 'Reader' });
    await signIn(page, server.url, server.token);
    await visit(page, `/organization/${of}/policies`);
    await expect(page.getByText('No policies yet')).toBeVisible();

    const ask = async () => {
      await page.getByLabel('Who').selectOption('Rita Reader');
      await page.getByLabel('What').selectOption('Reveal and copy values');
      await page.getByLabel('Where').selectOption('ledger');
      await page.getByRole('button', { name: 'Ask' }).click();
    };
    await ask();
    await expect(page.getByText('No', { exact: true })).toBeVisible();

    await page.getByRole('button', { name: 'New policy' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('readers reveal');
    await dialog.getByRole('button', { name: 'Store policy' }).click();
    await expect(dialog.getByText('a letter or digit first')).toBeVisible();
    await dialog.getByLabel('Name').fill('readers-reveal');
    await dialog.getByLabel('Policy').fill('permit (principal is Pers');
    await expect(dialog.getByText('What is wrong with it')).toBeVisible();
    await dialog.getByLabel('Policy').fill(
      `permit (principal is Person, action == Action::"reveal", resource in Project::"${project.id}")
when { context has projectRole && context.projectRole == "Reader" };`,
    );
    await expect(dialog.getByText('It validates.')).toBeVisible();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Store policy' }).click();
    await expect(page.getByRole('article', { name: 'readers-reveal' })).toContainText(
      'principal is Person',
    );
    await ask();
    await expect(page.getByText('Yes', { exact: true })).toBeVisible();
    await expectAccessible(page);

    await page.getByRole('button', { name: 'Delete readers-reveal' }).click();
    await page.getByRole('button', { name: 'Delete policy' }).click();
    await expect(page.getByText('No policies yet')).toBeVisible();
  } finally {
    await server.stop();
  }
});
