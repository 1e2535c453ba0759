import {
  choose,
  expect,
  expectAccessible,
  signIn,
  stored,
  test,
  toReview,
  VALUE,
  visit,
} from './fixtures';

test.describe('the wizard', () => {
  test('loses nothing when the sign-in ends in the middle of it', async ({ page, vault }) => {
    const project = await vault.project('expiry');
    const first = await vault.api<{ id: string; token: string }>('POST', 'tokens', {
      name: 'first',
      expires_in: 3600,
    });
    await signIn(page, vault.url, first.token);
    await visit(page, `/project/${project}/secrets/new`);
    await choose(page, 'Container Registry');
    await page.getByLabel('Server').fill('ghcr.io');
    await page.getByLabel('User name').fill('robot');
    await page.getByLabel(/^Password/).fill('typed-before');
    await page.getByRole('button', { name: 'Continue' }).click();
    await vault.api('DELETE', `tokens/${first.id}`);
    await page.getByLabel('Name', { exact: true }).fill('survivor');
    await page.getByLabel('Description').fill('typed as well');

    // The look-up of the name notices.
    const dialog = page.getByRole('dialog', { name: 'Sign in again' });
    await expect(dialog).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await expect(dialog).toBeVisible();

    // Somebody else's token is not taken: the page is not theirs.
    const { token: other } = await vault.api<{ token: string }>(
      'POST',
      `organizations/${vault.organization}/people`,
      { name: 'Otto', token_expires_in: 3600 },
    );
    await dialog.getByLabel('Token', { exact: true }).fill(other);
    await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(dialog.getByText('That is someone else')).toBeVisible();

    await dialog.getByLabel('Token', { exact: true }).fill(vault.token);
    await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(dialog).toHaveCount(0);
    await expect(page.getByLabel('Name', { exact: true })).toHaveValue('survivor');
    await expect(page.getByLabel('Description')).toHaveValue('typed as well');
    await toReview(page);
    await page.getByRole('button', { name: 'Create the secret' }).click();
    await expect(page.getByText('survivor is stored.')).toBeVisible();
    expect(await stored(vault, project, 'survivor')).toMatchObject({
      value: { server: 'ghcr.io', username: 'robot', password: 'typed-before' },
    });
  });

  test('keeps a value that was being checked when the sign-in ended', async ({ page, vault }) => {
    const project = await vault.project('expiry while checked');
    const first = await vault.api<{ id: string; token: string }>('POST', 'tokens', {
      name: 'third',
      expires_in: 3600,
    });
    await signIn(page, vault.url, first.token);
    await visit(page, `/project/${project}/secrets/new`);
    await choose(page, 'Single Variable');
    await vault.api('DELETE', `tokens/${first.id}`);
    const value = page.getByLabel('Value', { exact: true });
    await value.fill(VALUE);
    const dialog = page.getByRole('dialog', { name: 'Sign in again' });
    await expect(dialog).toBeVisible();
    await dialog.getByLabel('Token', { exact: true }).fill(vault.token);
    await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(dialog).toHaveCount(0);
    await expect(value).toHaveValue(VALUE);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('Name', { exact: true }).fill('kept');
    await toReview(page);
    expect(await page.content()).not.toContain(VALUE);
    await page.getByRole('button', { name: 'Create the secret' }).click();
    await expect(page.getByText('kept is stored.')).toBeVisible();
    expect(await page.content()).not.toContain(VALUE);
    expect(await stored(vault, project, 'kept')).toMatchObject({ value: VALUE });
  });

  test('sends what was being sent when the sign-in ended, once one has signed in again', async ({
    page,
    vault,
  }) => {
    const project = await vault.project('expiry at the end');
    const first = await vault.api<{ id: string; token: string }>('POST', 'tokens', {
      name: 'second',
      expires_in: 3600,
    });
    await signIn(page, vault.url, first.token);
    await visit(page, `/project/${project}/secrets/new`);
    await choose(page, 'Single Variable');
    await page.getByLabel('Value', { exact: true }).fill('x');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('Name', { exact: true }).fill('once');
    await toReview(page);
    await vault.api('DELETE', `tokens/${first.id}`);
    await page.getByRole('button', { name: 'Create the secret' }).click();
    const dialog = page.getByRole('dialog', { name: 'Sign in again' });
    await dialog.getByLabel('Token', { exact: true }).fill(vault.token);
    await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(page.getByText('once is stored.')).toBeVisible();
  });
});
