import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { TypeDescription } from '../api/client';
import { Problem, type FieldError } from '../api/problem';
import { validateDraft } from '../secrets/owner';
import { Draft } from './draft.svelte';

vi.mock('../secrets/owner', async (load) => ({
  ...(await load<object>()),
  validateDraft: vi.fn(),
  isNameTaken: vi.fn(() => Promise.resolve(false)),
}));

const field = (name: string, of: object = {}) => ({
  ...{ name, title: name, kind: 'text', required: true, sensitive: false, pattern: null },
  ...{ choices: [], default: null, help: '', ...of },
});
const type = (...fields: object[]) =>
  ({ _type: 'secret/T', title: 'T', fields, renderings: [] }) as unknown as TypeDescription;
const says = (...errors: FieldError[]) => vi.mocked(validateDraft).mockResolvedValue(errors);

let draft: Draft;
beforeEach(() => {
  vi.mocked(validateDraft).mockReset();
  says();
  draft = new Draft({ kind: 'project', id: 'p' });
  draft.choose(type(field('key', { pattern: '[a-z]+' }), field('other', { required: false })));
});

describe('a draft', () => {
  it('goes on to each step in turn, and asks about all of it before the review', async () => {
    await draft.next();
    draft.values['key'] = 'abc';
    await draft.next();
    draft.name = 'n';
    await draft.next();
    expect(draft.step).toBe('schedule');
    await draft.next();
    expect(draft.step).toBe('review');
    expect(vi.mocked(validateDraft).mock.lastCall?.[1]).toEqual({
      name: 'n',
      description: '',
      labels: {},
      value: { key: 'abc' },
      expires_at: null,
      rotate_every: null,
    });
  });

  it('takes the server’s word over its own where there is one', async () => {
    draft.values['key'] = 'ABC';
    draft.touch('value.key');
    expect(draft.complaint('value.key')).toMatch(/form/);
    await draft.check.now(false);
    expect(draft.complaint('value.key')).toBeNull();
    says({ field: 'value.key', message: 'is weak' });
    await draft.check.now(false);
    expect(draft.complaint('value.key')).toBe('Is weak.');
  });

  it('says nothing of what was not touched', async () => {
    says({ field: 'value.key', message: 'is needed' });
    await draft.check.now(false);
    expect(draft.complaint('value.key')).toBeNull();
  });

  it('goes back to the first step that the server names, and stays there', async () => {
    draft.values['key'] = 'abc';
    draft.name = 'n';
    draft.step = 'schedule';
    says({ field: 'labels.0', message: 'must be …' }, { field: 'value.key', message: 'is weak' });
    expect(await draft.next()).toBe(false);
    expect(draft.step).toBe('fields');
    expect(draft.complaint('value.key')).toBe('Is weak.');
    expect(draft.complaint('labels')).toBe('Must be ….');
    expect(await draft.next()).toBe(false);
    expect(draft.values['key']).toBe('abc');
  });

  it('goes on by its own rules where nobody answers', async () => {
    vi.mocked(validateDraft).mockRejectedValue(Problem.offline());
    draft.step = 'fields';
    draft.values['key'] = 'ABC';
    expect(await draft.next()).toBe(false);
    draft.values['key'] = 'abc';
    expect(await draft.next()).toBe(true);
    expect(draft.check.isOffline).toBe(true);
  });

  it('has what is said of a plain value at the type’s only field', async () => {
    draft.choose({ ...type(field('value')), _type: 'secret/Plain' });
    draft.values['value'] = 'x';
    draft.refuse(
      new Problem('invalid', 422, 'Invalid', 'No.', null, [{ field: 'value', message: 'is weak' }]),
    );
    expect(draft.step).toBe('fields');
    expect(draft.complaint('value.value')).toBe('Is weak.');
    expect(draft.problem).toBeNull();
  });

  it('says of the whole value what belongs to none of its fields, until one is changed', async () => {
    draft.values['key'] = 'abc';
    draft.step = 'fields';
    says({ field: 'value', message: 'must have one or the other' });
    expect(await draft.next()).toBe(false);
    expect(draft.generalComplaint).toBe('Must have one or the other.');
    draft.changed('value.other');
    expect(draft.generalComplaint).toBeNull();
    draft.check.stop();
  });

  it('shows a problem that has no place in the wizard at the step of the type', () => {
    draft.step = 'review';
    draft.refuse(
      new Problem('invalid', 422, 'Invalid', 'No.', null, [
        { field: '_type', message: 'is not a type that is loaded' },
      ]),
    );
    expect(draft.step).toBe('type');
    expect(draft.problem?.detail).toBe('No.');
  });
});
