// Quick tests of the code as it is. `strongroom type test` runs cases.toml against the component.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { render, validate } from '@strongroom/secret-type/testing';
import { secretType } from './secret-type.js';

const login = { server: 'git.example.org', user: 'ann', password: 'correct-horse' };

test('takes a login and stores the server in lower case', () => {
  const { value } = validate(secretType, { ...login, server: 'GIT.example.org' });
  assert.deepEqual(value, login);
});

test('refuses a password that is the user name', () => {
  const { problems } = validate(secretType, { ...login, password: 'ann' });
  assert.deepEqual(problems, { password: 'must not be the user name' });
});

test('gives a .netrc file, unless one cannot hold the value', () => {
  const { content } = render(secretType, 'netrc', login);
  assert.equal(content, 'machine git.example.org\nlogin ann\npassword correct-horse\n');
  const { problems } = render(secretType, 'netrc', { ...login, password: 'a b' });
  assert.deepEqual(Object.keys(problems), ['password']);
});
