import { choose, expect, expectAccessible, stored, test, toReview, visit } from './fixtures';

test.describe('the wizard', () => {
  test('makes a secret of one field, and says how to use it', async ({
    signedIn: page,
    vault,
    console: lines,
  }) => {
    const project = await vault.project('one field');
    const value = 'line one\n  line two with $ and "quotes" \n';
    await visit(page, `/project/${project}/secrets`);
    await page.getByRole('link', { name: 'Add the first secret' }).click();
    await expectAccessible(page);
    await choose(page, 'Single Variable');
    await expect(page.getByRole('heading', { name: 'Its value' })).toBeFocused();
    await page.getByLabel('Value', { exact: true }).fill(value);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('Name', { exact: true }).fill('stripe');
    await page.getByLabel('Description').fill('For <payments>');
    await page.getByRole('button', { name: 'Add a label' }).click();
    await page.getByLabel('Name of label 1').fill('team');
    await page.getByLabel('Text of label 1').fill('money');
    await expectAccessible(page);
    await toReview(page);
    await expect(page.getByText('41 characters, 3 lines')).toBeVisible();
    expect(await page.content()).not.toContain('line two');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Create the secret' }).click();
    await expect(page.getByText('stripe is stored.')).toBeVisible();
    await expectAccessible(page);

    const found = await stored(vault, project, 'stripe');
    expect(found).toMatchObject({
      value,
      description: 'For <payments>',
      labels: { team: 'money' },
    });
    const page_ = await page.evaluate(() => document.documentElement.outerHTML);
    expect(page_).not.toContain('line two');
    expect(lines.join()).not.toContain('line two');
    for (const way of ['curl', 'Environment', 'Docker', 'Compose', 'Kubernetes', 'Python']) {
      await page.getByRole('tab', { name: way, exact: true }).click();
      await expect(page.locator('pre')).toContainText(`/project/${project}/${found?._key ?? ''}`);
      await expect(page.locator('pre')).not.toContainText(vault.token);
    }
    await page.getByRole('link', { name: 'See the secret' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'stripe' })).toBeVisible();
  });

  test('is gone through by keyboard alone', async ({ signedIn: page, vault }) => {
    const project = await vault.project('keyboard');
    await visit(page, `/project/${project}/secrets`);
    const link = page.getByRole('link', { name: 'Add the first secret' });
    await expect(link).toBeVisible();
    for (
      let tabs = 0;
      tabs < 40 && !(await link.evaluate((one) => one === document.activeElement));
      tabs += 1
    ) {
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'What is it?' })).toBeVisible();

    const radio = page.getByRole('radio', { name: 'Container Registry' });
    for (
      let tabs = 0;
      tabs < 40 && !(await radio.evaluate((one) => one === document.activeElement));
      tabs += 1
    ) {
      await page.keyboard.press('Tab');
    }
    await expect(radio).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await expect(page.getByRole('radio', { name: 'Single Variable' })).toBeChecked();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Its value' })).toBeFocused();
    await page.keyboard.press('Tab');
    await page.keyboard.type('typed');
    // Past the two buttons of the field and the way back.
    for (let tabs = 0; tabs < 4; tabs += 1) await page.keyboard.press('Tab');
    await expect(page.getByRole('button', { name: 'Continue' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Name and description' })).toBeFocused();
    await page.keyboard.press('Tab');
    await page.keyboard.type('by-hand');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Rotation and expiry' })).toBeFocused();
    for (let tabs = 0; tabs < 4; tabs += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Review' })).toBeFocused();
    for (let tabs = 0; tabs < 5; tabs += 1) await page.keyboard.press('Tab');
    await expect(page.getByRole('button', { name: 'Create the secret' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByText('by-hand is stored.')).toBeVisible();
    expect(await stored(vault, project, 'by-hand')).toMatchObject({ value: 'typed' });
  });

  test('complains as one types, and where one goes on too early', async ({
    signedIn: page,
    vault,
  }) => {
    const project = await vault.project('complaints');
    await vault.api('POST', `settings/project/${project}/`, {
      _type: 'secret/Custom',
      name: 'taken',
      value: 'x',
    });
    await visit(page, `/project/${project}/secrets/new`);
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect(page.getByRole('heading', { name: 'What is it?' })).toBeVisible();
    await choose(page, 'S3 Connection');
    await page.getByRole('button', { name: 'Continue' }).click();
    const access = page.getByLabel('Access key');
    await expect(access).toBeFocused();
    await expect(access).toHaveAccessibleDescription(/This is needed/);
    await access.fill('AKIAIOSFODNN7EXAMPLE');
    await expect(access).not.toHaveAttribute('aria-invalid');
    await page.getByLabel('Secret key', { exact: true }).fill('x'.repeat(70_000));
    await expect(page.getByText('At most 64 KiB.')).toBeVisible();
    await page.getByLabel('Secret key', { exact: true }).fill('wJalrXUtnFEMI');
    await page.getByRole('button', { name: 'Continue' }).click();

    const name = page.getByLabel('Name', { exact: true });
    for (const [typed, said] of [
      ['taken', 'There is a secret of this name here already.'],
      [' padded ', 'No spaces at the beginning or the end.'],
      ['exe\u202Etxt', 'There are characters in it that are not seen.'],
    ] as const) {
      await name.fill(typed);
      await expect(page.getByText(said)).toBeVisible();
    }
    await name.fill('free');
    await expect(name).not.toHaveAttribute('aria-invalid');
  });

  test('says beside each field what only the server knows, as one types', async ({
    signedIn: page,
    vault,
  }) => {
    const project = await vault.project('server');
    const drafts: string[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/validate')) drafts.push(request.postData() ?? '');
    });
    await visit(page, `/project/${project}/secrets/new`);
    await choose(page, 'S3 Connection');
    const access = page.getByLabel('Access key');
    const bucket = page.getByLabel('Bucket');
    const secret = page.getByLabel('Secret key', { exact: true });
    await access.pressSequentially('short', { delay: 20 });
    // What was not touched is not complained about, missing as it is.
    await expect.poll(() => drafts.length).toBe(1);
    await expect(secret).not.toHaveAttribute('aria-invalid');
    await secret.fill('wJalrXUtnFEMI');
    await expect(access).toHaveAccessibleDescription(/16 to 128 letters/);
    await bucket.fill('s3://with/a/path');
    await expect(bucket).toHaveAccessibleDescription(/bucket's name alone/);
    await expectAccessible(page);
    await access.fill('AKIAIOSFODNN7EXAMPLE');
    await expect(access).not.toHaveAttribute('aria-invalid');
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect(bucket).toBeFocused();
    await bucket.fill('backups');
    await page.getByLabel('Region').fill('eu-central-1');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('Name', { exact: true }).fill('refused');
    await toReview(page);
    await page.getByRole('button', { name: 'Create the secret' }).click();
    await expect(page.getByText('refused is stored.')).toBeVisible();
    await expect(page.getByRole('tab', { name: 'AWS' })).toBeVisible();
  });

  test('goes back to the field that the server names at the end, with nothing lost', async ({
    signedIn: page,
    vault,
  }) => {
    const project = await vault.project('the end');
    await page.route('**/validate', (route) =>
      route.fulfill({ json: { valid: true, errors: [] } }),
    );
    await visit(page, `/project/${project}/secrets/new`);
    await choose(page, 'S3 Connection');
    await page.getByLabel('Access key').fill('short');
    await page.getByLabel('Secret key', { exact: true }).fill('wJalrXUtnFEMI');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('Name', { exact: true }).fill('late');
    await toReview(page);
    await page.getByRole('button', { name: 'Create the secret' }).click();
    await expect(page.getByRole('heading', { name: 'Its value' })).toBeVisible();
    await expect(page.getByLabel('Access key')).toBeFocused();
    await expect(page.getByLabel('Access key')).toHaveAccessibleDescription(/16 to 128 letters/);
    await expect(page.getByLabel('Secret key', { exact: true })).toHaveValue('wJalrXUtnFEMI');
    await page.getByLabel('Access key').fill('AKIAIOSFODNN7EXAMPLE');
    await page.getByRole('button', { name: 'Continue' }).click();
    // Taken meanwhile by somebody else.
    await vault.api('POST', `settings/project/${project}/`, {
      ...{ _type: 'secret/Custom', name: 'late', value: 'x' },
    });
    await toReview(page);
    await page.getByRole('button', { name: 'Create the secret' }).click();
    await expect(page.getByLabel('Name', { exact: true })).toBeFocused();
    await expect(page.getByText('There is a secret of this name here already.')).toBeVisible();
    await page.getByLabel('Name', { exact: true }).fill('later');
    await toReview(page);
    await page.getByRole('button', { name: 'Create the secret' }).click();
    await expect(page.getByText('later is stored.')).toBeVisible();
  });

  test('goes on by its own rules while the server does not answer', async ({
    signedIn: page,
    vault,
  }) => {
    const project = await vault.project('the server is away');
    await visit(page, `/project/${project}/secrets/new`);
    await choose(page, 'Container Registry');
    await page.route('**/validate', (route) => route.abort('internetdisconnected'));
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect(page.getByLabel('Server')).toHaveAccessibleDescription(/This is needed/);
    await page.getByLabel('Server').fill('ghcr.io');
    await expect(page.getByText('The server does not answer')).toBeVisible();
    await expectAccessible(page);
    await page.getByLabel('User name').fill('robot');
    await page.getByLabel(/^Password/).fill('kept');
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect(page.getByRole('heading', { name: 'Name and description' })).toBeVisible();
    await page.unroute('**/validate');
    await page.getByLabel('Name', { exact: true }).fill('offline');
    await expect(page.getByText('The server does not answer')).toHaveCount(0);
    await toReview(page);
    await page.getByRole('button', { name: 'Create the secret' }).click();
    await expect(page.getByText('offline is stored.')).toBeVisible();
    expect(await stored(vault, project, 'offline')).toMatchObject({
      value: { server: 'ghcr.io', username: 'robot', password: 'kept' },
    });
  });

  test('asks before what was typed is lost', async ({ signedIn: page, vault }) => {
    const project = await vault.project('leaving');
    await visit(page, `/project/${project}/secrets/new`);
    await choose(page, 'Single Variable');
    await page.getByLabel('Value', { exact: true }).fill('precious');
    let leave = false;
    let asked = 0;
    page.on('dialog', (dialog) => {
      asked += 1;
      void (leave ? dialog.accept() : dialog.dismiss());
    });
    await page.getByRole('link', { name: 'Secrets', exact: true }).click();
    await expect.poll(() => asked).toBe(1);
    await expect(page).toHaveURL(/\/secrets\/new$/);
    await expect(page.getByLabel('Value', { exact: true })).toHaveValue('precious');
    leave = true;
    await page.getByRole('link', { name: 'Secrets', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'No secrets yet' })).toBeVisible();
  });

  test('reads a value from a file to the byte', async ({ signedIn: page, vault }) => {
    const project = await vault.project('file');
    await visit(page, `/project/${project}/secrets/new`);
    await choose(page, 'Single Variable');
    const value = '-----BEGIN KEY-----\r\nabc\r\n-----END KEY-----\r\n';
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'key.pem', mimeType: 'text/plain', buffer: Buffer.from(value) });
    await expect(page.getByText('45 bytes from the file')).toBeVisible();
    await page.locator('input[type=file]').setInputFiles({
      name: 'binary',
      mimeType: 'application/octet-stream',
      buffer: Buffer.from([0xff, 0xfe, 0x00]),
    });
    await expect(page.getByText('The file is not UTF-8 text.')).toBeVisible();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('Name', { exact: true }).fill('pem');
    await toReview(page);
    await page.getByRole('button', { name: 'Create the secret' }).click();
    await expect(page.getByText('pem is stored.')).toBeVisible();
    expect(await stored(vault, project, 'pem')).toMatchObject({ value });
  });
});
