/**
 * Files that people have secrets in already, read into secrets to be made. Formats: dotenv as Docker
 * Compose and shells read it, the AWS CLI's credentials and config files, Docker's config.json.
 *
 * Nothing is looked up or replaced: `$NAME` in a value stays what it is.
 */

export type Format = 'dotenv' | 'aws' | 'docker';

export interface Proposal {
  /** A type of the server: `Custom`. */
  type: string;
  name: string;
  values: Record<string, string>;
  /** Something to look at before it is made. */
  note: string | null;
}

export interface Reading {
  format: Format;
  proposals: Proposal[];
  /** Lines or entries that could not be read, without what is in them. */
  skipped: string[];
}

/** What the text looks like. */
export function formatOf(text: string): Format {
  if (text.trimStart().startsWith('{')) return 'docker';
  return /^\s*\[[^\]]+\]\s*$/m.test(text) ? 'aws' : 'dotenv';
}

/** `types` are the names of those the server has. */
export function read(text: string, types: ReadonlySet<string>): Reading {
  const format = formatOf(text);
  const plain = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const reading =
    format === 'docker' ? docker(plain) : format === 'aws' ? aws(plain) : dotenv(plain, types);
  const lacking = reading.proposals.filter(({ type }) => !types.has(type));
  return {
    format,
    proposals: reading.proposals.filter(({ type }) => types.has(type)),
    skipped: [...reading.skipped, ...lacking.map(({ type }) => `The server has no type ${type}.`)],
  };
}

type Part = Omit<Reading, 'format'>;

/** Variables that are one connection together, by the field that each is. */
const S3: Readonly<Record<string, string>> = {
  AWS_ACCESS_KEY_ID: 'access_key',
  AWS_SECRET_ACCESS_KEY: 'secret_key',
  AWS_SESSION_TOKEN: 'session_token',
  AWS_REGION: 'region',
  AWS_DEFAULT_REGION: 'region',
  S3_BUCKET: 'bucket',
  AWS_ENDPOINT_URL_S3: 'endpoint',
  AWS_ENDPOINT_URL: 'endpoint',
  S3_PATH_STYLE: 'path_style',
};

function dotenv(text: string, types: ReadonlySet<string>): Part {
  const { variables, skipped } = assignments(text);
  const proposals: Proposal[] = [];
  const isConnection =
    types.has('S3Connection') &&
    variables.has('AWS_ACCESS_KEY_ID') &&
    variables.has('AWS_SECRET_ACCESS_KEY');
  const connection: Record<string, string> = {};
  for (const [name, { value, note }] of variables) {
    const field = isConnection ? S3[name] : undefined;
    if (field !== undefined) {
      if (value !== '') connection[field] ??= value;
    } else {
      proposals.push({ type: 'Custom', name, values: { value }, note });
    }
  }
  if (isConnection) {
    proposals.unshift({
      type: 'S3Connection',
      name: 's3',
      values: connection,
      note: 'The AWS variables together. Give it a name of your own.',
    });
  }
  return { proposals, skipped };
}

interface Assigned {
  value: string;
  note: string | null;
}

function assignments(text: string): { variables: Map<string, Assigned>; skipped: string[] } {
  const variables = new Map<string, Assigned>();
  const skipped: string[] = [];
  const start = /^[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_.-]*)[ \t]*=[ \t]*/;
  let rest = text;
  let line = 1;
  while (rest !== '') {
    const found = start.exec(rest);
    const whole = rest.split('\n', 1)[0] ?? '';
    if (found === null) {
      if (whole.trim() !== '' && !whole.trimStart().startsWith('#')) {
        skipped.push(`Line ${line} is no assignment.`);
      }
      rest = rest.slice(whole.length + 1);
      line += 1;
      continue;
    }
    const read = value(rest.slice(found[0].length));
    if (read === null) skipped.push(`Line ${line} has a quote that does not end.`);
    else {
      variables.delete(found[1] ?? '');
      variables.set(found[1] ?? '', read);
    }
    const taken = found[0].length + (read?.length ?? rest.length);
    line += rest.slice(0, taken + 1).split('\n').length - 1;
    rest = rest.slice(taken + 1);
  }
  return { variables, skipped };
}

/** A value and how much of the text it takes, up to its line's end. Null where a quote stays open. */
function value(text: string): (Assigned & { length: number }) | null {
  const quote = text[0];
  if (quote === "'" || quote === '"') {
    const end = closing(text, quote);
    if (end === -1) return null;
    const inside = text.slice(1, end);
    const after = text.indexOf('\n', end);
    const length = after === -1 ? text.length : after;
    return quote === "'"
      ? { value: inside, note: null, length }
      : { value: unescaped(inside), note: interpolated(inside), length };
  }
  const whole = text.split('\n', 1)[0] ?? '';
  const plain = (whole.startsWith('#') ? '' : whole).replace(/[ \t]+#.*$/, '').trimEnd();
  const empty = plain === '' ? 'It is empty.' : null;
  return { value: plain, note: empty ?? interpolated(plain), length: whole.length };
}

function closing(text: string, quote: string): number {
  for (let place = 1; place < text.length; place += 1) {
    if (quote === '"' && text[place] === '\\') place += 1;
    else if (text[place] === quote) return place;
  }
  return -1;
}

function unescaped(text: string): string {
  const known: Record<string, string> = { n: '\n', r: '\r', t: '\t' };
  return text.replace(/\\([\s\S])/g, (whole, character: string) => {
    if ('"\\$`'.includes(character)) return character;
    return known[character] ?? whole;
  });
}

function interpolated(text: string): string | null {
  return /(^|[^\\])\$[A-Za-z_{(]/.test(text)
    ? 'A $ in it is taken as it is. Tools may put something else there.'
    : null;
}

const AWS: Readonly<Record<string, string>> = {
  aws_access_key_id: 'access_key',
  aws_secret_access_key: 'secret_key',
  aws_session_token: 'session_token',
  region: 'region',
  endpoint_url: 'endpoint',
};

function aws(text: string): Part {
  const skipped: string[] = [];
  const profiles = new Map<string, Record<string, string>>();
  let current: Record<string, string> | null = null;
  for (const [place, line] of text.split('\n').entries()) {
    const section = /^\s*\[\s*(?:profile\s+)?([^\]]+?)\s*\]\s*$/.exec(line);
    if (section !== null) {
      current = profiles.get(section[1] ?? '') ?? {};
      profiles.set(section[1] ?? '', current);
      continue;
    }
    if (line.trim() === '' || /^\s*[#;]/.test(line)) continue;
    const setting = /^\s*([A-Za-z0-9_]+)\s*=\s*(.*?)\s*$/.exec(line);
    if (setting === null || current === null) {
      skipped.push(`Line ${place + 1} is no setting of a profile.`);
      continue;
    }
    const field = AWS[(setting[1] ?? '').toLowerCase()];
    if (field !== undefined && setting[2] !== '') current[field] = setting[2] ?? '';
  }
  const proposals: Proposal[] = [];
  for (const [name, values] of profiles) {
    if (values.access_key === undefined || values.secret_key === undefined) {
      skipped.push('A profile without keys of its own.');
    } else {
      proposals.push({ type: 'S3Connection', name, values, note: null });
    }
  }
  return { proposals, skipped };
}

function docker(text: string): Part {
  let auths: unknown;
  try {
    auths = (JSON.parse(text) as { auths?: unknown }).auths;
  } catch {
    return { proposals: [], skipped: ['It is not valid JSON.'] };
  }
  if (typeof auths !== 'object' || auths === null) {
    return { proposals: [], skipped: ['There is no `auths` in it.'] };
  }
  const proposals: Proposal[] = [];
  const skipped: string[] = [];
  for (const [server, entry] of Object.entries(auths as Record<string, unknown>)) {
    const values = login(entry);
    if (values === null)
      skipped.push('A registry whose login is kept by a helper, not in the file.');
    else {
      const name = server.replace(/^https?:\/\//, '').replace(/\/.*$/, '');
      proposals.push({
        type: 'ContainerRegistry',
        name,
        values: { server, ...values },
        note: null,
      });
    }
  }
  return { proposals, skipped };
}

function login(entry: unknown): Record<string, string> | null {
  if (typeof entry !== 'object' || entry === null) return null;
  const { auth, username, password, identitytoken } = entry as Record<string, unknown>;
  const values: Record<string, string> = {};
  if (typeof username === 'string' && username !== '') values.username = username;
  if (typeof password === 'string' && password !== '') values.password = password;
  if (typeof identitytoken === 'string' && identitytoken !== '') {
    values.identity_token = identitytoken;
  }
  if (typeof auth === 'string' && auth !== '') {
    const pair = decoded(auth);
    const colon = pair?.indexOf(':') ?? -1;
    if (pair !== null && colon > 0) {
      values.username ??= pair.slice(0, colon);
      if (colon + 1 < pair.length) values.password ??= pair.slice(colon + 1);
    }
  }
  const whole = values.identity_token ?? values.password;
  return whole === undefined ? null : values;
}

function decoded(base64: string): string | null {
  try {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/\0+$/, '');
  } catch {
    return null;
  }
}
