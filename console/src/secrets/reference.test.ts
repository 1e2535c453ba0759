import { expect, it } from 'vitest';
import type { Places } from '../shell/places.svelte';
import { reference } from './reference';

const id = '2Cd'.padEnd(27, 'x');
const key = `secret/Custom/${id}`;
const place = (of: { id: string; name: string }) => of as Places['projects'][number];
const places = (...projects: { id: string; name: string }[]): Places => ({
  organizations: [],
  projects: projects.map(place),
});
const project = { kind: 'project', id } as const;
const secret = (name: string) => ({ name, _key: key });

it('names the project, the secret and the field', () => {
  const known = places({ id, name: 'demo' });
  expect(reference(project, known, secret('stripe'), 'value')).toBe(
    'sr://project/demo/stripe/value',
  );
});

it('of oneself has `me`', () => {
  const owner = { kind: 'user', id: 'me' } as const;
  expect(reference(owner, null, secret('stripe'), 'value')).toBe('sr://user/me/stripe/value');
});

it.each(['a/b', '100%', 'a b', '"; rm -rf ~', '$(x)', "it's!*"])(
  'takes %j into one segment',
  (name) => {
    const text = reference(project, places({ id, name }), secret(name), 'f');
    expect(text).toMatch(/^[\w:/%.~-]+$/);
    const segments = text.slice('sr://'.length).split('/').map(decodeURIComponent);
    expect(segments).toEqual(['project', name, name, 'f']);
  },
);

it('has the id where a name is not known, is not the only one, or looks like an id', () => {
  const other = '3Ef'.padEnd(27, 'x');
  for (const known of [
    null,
    places({ id, name: 'demo' }, { id: other, name: 'demo' }),
    places({ id, name: other }),
  ]) {
    expect(reference(project, known, secret('stripe'), 'value')).toBe(
      `sr://project/${id}/stripe/value`,
    );
  }
});

it('has the key where a secret’s name looks like one', () => {
  const other = `secret/Custom/${'3Ef'.padEnd(27, 'x')}`;
  expect(reference(project, places({ id, name: 'p' }), secret(other), 'value')).toContain(
    `/${encodeURIComponent(key)}/`,
  );
});
