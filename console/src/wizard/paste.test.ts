import { describe, expect, it } from 'vitest';
import { formatOf, read } from './paste';

const types = new Set(['Custom', 'S3Connection', 'ContainerRegistry']);

describe('an environment file', () => {
  const values = (text: string) =>
    Object.fromEntries(read(text, types).proposals.map((one) => [one.name, one.values.value]));

  it('becomes a single variable for each assignment', () => {
    const text = '# comment\nA=1\nexport B = two words # behind\n\nC=\'as $it is\'\nD="x\\ny"\n';
    expect(values(text)).toEqual({ A: '1', B: 'two words', C: 'as $it is', D: 'x\ny' });
  });

  it('may have values of several lines in quotes', () => {
    const text = 'KEY="-----BEGIN\nabc\n-----END"\nNEXT=1\n';
    expect(values(text)).toEqual({ KEY: '-----BEGIN\nabc\n-----END', NEXT: '1' });
  });

  it('keeps a # that is part of a value, and an = too', () => {
    expect(values('A=a#b\nB=c=d==\n')).toEqual({ A: 'a#b', B: 'c=d==' });
  });

  it('takes the last of two, as tools do', () => {
    expect(values('A=1\nA=2\n')).toEqual({ A: '2' });
  });

  it('reads the ends of lines of Windows', () => {
    expect(values('A=1\r\nB=2\r\n')).toEqual({ A: '1', B: '2' });
  });

  it('says which lines it could not read, without what is in them', () => {
    const { skipped } = read('A=1\nhunter2\nB="open\n', types);
    expect(skipped).toEqual(['Line 2 is no assignment.', 'Line 3 has a quote that does not end.']);
  });

  it('says where something is empty, or would be put in by a tool', () => {
    const notes = read('A=\nB=$HOME/x\nC="${D}"\nE=\'$F\'\n', types).proposals.map(
      (one) => one.note,
    );
    expect(notes[0]).toContain('empty');
    expect(notes[1]).toContain('$');
    expect(notes[2]).toContain('$');
    expect(notes[3]).toBeNull();
  });

  it('has its AWS variables together in one connection', () => {
    const text =
      'AWS_ACCESS_KEY_ID=AKIA1\nAWS_SECRET_ACCESS_KEY=s\nAWS_REGION=eu-central-1\nS3_BUCKET=b\nX=1\n';
    const { proposals } = read(text, types);
    expect(proposals.map(({ type, values }) => ({ type, values }))).toEqual([
      {
        type: 'S3Connection',
        values: { access_key: 'AKIA1', secret_key: 's', region: 'eu-central-1', bucket: 'b' },
      },
      { type: 'Custom', values: { value: '1' } },
    ]);
  });

  it('has them one by one where the server does not know connections', () => {
    const text = 'AWS_ACCESS_KEY_ID=AKIA1\nAWS_SECRET_ACCESS_KEY=s\n';
    expect(read(text, new Set(['Custom'])).proposals.map((one) => one.type)).toEqual([
      'Custom',
      'Custom',
    ]);
  });
});

describe('an AWS credentials file', () => {
  it('becomes a connection for each profile that has keys', () => {
    const text =
      '[default]\naws_access_key_id = AKIA1\naws_secret_access_key=s1\n\n[profile dev]\nregion=eu-west-1\nAWS_ACCESS_KEY_ID=ASIA2\naws_secret_access_key=s2\naws_session_token=t\n[sso]\nsso_start_url=https://x\n';
    expect(formatOf(text)).toBe('aws');
    const { proposals, skipped } = read(text, types);
    expect(proposals).toEqual([
      {
        type: 'S3Connection',
        name: 'default',
        values: { access_key: 'AKIA1', secret_key: 's1' },
        note: null,
      },
      {
        type: 'S3Connection',
        name: 'dev',
        values: { access_key: 'ASIA2', secret_key: 's2', session_token: 't', region: 'eu-west-1' },
        note: null,
      },
    ]);
    expect(skipped).toHaveLength(1);
  });
});

describe("Docker's config.json", () => {
  const auth = btoa('robot:pass:word');

  it('becomes a registry for each login that is in it', () => {
    const text = JSON.stringify({
      auths: {
        'ghcr.io': { auth },
        'https://index.docker.io/v1/': { username: 'u', password: 'p' },
        'r.example.com': { identitytoken: 't' },
        'helper.example.com': {},
      },
    });
    expect(formatOf(text)).toBe('docker');
    const { proposals, skipped } = read(text, types);
    expect(proposals.map(({ name, values }) => [name, values])).toEqual([
      ['ghcr.io', { server: 'ghcr.io', username: 'robot', password: 'pass:word' }],
      ['index.docker.io', { server: 'https://index.docker.io/v1/', username: 'u', password: 'p' }],
      ['r.example.com', { server: 'r.example.com', identity_token: 't' }],
    ]);
    expect(skipped).toHaveLength(1);
  });

  it('that is broken is said to be, without what is in it', () => {
    expect(read('{"auths": hunter2', types).skipped).toEqual(['It is not valid JSON.']);
    expect(read('{"a":1}', types).skipped).toEqual(['There is no `auths` in it.']);
  });
});

it('a type that the server lacks is said, and not proposed', () => {
  const { proposals, skipped } = read(
    '[a]\naws_access_key_id=x\naws_secret_access_key=y',
    new Set(),
  );
  expect(proposals).toEqual([]);
  expect(skipped).toEqual(['The server has no type S3Connection.']);
});
