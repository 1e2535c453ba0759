import { expect, expectAccessible, stored, test, visit } from './fixtures';

test.describe('a pasted file', () => {
  test('becomes the secrets that one chooses of it', async ({ signedIn: page, vault }) => {
    const project = await vault.project('paste');
    await vault.api('POST', `settings/project/${project}/`, {
      _type: 'secret/Custom',
      name: 'TAKEN',
      value: 'x',
    });
    await visit(page, `/project/${project}/secrets/new`);
    await page.getByRole('link', { name: 'Paste it' }).click();
    await expectAccessible(page);
    await page
      .getByLabel("The file's text")
      .fill(
        [
          'export STRIPE_KEY="sk_live_pasted"',
          'AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE',
          'AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI',
          'AWS_REGION=eu-central-1',
          'EMPTY=',
          'TAKEN=1',
          'UNWANTED=1',
          'not an assignment',
        ].join('\n'),
      );
    await page.getByRole('button', { name: 'Read it' }).click();
    await expect(
      page.getByRole('heading', { name: '5 secrets in an environment file' }),
    ).toBeFocused();
    expect(await page.content()).not.toContain('sk_live_pasted');
    await expect(page.getByText('Line 8 is no assignment.')).toBeVisible();
    await expect(page.getByRole('checkbox', { name: 'Keep EMPTY' })).not.toBeChecked();
    await page.getByRole('checkbox', { name: 'Keep UNWANTED' }).uncheck();
    await page.getByRole('textbox', { name: 'Name' }).first().fill('ledger');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Create 3 secrets' }).click();
    await expect(page.getByText('not stored')).toBeVisible();
    await expectAccessible(page);

    await page.getByRole('textbox', { name: 'Name' }).nth(3).fill('NOT_TAKEN');
    await page.getByRole('button', { name: 'Create 1 secret' }).click();
    await expect(page.getByText('3 secrets are stored.')).toBeVisible();
    await page.getByRole('link', { name: 'To the secrets' }).click();
    await expect(page.getByRole('rowheader')).toHaveText([
      'NOT_TAKEN',
      'STRIPE_KEY',
      'TAKEN',
      'ledger',
    ]);
    expect(await stored(vault, project, 'STRIPE_KEY')).toMatchObject({ value: 'sk_live_pasted' });
    expect(await stored(vault, project, 'ledger')).toMatchObject({
      value: {
        access_key: 'AKIAIOSFODNN7EXAMPLE',
        secret_key: 'wJalrXUtnFEMI',
        region: 'eu-central-1',
      },
    });
  });

  test('may be AWS credentials or a docker config', async ({ signedIn: page, vault }) => {
    const project = await vault.project('paste others');
    await visit(page, `/project/${project}/secrets/paste`);
    await page
      .getByLabel("The file's text")
      .fill('[dev]\naws_access_key_id=AKIAIOSFODNN7EXAMPLE\naws_secret_access_key=s\n');
    await page.getByRole('button', { name: 'Read it' }).click();
    await page.getByRole('button', { name: 'Create 1 secret' }).click();
    await expect(page.getByText('One secret is stored.')).toBeVisible();

    await page.getByRole('button', { name: 'Start over' }).click();
    const auth = Buffer.from('robot:hunter2').toString('base64');
    await page
      .getByLabel("The file's text")
      .fill(JSON.stringify({ auths: { 'ghcr.io': { auth } }, credsStore: 'x' }));
    await page.getByRole('button', { name: 'Read it' }).click();
    await page.getByRole('button', { name: 'Create 1 secret' }).click();
    await expect(page.getByText('One secret is stored.')).toBeVisible();
    expect(await stored(vault, project, 'ghcr.io')).toMatchObject({
      value: { server: 'ghcr.io', username: 'robot', password: 'hunter2' },
    });
  });

  test('with nothing in it is said to have nothing', async ({ signedIn: page, vault }) => {
    await visit(page, `/project/${await vault.project('paste none')}/secrets/paste`);
    await page.getByRole('button', { name: 'Read it' }).click();
    await expect(page.getByText('Paste something first.')).toBeVisible();
    await page.getByLabel("The file's text").fill('just words');
    await page.getByRole('button', { name: 'Read it' }).click();
    await expect(page.getByText('There is no secret in this')).toBeVisible();
  });
});
