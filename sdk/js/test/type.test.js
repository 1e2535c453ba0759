import assert from 'node:assert/strict';
import { test } from 'node:test';

import { defineType } from '../src/index.js';
import { render, validate } from '../src/testing.js';

const text = (bytes) => new TextDecoder().decode(bytes);

function login(more = {}) {
  return defineType({
    id: 'Login',
    fields: {
      server: { kind: 'text', required: true },
      password: { kind: 'password' },
      constructor: {},
      key: { kind: 'file', binary: true },
    },
    ...more,
  });
}

test('a description has everything the contract asks for', () => {
  const { fields, ...type } = login().describe();
  assert.deepEqual(type, { id: 'Login', title: 'Login', help: '', renderings: [] });
  assert.deepEqual(fields[1], {
    name: 'password', title: 'password', kind: 'password', required: false, sensitive: true,
    pattern: undefined, choices: [], default: undefined, help: '',
  });
  assert.deepEqual(fields.map(({ sensitive }) => sensitive), [false, true, false, true]);
});

test('a pattern may be a regular expression and choices may be words', () => {
  const type = defineType({
    id: 'A',
    fields: {
      a: { pattern: /[a-z/]+/ },
      b: { kind: 'choice', choices: ['x', { value: 'y', title: 'Y' }], default: 'x' },
    },
  });
  const [a, b] = type.describe().fields;
  assert.equal(new RegExp(`^(?:${a.pattern})$`).test('a/b'), true);
  assert.deepEqual(b.choices, [{ value: 'x', title: 'x' }, { value: 'y', title: 'Y' }]);
});

for (const [what, type, words] of [
  ['a member of a type', { id: 'A', fields: {}, field: {} }, /field is not one of/],
  ['a member of a field', { id: 'A', fields: { a: { requird: true } } }, /requird/],
  ['a kind', { id: 'A', fields: { a: { kind: 'secret' } } }, /kind must be one of/],
  ['a choice without choices', { id: 'A', fields: { a: { kind: 'choice' } } }, /needs choices/],
  ['a default of a secret', { id: 'A', fields: { a: { kind: 'password', default: '1' } } },
    /no default/],
  ['a rendering without render', { id: 'A', fields: {}, renderings: { json: { mediaType: 'a/b' } } },
    /needs render/],
  ['no id', { fields: {} }, /id/],
]) {
  test(`refuses ${what} while the type is built`, () => {
    assert.throws(() => defineType(type), words);
  });
}

test('a value is kept to the byte where nothing is returned', () => {
  const key = Uint8Array.from({ length: 256 }, (_, i) => i);
  const fields = [
    { name: 'server', value: new TextEncoder().encode('\ufeffa\r\n\u00e9\0') },
    { name: 'constructor', value: new Uint8Array() },
    { name: 'key', value: key },
  ];
  assert.deepEqual(login({ validate() {} }).validate(fields), fields);
});

test('fields that were not given are undefined, whatever they are called', () => {
  const seen = {};
  login({ validate: (value) => { Object.assign(seen, { given: value.constructor }); } })
    .validate([{ name: 'server', value: new TextEncoder().encode('a') }]);
  assert.deepEqual(seen, { given: undefined });
});

test('what validate returns, or changes, is stored', () => {
  const returned = login({ validate: ({ server }) => ({ server: server.trim() }) });
  assert.deepEqual(validate(returned, { server: ' a ' }), { value: { server: 'a' } });
  const changed = login({ validate(value) { value.server = 'b'; value.password = undefined; } });
  assert.deepEqual(validate(changed, { server: 'a', password: 'c' }), { value: { server: 'b' } });
});

test('all problems are told at once', () => {
  const type = login({
    validate(value, problem) { problem('server', 'is wrong'); problem('', 'so is all of it'); },
  });
  assert.deepEqual(validate(type, { server: 'a' }),
    { problems: { server: 'is wrong', '': 'so is all of it' } });
});

test('bytes that are no text are a problem of their field, and validate is not asked', () => {
  const type = login({ validate() { assert.fail('asked'); } });
  assert.deepEqual(validate(type, { server: Uint8Array.of(0xff) }),
    { problems: { server: 'must be UTF-8 text' } });
});

test('a mistake in the type is no problem of the value', () => {
  assert.throws(() => validate(login({ validate() { throw new Error('oh'); } }), {}), /oh/);
  assert.throws(() => validate(login({ validate: () => ({ server: 1 }) }), {}), /field server/);
  assert.throws(() => validate(login({ validate: () => ({ server: '\ud800' }) }), {}), /well-formed/);
});

test('renders what the description names, with what is known of the secret', () => {
  const type = login({
    renderings: {
      json: {
        mediaType: 'application/json',
        render: (value, { name, now }) => JSON.stringify({ ...value, name, later: now + 1 }),
      },
    },
  });
  assert.deepEqual(render(type, 'json', { server: 'a' }, { name: 'n', now: 7 }),
    { content: '{"server":"a","name":"n","later":8}' });
  assert.throws(() => type.render('xml', { name: 'n', now: 7n }, []), { tag: 'unknown-format' });
  assert.equal(text(type.render('json', { name: 'n', now: 7n }, [])), '{"name":"n","later":8}');
});

test('a value that a format cannot hold is a problem of its field', () => {
  const type = login({
    renderings: {
      plain: {
        mediaType: 'text/plain',
        render(value, about, problem) { problem('server', 'has a blank'); return ''; },
      },
    },
  });
  assert.deepEqual(render(type, 'plain', { server: 'a b' }), { problems: { server: 'has a blank' } });
});
