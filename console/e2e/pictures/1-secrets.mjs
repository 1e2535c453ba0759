/** The Secrets tab, the wizard and one secret. */
export default async function secrets({ api, organization }) {
  const project = (await api('POST', 'projects', { name: 'payments', organization })).id;
  await api('POST', 'projects', { name: 'website', organization, visibility: 'internal' });
  const empty = (await api('POST', 'projects', { name: 'empty', organization })).id;
  const settings = `settings/project/${project}/`;
  const custom = (name, description = '') =>
    api('POST', settings, { _type: 'secret/Custom', name, description, value: `value of ${name}` });
  for (const name of [
    'stripe-live',
    'stripe-webhook',
    'sentry-dsn',
    'smtp-password',
    'grafana-token',
    'jwt-signing-key',
    'pagerduty',
    'slack-bot',
  ]) {
    await custom(name);
  }
  const s3 = await api('POST', settings, {
    _type: 'secret/S3Connection',
    name: 'backups',
    description: 'Nightly dumps of the ledger. Written by the job “dump”, read by nobody else.',
    labels: { team: 'platform', tier: 'critical' },
    value: {
      access_key: 'AKIAIOSFODNN7EXAMPLE',
      secret_key: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      region: 'eu-central-1',
      bucket: 'ledger-dumps',
    },
  });
  await api('POST', settings, {
    _type: 'secret/ContainerRegistry',
    name: 'ghcr',
    value: { server: 'ghcr.io', username: 'robot', password: 'hunter2hunter2' },
  });
  await custom('<b>bold</b> & "quotes"', 'A name with markup in it is a name');
  await api('PATCH', `${settings}${s3._key}`, {
    value: {
      access_key: 'AKIAIOSFODNN7EXAMPLE',
      secret_key: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEZ',
      region: 'eu-central-1',
    },
  });
  await api('GET', `${settings}${s3._key}?decrypt=true&field=secret_key`);
  await api('PATCH', `${settings}${s3._key}`, {
    expires_at: Math.floor(Date.now() / 1000) + 12 * 86_400,
    rotate_every: 90 * 86_400,
  });
  const gone = await custom('retired-key');
  await api('DELETE', `${settings}${gone._key}`);
  const one = `/project/${project}/secrets/S3Connection/${s3._id}`;
  const choose = async (page, type) => {
    await page.getByRole('radio', { name: type }).check();
    await page.getByRole('button', { name: 'Continue' }).click();
  };
  const fill = async (page) => {
    await choose(page, 'S3 Connection');
    await page.getByLabel('Access key').fill('AKIAIOSFODNN7EXAMPLE');
    await page.getByLabel('Secret key', { exact: true }).fill('wJalrXUtnFEMI/K7MDENG');
  };
  const tab = (name) => (page) => page.getByRole('tab', { name }).click();
  return [
    { name: 'secrets', path: `/project/${project}/secrets` },
    { name: 'secrets-empty', path: `/project/${empty}/secrets` },
    { name: 'one', path: one },
    { name: 'one-versions', path: one, before: tab('Versions') },
    { name: 'one-activity', path: one, before: tab('Activity') },
    { name: 'one-access', path: one, before: tab('Access') },
    { name: 'one-use', path: one, before: tab('Use it') },
    {
      name: 'one-schedule',
      path: one,
      before: async (page) => {
        await page.getByRole('button', { name: 'More' }).click();
        await page.getByRole('menuitem', { name: 'Rotation and expiry' }).click();
      },
      after: (page) => page.getByRole('button', { name: 'Close' }).click(),
    },
    { name: 'one-deleted', path: `/project/${project}/secrets/Custom/${gone._id}` },
    {
      name: 'one-new-value',
      path: one,
      before: (page) => page.getByRole('button', { name: 'New value' }).click(),
      after: (page) => page.getByRole('button', { name: 'Close' }).click(),
    },
    { name: 'wizard-1-type', path: `/project/${empty}/secrets/new` },
    {
      name: 'wizard-2-fields',
      path: `/project/${empty}/secrets/new`,
      before: async (page) => {
        await fill(page);
        await page.getByLabel('Access key').fill('');
        await page.getByRole('button', { name: 'Continue' }).click();
        await page.getByLabel('Access key').fill('AKIAIOSFODNN7EXAMPLE');
        await page.getByLabel('Secret key', { exact: true }).fill('');
        await page.getByRole('button', { name: 'Continue' }).click();
      },
      after: async (page) => {
        await page.getByLabel('Secret key', { exact: true }).fill('wJalrXUtnFEMI/K7MDENG');
        await page.getByRole('button', { name: 'Continue' }).click();
      },
    },
    {
      name: 'wizard-3-name',
      path: `/project/${empty}/secrets/new`,
      before: async (page) => {
        await page.getByLabel('Name', { exact: true }).fill('backups');
        await page.getByLabel('Description').fill('Nightly dumps of the ledger.');
      },
    },
    {
      name: 'wizard-4-schedule',
      path: `/project/${empty}/secrets/new`,
      before: async (page) => {
        await page.getByRole('button', { name: 'Continue' }).click();
        await page.getByLabel('The value ends').selectOption('At a time I choose');
        await page.getByLabel('Ends at').fill('2031-06-30T18:00');
        await page.getByLabel('It is to be replaced').selectOption('Every …');
        await page.getByLabel('Every', { exact: true }).fill('45');
        await page.getByLabel('Unit').selectOption('days');
      },
    },
    {
      name: 'wizard-5-review',
      path: `/project/${empty}/secrets/new`,
      before: (page) => page.getByRole('button', { name: 'Continue' }).click(),
      after: async (page) => {
        // Created for each of the pictures anew.
        await page.getByRole('button', { name: /Name and desc/ }).click();
        await page.getByLabel('Name', { exact: true }).fill(`backups ${Date.now()}`);
        await page.getByRole('button', { name: 'Continue' }).click();
        await page.getByRole('button', { name: 'Continue' }).click();
        await page.getByRole('button', { name: 'Create the secret' }).click();
        await page.getByText('is stored').waitFor();
      },
    },
    { name: 'wizard-6-done', path: `/project/${empty}/secrets/new` },
    { name: 'paste', path: `/project/${empty}/secrets/paste` },
    {
      name: 'paste-found',
      path: `/project/${empty}/secrets/paste`,
      before: async (page) => {
        await page
          .getByLabel("The file's text")
          .fill(
            'AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE\nAWS_SECRET_ACCESS_KEY=x\nSTRIPE=sk_live\nEMPTY=\nnot this\nURL="https://$HOST/x"\n',
          );
        await page.getByRole('button', { name: 'Read it' }).click();
      },
      after: (page) => page.getByRole('button', { name: 'Start over' }).click(),
    },
    {
      name: 'switcher',
      path: `/project/${project}/secrets`,
      before: async (page) => {
        const menu = page.getByRole('button', { name: 'Menu' });
        if (await menu.isVisible()) await menu.click();
        await page.getByRole('button', { name: /^Place/ }).click();
      },
      after: (page) => page.keyboard.press('Escape'),
    },
    {
      name: 'search-none',
      path: `/project/${project}/secrets`,
      before: (page) => page.getByRole('searchbox').fill('no such'),
      after: (page) => page.getByRole('searchbox').fill(''),
    },
  ];
}
