import { describe, expect, test } from 'vitest';
import { draftOn, nameOf, problemOfDraft, scopeOf } from './scopes';

const project = `project/${'p'.repeat(27)}`;
const organization = `organization/${'o'.repeat(27)}`;
const key = `secret/Custom/${'s'.repeat(27)}`;

describe('a scope in the making', () => {
  test('reaches everything of a place where no secrets are chosen', () => {
    expect(scopeOf(draftOn(project))).toEqual({ on: project, permissions: ['metadata', 'reveal'] });
  });

  test('reaches projects of an organization alone, and not with single secrets', () => {
    expect(scopeOf({ ...draftOn(organization), projects: true }).projects).toBe(true);
    expect(scopeOf({ ...draftOn(project), projects: true })).not.toHaveProperty('projects');
    const single = { ...draftOn(organization), projects: true, secrets: [{ key }] };
    expect(scopeOf(single)).not.toHaveProperty('projects');
  });

  test.each([
    ['no place', { ...draftOn(''), permissions: ['reveal' as const] }],
    ['no permission', { ...draftOn(project), permissions: [] }],
    ['none of the single secrets', { ...draftOn(project), secrets: [] }],
    [
      'single secrets with manage',
      { ...draftOn(project), permissions: ['manage' as const], secrets: [{ key }] },
    ],
  ])('is not complete with %s', (_, draft) => {
    expect(problemOfDraft(draft)).not.toBeNull();
  });

  test('is complete with a place and a permission', () => {
    expect(problemOfDraft(draftOn(project))).toBeNull();
    expect(problemOfDraft({ ...draftOn(project), secrets: [{ key }] })).toBeNull();
  });
});

test('a place that is not known is called by its kind and the beginning of its id', () => {
  expect(nameOf(project, null)).toBe('project ppppp…');
  expect(nameOf(`user/${'u'.repeat(27)}`, null)).toBe('My secrets');
});
