import { describe, expect, it } from 'vitest';
import type { TypeDescription } from '../api/client';
import { snippets } from './snippets';

const of = {
  origin: 'https://vault.example.com',
  owner: 'project/2Cd',
  key: 'secret/Custom/2Gh',
  name: 'backups',
  reference: 'sr://project/demo/backups',
};
const type = (...formats: string[]) =>
  ({
    fields: [{ name: 'id' }, { name: 'password', sensitive: true }],
    renderings: formats.map((format) => ({ format })),
  }) as unknown as TypeDescription;

describe('lines to use a secret with', () => {
  it('are those of the formats that the type has', () => {
    const ids = (...formats: string[]) => snippets(of, type(...formats)).map(({ id }) => id);
    expect(ids('json', 'dotenv-shell')).toEqual([...['curl', 'cli', 'run', 'shell', 'python']]);
    expect(ids('credential-process')).toEqual(['aws']);
    expect(ids('dockerconfigjson', 'kubernetes')).toEqual(['registry', 'kubernetes']);
    expect(snippets(of, null)).toEqual([]);
  });

  it('ask for this secret and have no token in them', () => {
    const all = snippets(of, type('json', 'dotenv-docker', 'credential-process', 'kubernetes'));
    expect(all.length).toBeGreaterThan(3);
    for (const { id, text } of all) {
      expect(text).toContain(
        id === 'cli' || id === 'run'
          ? ' sr://project/demo/backups'
          : 'https://vault.example.com/api/identity/v2/settings/project/2Cd/secret/Custom/2Gh?decrypt=true',
      );
      expect(text).not.toMatch(/srt_[0-9A-Za-z]/);
    }
  });

  it('of the command line ask for the field that is secret', () => {
    const [, cli] = snippets(of, type('json'));
    expect(cli?.text).toBe(
      'export STRONGROOM_URL=https://vault.example.com\nstrongroom secret get sr://project/demo/backups/password',
    );
  });

  it('take a name into a configuration only where it cannot break out of its line', () => {
    const profile = (name: string) =>
      snippets({ ...of, name }, type('credential-process'))[0]?.text.split('\n')[1];
    expect(profile('backups')).toBe('[profile backups]');
    expect(profile('x]\ncredential_process = evil')).toBe('[profile strongroom]');
  });
});
