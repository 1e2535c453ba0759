import { expect, it } from 'vitest';
import type { TypeDescription } from '../api/client';
import { compare, fieldsOf } from './fields';

const type = {
  fields: [
    { name: 'b', title: 'Second' },
    { name: 'a', title: 'First' },
  ],
} as TypeDescription;

it('fields stand in the order of their type, others behind them', () => {
  const fields = fieldsOf({ z: '********', a: '********', b: '********' }, type);
  expect(fields).toEqual([
    { name: 'b', title: 'Second' },
    { name: 'a', title: 'First' },
    { name: 'z', title: 'z' },
  ]);
});

it('a value without names has the one field of its type', () => {
  expect(fieldsOf('********', type)).toEqual([{ name: 'b', title: 'Second' }]);
  expect(fieldsOf('********', null)).toEqual([{ name: 'value', title: 'value' }]);
});

it('two versions are compared field by field, and no value is in the answer', () => {
  const differences = compare(
    { same: 's1', other: 'o1', gone: 'g1' },
    { same: 's1', other: 'o2', come: 'c2' },
  );
  expect(differences).toEqual([
    { name: 'same', is: 'same' },
    { name: 'other', is: 'changed' },
    { name: 'gone', is: 'removed' },
    { name: 'come', is: 'added' },
  ]);
  expect(JSON.stringify(differences)).not.toMatch(/s1|o1|o2|g1|c2/);
});
