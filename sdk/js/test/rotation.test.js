import assert from 'node:assert/strict';
import { test } from 'node:test';

import { defineRotation, defineType, failed, rejected, unavailable } from '../src/index.js';

const type = defineType({ id: 'Token', fields: { token: { kind: 'password', required: true } } });
const about = { name: 'deploy', now: 7n };
const fields = (token) => [{ name: 'token', value: new TextEncoder().encode(token) }];

function rotation(steps) {
  const nothing = () => {};
  return defineRotation(type, {
    check: nothing, create: (current) => current, set: nothing, test: nothing, finish: nothing,
    revoke: nothing, ...steps,
  });
}

test('steps see both values as objects', () => {
  const seen = [];
  const steps = Object.fromEntries(['set', 'test', 'finish', 'revoke'].map((name) =>
    [name, (current, other, { now }) => { seen.push([name, current.token, other.token, now]); }]));
  const made = rotation(steps);
  for (const name of ['set', 'test', 'finish', 'revoke']) {
    assert.equal(made[name](about, fields('a'), fields('b')), undefined);
  }
  assert.deepEqual(seen.map((it) => it.join()), ['set,a,b,7', 'test,a,b,7', 'finish,a,b,7', 'revoke,a,b,7']);
});

test('create gives the next value as fields', () => {
  const made = rotation({ create: ({ token }) => ({ token: `${token}2` }) });
  assert.deepEqual(made.create(about, fields('a')), fields('a2'));
});

test('failures and problems become the cases of the contract', () => {
  for (const [steps, expected] of [
    [() => { throw rejected('no'); }, { tag: 'rejected', val: 'no' }],
    [() => { throw unavailable('later'); }, { tag: 'unavailable', val: 'later' }],
    [() => { throw failed('odd'); }, { tag: 'failed', val: 'odd' }],
    [(current, now, problem) => problem('token', 'is short'),
      { tag: 'invalid', val: [{ field: 'token', message: 'is short' }] }],
  ]) {
    assert.throws(() => rotation({ check: steps }).check(about, fields('a')), expected);
  }
});

test('the next value is tested by checking it where nothing else is said', () => {
  const nothing = () => {};
  const made = defineRotation(type, {
    create: nothing, set: nothing, revoke: nothing,
    check({ token }) { if (token !== 'good') throw rejected('no'); },
  });
  assert.equal(made.test(about, fields('bad'), fields('good')), undefined);
  assert.throws(() => made.test(about, fields('good'), fields('bad')), { tag: 'rejected' });
  assert.equal(made.finish(about, fields('good'), fields('good')), undefined);
});

test('a rotation without one of its steps, or of another thing, is refused', () => {
  assert.throws(() => defineRotation(type, { check() {} }), /needs create/);
  assert.throws(() => defineRotation({}, {}), /defineType/);
});
