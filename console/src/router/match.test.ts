import { expect, it } from 'vitest';
import { match, path } from './match';

it('a path has the parameters of its pattern', () => {
  expect(match('/:kind/:owner/secrets', '/project/2Cd/secrets')).toEqual({
    kind: 'project',
    owner: '2Cd',
  });
  expect(match('/', '/')).toEqual({});
});

it.each(['/project/2Cd', '/project/2Cd/secrets/', '/project//secrets', '/project/%zz/secrets', ''])(
  '%j is no path of the secrets of a place',
  (given) => {
    expect(match('/:kind/:owner/secrets', given)).toBeNull();
  },
);

it('a segment is taken apart as it was put together', () => {
  const made = path('project', 'a/b?c#d%', 'secrets');
  expect(match('/:kind/:owner/secrets', made)).toEqual({ kind: 'project', owner: 'a/b?c#d%' });
});
