import { expect, test } from 'vitest';
import type { Member } from '../members/members';
import type { Group } from './people';
import { heldBy } from './standing';

const group = (id: string): Group => ({
  id,
  name: id,
  created_at: 0,
  organization: 'o',
  claim: null,
});
const member = (kind: Member['kind'], id: string, role: Member['role']): Member => ({
  kind,
  id,
  name: id,
  role,
});

test('a person holds their own role and those of their groups, and nobody else’s', () => {
  const members = [
    member('user', 'ada', 'Reader'),
    member('user', 'grace', 'Owner'),
    member('group', 'platform', 'Writer'),
    member('group', 'finance', 'Owner'),
  ];
  expect(heldBy('ada', [group('platform')], members)).toEqual([
    { role: 'Reader', group: null },
    { role: 'Writer', group: group('platform') },
  ]);
});

test('a group with the id of a person is not that person', () => {
  expect(heldBy('same', [], [member('group', 'same', 'Owner')])).toEqual([]);
});
