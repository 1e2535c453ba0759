import { expect, test } from 'vitest';
import { policyNameProblem } from './name';

test.each(['a', 'readers-reveal', '0.mine_2', 'x'.repeat(64)])('a policy may be “%s”', (name) => {
  expect(policyNameProblem(name)).toBeNull();
});

test.each(['', 'readers reveal', '.hidden', 'ä', 'a/b', 'x'.repeat(65)])(
  'a policy may not be “%s”',
  (name) => {
    expect(policyNameProblem(name)).not.toBeNull();
  },
);
