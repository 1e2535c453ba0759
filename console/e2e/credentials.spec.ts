import type { Page } from '@playwright/test';
import { expect, expectAccessible, signIn, test, visit, type Created } from './fixtures';

/** Reads what is shown once, and puts it away. */
async function shownOnce(page: Page): Promise<string> {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Show' }).click();
  const value = (await dialog.locator('.value code').textContent()) ?? '';
  await dialog.getByRole('button', { name: 'I have put it away' }).click();
  await expect(dialog).toHaveCount(0);
  return value;
}

test('makes a token for one field of one secret, which is good for that alone', async ({
  signedIn: page,
  vault,
}) => {
  const project = await vault.project('scoped to one field');
  const secret = await vault.api<Created>('POST', `settings/project/${project}/`, {
    _type: 'secret/S3Connection',
    name: 'backups',
    value: { access_key: 'AKIAIOSFODNN7EXAMPLE', secret_key: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEX' },
  });
  await page.reload();
  await signIn(page, vault.url, vault.token);
  await visit(page, '/profile');
  await page.getByRole('button', { name: 'New token' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('What it is for').fill('backup job');
  await dialog.getByLabel('Lives for').selectOption('A day');
  await dialog.getByLabel('Reaches').selectOption('scoped to one field');
  await dialog.getByRole('checkbox', { name: /^See/ }).uncheck();
  await dialog.getByRole('checkbox', { name: 'Single secrets only' }).check();
  await dialog.getByRole('button', { name: 'Create token' }).click();
  await expect(dialog.getByText('Choose the secrets, or all of them.')).toBeVisible();
  await dialog.getByRole('checkbox', { name: /backups/ }).check();
  for (const field of ['Access key', 'Session token', 'Region', 'Bucket', 'Endpoint']) {
    await dialog.getByRole('checkbox', { name: field }).uncheck();
  }
  await dialog.getByRole('checkbox', { name: 'Path style' }).uncheck();
  await dialog.getByRole('button', { name: 'Create token' }).click();
  const token = await shownOnce(page);
  expect(token).toMatch(/^srt_/);
  expect(await page.content()).not.toContain(token);
  await expect(page.getByRole('row', { name: /backup job/ })).toContainText(
    'one field, one secret, not all fields: reveal',
  );

  const path = `settings/project/${project}/${secret._key}?decrypt=true&field=`;
  await vault.api('GET', `${path}secret_key`, undefined, token);
  await expect(vault.api('GET', `${path}access_key`, undefined, token)).rejects.toThrow(/403/);
});

test('revokes a token, and signs out where it was the own one', async ({ page, vault }) => {
  const make = (name: string) =>
    vault.api<{ token: string }>('POST', 'tokens', { name, expires_in: 3600 });
  const { token: own } = await make('for this test');
  const { token: other } = await make('another one');
  await signIn(page, vault.url, own);
  await visit(page, '/profile');
  await page.getByRole('button', { name: 'Revoke another one' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke', exact: true }).click();
  await expect(page.getByRole('row', { name: /another one/ })).toHaveCount(0);
  await expect(vault.api('GET', 'me', undefined, other)).rejects.toThrow(/401/);

  await expect(page.getByRole('row', { name: /for this test/ })).toContainText('in use here');
  await page.getByRole('button', { name: 'Revoke for this test' }).click();
  await expect(page.getByText('You are signed in with it here')).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
});

test('a token with scopes makes no tokens, and the profile says so', async ({ page, vault }) => {
  const project = await vault.project('scoped');
  const { token } = await vault.api<{ token: string }>('POST', 'tokens', {
    name: 'narrow',
    expires_in: 3600,
    scopes: [{ on: `project/${project}`, permissions: ['metadata'] }],
  });
  await signIn(page, vault.url, token);
  await visit(page, '/profile');
  await expect(page.getByText('Not with this sign-in')).toBeVisible();
  await expect(page.getByRole('button', { name: 'New token' })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
});

test('changes the own name everywhere at once', async ({ page, vault }) => {
  const { token } = await vault.api<{ token: string }>(
    'POST',
    `organizations/${vault.organization}/people`,
    { name: 'Old Name', role: 'Contributor', token_expires_in: 3600 },
  );
  await signIn(page, vault.url, token);
  await visit(page, '/profile');
  await page.getByRole('button', { name: 'Change your name' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('New Name');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('.side .who')).toHaveText('New Name');
});

test('makes a client that signs in, gives it a new secret, and revokes it', async ({
  signedIn: page,
  vault,
}) => {
  const project = await vault.project('machines');
  const signInAs = async (id: string, secret: string) => {
    const answer = await fetch(new URL('/auth/client/v2/chariot/login', vault.url), {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: id,
        client_secret: secret,
      }),
    });
    return answer.status;
  };
  await visit(page, `/project/${project}/clients`);
  await page.getByRole('button', { name: 'New client' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('checkbox', { name: /^See/ }).uncheck();
  await dialog.getByRole('checkbox', { name: /^Reveal/ }).uncheck();
  await dialog.getByRole('button', { name: 'Create client' }).click();
  await expect(dialog.getByText('Enter a name.')).toBeVisible();
  await expect(dialog.getByText('Choose what may be done there.')).toBeVisible();
  await dialog.getByLabel('Name').fill('deploy');
  await dialog.getByRole('checkbox', { name: /^Reveal/ }).check();
  await dialog.getByRole('button', { name: 'Create client' }).click();
  await expect(dialog.locator('pre')).toContainText('grant_type=client_credentials');
  const first = await shownOnce(page);
  const { data } = await vault.api<{ data: { id: string; name: string }[] }>(
    'GET',
    `clients/project/${project}`,
  );
  const id = data.find((client) => client.name === 'deploy')?.id ?? '';
  expect(await signInAs(id, first)).toBe(200);

  await page.getByRole('button', { name: 'Actions for deploy' }).click();
  await page.getByRole('menuitem', { name: 'New secret' }).click();
  await page.getByRole('button', { name: 'Give a new secret' }).click();
  const second = await shownOnce(page);
  expect(await signInAs(id, first)).toBe(401);
  expect(await signInAs(id, second)).toBe(200);

  await page.getByRole('button', { name: 'Actions for deploy' }).click();
  await page.getByRole('menuitem', { name: 'Revoke' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke', exact: true }).click();
  await expect(page.getByText('No clients yet')).toBeVisible();
  expect(await signInAs(id, second)).toBe(401);
});

test('copies what is shown once without showing it', async ({ signedIn: page, vault, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await visit(page, '/profile');
  await page.getByRole('button', { name: 'New token' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('What it is for').fill('copied');
  await dialog.getByRole('radio', { name: /All that I may/ }).check();
  await dialog.getByRole('button', { name: 'Create token' }).click();
  await dialog.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(dialog.getByText('It leaves the clipboard in')).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(await page.content()).not.toContain(copied);
  await vault.api('GET', 'me', undefined, copied);
});

test('is accessible, with its dialogs', async ({ signedIn: page, vault }) => {
  const project = await vault.project('clients for all');
  await vault.api('POST', `clients/project/${project}`, {
    name: 'ending',
    expires_in: 3600,
    scopes: [{ on: `project/${project}`, permissions: ['reveal'] }],
  });
  await visit(page, `/project/${project}/clients`);
  await expect(page.getByRole('row', { name: /ending/ })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'New client' }).click();
  await page.getByRole('checkbox', { name: 'Single secrets only' }).check();
  await expect(page.getByText('There is no secret here')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await visit(page, '/profile');
  await expect(page.getByRole('row', { name: /in use here/ })).toBeVisible();
  await expectAccessible(page);
});
