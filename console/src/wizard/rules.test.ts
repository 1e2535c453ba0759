import { describe, expect, it } from 'vitest';
import type { Field } from '../api/client';
import { descriptionProblem, given, matches, nameProblem, valueProblem } from './rules';

function field(of: Partial<Field>): Field {
  return {
    name: 'f',
    title: 'F',
    kind: 'text',
    required: false,
    sensitive: false,
    pattern: null,
    choices: [],
    default: null,
    help: '',
    ...of,
  };
}

describe('a name', () => {
  it.each(['stripe', 'a b', '<b>', 'क्षि', 'x'.repeat(255)])('may be %j', (name) => {
    expect(nameProblem(name)).toBeNull();
  });

  it.each(['', ' a', 'a ', 'a\u202Eb', 'a\u0000', 'a\nb', 'x'.repeat(256)])(
    'may not be %j',
    (name) => {
      expect(nameProblem(name)).not.toBeNull();
    },
  );

  it('counts characters, not what they are written with', () => {
    expect(nameProblem('🗝'.repeat(255))).toBeNull();
  });
});

describe('a description', () => {
  it('may have lines and tabs, and nothing else that is not seen', () => {
    expect(descriptionProblem('one\ntwo\tthree')).toBeNull();
    expect(descriptionProblem('one\u202Etwo')).not.toBeNull();
    expect(descriptionProblem('x'.repeat(4097))).not.toBeNull();
  });
});

describe('a value', () => {
  it('may be missing where it is not needed', () => {
    expect(valueProblem(field({}), '')).toBeNull();
    expect(valueProblem(field({ required: true }), '')).not.toBeNull();
  });

  it('is kept as it is: spaces and lines are no problem', () => {
    expect(valueProblem(field({ kind: 'password' }), '  a\r\nb ')).toBeNull();
  });

  it('is at most 64 KiB of bytes', () => {
    expect(valueProblem(field({}), 'é'.repeat(32 * 1024))).toBeNull();
    expect(valueProblem(field({}), 'é'.repeat(32 * 1024) + 'x')).not.toBeNull();
  });

  it('of a choice is one of them', () => {
    const choices = [{ value: 'a', title: 'A' }];
    expect(valueProblem(field({ kind: 'choice', choices }), 'a')).toBeNull();
    expect(valueProblem(field({ kind: 'choice', choices }), 'b')).not.toBeNull();
  });

  it('that is a number has digits, a sign and a fraction', () => {
    for (const number of ['1', '-1.5', '+0', '007']) {
      expect(valueProblem(field({ kind: 'number' }), number)).toBeNull();
    }
    for (const other of ['1e5', '.5', '1.', 'a', '１']) {
      expect(valueProblem(field({ kind: 'number' }), other)).not.toBeNull();
    }
  });

  it('matches its pattern as a whole', () => {
    expect(valueProblem(field({ pattern: '[a-z]+|[0-9]+' }), 'abc')).toBeNull();
    expect(valueProblem(field({ pattern: '[a-z]+|[0-9]+' }), 'abc-')).not.toBeNull();
  });
});

describe('a pattern', () => {
  it('that a browser could take for ever to match is left to the server', () => {
    expect(matches('(a+)+b', 'a'.repeat(60))).toBe(true);
    expect(matches('a*a*a*a*b', 'a'.repeat(1000))).toBe(true);
  });

  it('of another dialect is left to the server', () => {
    expect(matches('(?i)abc', 'zzz')).toBe(true);
  });
});

it('fields that are left empty are not sent', () => {
  expect(given({ a: 'x', b: '', c: ' ' })).toEqual({ a: 'x', c: ' ' });
});
