/** What is around the secrets: people, machines, the log, the health of a place. */
export default async function around({ api, organization }) {
  const person = (name, role, rest = {}) =>
    api('POST', `organizations/${organization}/people`, {
      name,
      ...(role ? { role } : {}),
      token_expires_in: 3600,
      ...rest,
    });
  const ada = await person('Ada Lovelace', 'Maintainer', { email: 'ada@example.com' });
  const grace = await person('Grace Hopper', 'Contributor', { email: 'grace@example.com' });
  const eve = await person('Eve <b>', null, { email: 'eve@example.com' });
  await api('PATCH', `people/${eve.id}`, { active: false });
  const group = await api('POST', `organizations/${organization}/groups`, { name: 'Platform' });
  await api('POST', `organizations/${organization}/groups`, {
    name: 'Finance',
    claim: 'finance-team',
  });
  await api('PUT', `groups/${group.id}/members/${ada.id}`);
  const project = (await api('POST', 'projects', { name: 'ledger', organization })).id;
  const many = await manyStandings(api, organization);
  await api('PUT', `projects/${project}/members/group/${group.id}`, { role: 'Writer' });
  await api('PUT', `projects/${project}/members/user/${grace.id}`, { role: 'Reader' });
  const secret = (name) =>
    api('POST', `settings/project/${project}/`, {
      _type: 'secret/Custom',
      name,
      value: `value of ${name}`,
    });
  const first = await secret('database');
  await secret('mail');
  await api('GET', `settings/project/${project}/${first._key}?decrypt=true`);
  const scope = { on: `project/${project}`, permissions: ['metadata', 'reveal'] };
  await api('POST', `clients/project/${project}`, {
    name: 'deploy',
    expires_in: 7_776_000,
    scopes: [scope],
  });
  await api('POST', `clients/project/${project}`, {
    name: 'backup',
    expires_in: 3600,
    scopes: [{ ...scope, permissions: ['reveal'], secrets: [{ key: first._key }] }],
  });
  await api('POST', 'tokens', { name: 'Laptop', expires_in: 2_592_000 });
  await api('POST', 'tokens', { name: 'Nightly report', expires_in: 86_400, scopes: [scope] });
  await api(
    'GET',
    `settings/project/${project}/${first._key}?decrypt=true`,
    undefined,
    grace.token,
  ).catch(() => {});
  const on = `/project/${project}`;
  const of = `/organization/${organization}`;
  const open = (name) => (page) => page.getByRole('button', { name, exact: true }).click();
  return [
    { name: 'members', path: `${on}/members` },
    { name: 'members-add', path: `${on}/members?add`, before: open('Add members') },
    { name: 'clients', path: `${on}/clients` },
    { name: 'clients-new', path: `${on}/clients?new`, before: open('New client') },
    { name: 'health', path: `${on}/health` },
    { name: 'health-of-many', path: `${many}/health` },
    { name: 'health-values', path: `${many}/health?values`, before: lookForValues },
    { name: 'deleted', path: `${many}/secrets/deleted` },
    { name: 'audit', path: `${on}/audit` },
    { name: 'settings', path: `${on}/settings` },
    { name: 'projects', path: `${of}/projects` },
    { name: 'people', path: `${of}/people` },
    { name: 'person', path: `${of}/people/${ada.id}` },
    { name: 'group', path: `${of}/groups/${group.id}` },
    { name: 'policies', path: `${of}/policies` },
    { name: 'organizations', path: '/organizations' },
    { name: 'types', path: '/types' },
    { name: 'profile', path: '/profile' },
    { name: 'token-new', path: '/profile?new', before: open('New token') },
    { name: 'api', path: '/api' },
  ];
}

/** A project with secrets of which each wants something else, and some that were deleted; its pages. */
async function manyStandings(api, organization) {
  const project = (await api('POST', 'projects', { name: 'shop', organization })).id;
  const settings = `settings/project/${project}/`;
  const inDays = (days) => Math.floor(Date.now() / 1000 + days * 86_400);
  const made = (name, more) =>
    api('POST', settings, { _type: 'secret/Custom', name, value: `value of ${name}`, ...more });
  await made('tls-certificate', { expires_at: inDays(0) + 2 });
  await made('partner-api-key', { expires_at: inDays(9) });
  await made('database-password', { rotate_every: 5 * 86_400 });
  for (const name of ['stripe', 'mail', 'search']) await made(name);
  for (const name of ['reports', 'reports-staging']) await made(name, { value: 'Reports-2024' });
  for (const name of ['old-gateway', 'migrated <b>', 'test']) {
    await api('DELETE', `${settings}${(await made(name))._key}`);
  }
  return `/project/${project}`;
}

async function lookForValues(page) {
  const section = page.getByRole('region', { name: 'Weak and reused values' });
  await section.getByRole('button', { name: 'Look for them' }).click();
  await section.getByRole('region').first().waitFor();
  await section.evaluate((element) => element.scrollIntoView());
}
