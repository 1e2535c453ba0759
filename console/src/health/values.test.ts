import { describe, expect, test } from 'vitest';
import type { TypeDescription } from '../api/client';
import type { Examination } from './api';
import { gaps, looking, summary, tell } from './values';

function examination(change: Partial<Examination> = {}): Examination {
  return {
    ...{ examined: 4, skipped: 0, complete: true },
    ...{ damaged: [], weak: [], reused: [] },
    ...change,
  };
}

const spot = (name: string, field = 'value', type = 'Custom') => ({
  secret: `secret/${type}/${name}`,
  name,
  field,
});

function type(name: string, fields: Record<string, string>): TypeDescription {
  const described = Object.entries(fields).map(([name, title]) => ({ name, title }));
  return { _type: `secret/${name}`, fields: described } as unknown as TypeDescription;
}

describe('what was found in values', () => {
  test('is told in the order in which one sees to it, and leads to each secret', () => {
    const found = examination({
      damaged: [spot('d')],
      weak: [{ ...spot('w'), weakness: 'short' }],
      reused: [[spot('a'), spot('b')]],
    });
    const told = tell(found, null);
    expect(told.map(({ check, serious }) => [check, serious])).toEqual([
      ['damaged-values', true],
      ['weak-values', false],
      ['reused-values', false],
    ]);
    expect(told[2]?.items?.[0]?.places.map(({ page }) => page)).toEqual([
      ['secrets', 'Custom', 'a'],
      ['secrets', 'Custom', 'b'],
    ]);
  });

  test('is what was found alone', () => {
    expect(tell(examination(), null)).toEqual([]);
    const found = examination({ reused: [[spot('a'), spot('b')]] });
    expect(tell(found, null).map(({ check }) => check)).toEqual(['reused-values']);
  });

  test('begins with what is guessed first, and says why each is weak', () => {
    const weak = (['short', 'digits', 'common', 'repetitive', 'common'] as const).map(
      (weakness, index) => ({ ...spot(String(index)), weakness }),
    );
    const items = tell(examination({ weak }), null)[0]?.items ?? [];
    expect(items.map(({ places, reason }) => [places[0]?.name, reason])).toEqual([
      ['2', 'a well-known password, or its own name'],
      ['4', 'a well-known password, or its own name'],
      ['3', 'the same again and again, or a row'],
      ['1', 'digits alone, fewer than 20'],
      ['0', 'fewer than 15 characters'],
    ]);
  });

  test('that a newer server calls by a name of its own is weak all the same', () => {
    const weak = [{ ...spot('w'), weakness: 'breached' as 'common' }];
    const told = tell(examination({ weak }), null);
    expect(told[0]?.items?.[0]?.reason).toBe('easily guessed');
  });

  test('names the field as its type does, and not at all where there is no other', () => {
    const types = [
      type('Custom', { value: 'Value' }),
      type('S3Connection', { access_key: 'Access key', secret_key: 'Secret key' }),
    ];
    const reused = [
      [spot('a'), spot('b', 'secret_key', 'S3Connection'), spot('c', 'pin', 'NotLoaded')],
    ];
    const fields = (known: TypeDescription[] | null) =>
      tell(examination({ reused }), known)[0]?.items?.[0]?.places.map(({ field }) => field);
    expect(fields(types)).toEqual([null, 'Secret key', 'pin']);
    expect(fields(null)).toEqual(['value', 'secret_key', 'pin']);
  });

  test('has a key of its own for each field, though two are of one secret', () => {
    const both = ['access_key', 'secret_key'].map((field) => ({
      ...spot('s', field, 'S3Connection'),
      weakness: 'common' as const,
    }));
    const items = tell(examination({ weak: both }), null)[0]?.items ?? [];
    expect(new Set(items.map(({ key }) => key)).size).toBe(2);
  });
});

describe('the outcome', () => {
  test.each<[Partial<Examination>, string]>([
    [{}, 'Nothing weak or reused among 4 secrets.'],
    [{ examined: 1 }, 'Nothing weak or reused among 1 secret.'],
    [{ examined: 0, skipped: 3 }, 'There was no value to look at.'],
    [
      {
        damaged: [spot('d')],
        weak: [{ ...spot('w'), weakness: 'short' }],
        reused: [
          [spot('a'), spot('b')],
          [spot('c'), spot('d')],
        ],
      },
      'Of the values of 5 secrets, 1 value does not open, 1 is weak, 2 stand in several secrets.',
    ],
    [
      { examined: 0, damaged: [spot('d'), spot('e')] },
      'Of the values of 2 secrets, 2 values do not open.',
    ],
  ])('of %j is said in a sentence', (change, said) => {
    expect(summary(examination(change))).toBe(said);
  });

  test('says what it does not cover, and that there may be more', () => {
    expect(gaps(examination())).toEqual([]);
    const partly = examination({
      ...{ complete: false, skipped: 1 },
      weak: [{ ...spot('w'), weakness: 'short' }],
    });
    expect(gaps(partly)).toEqual([
      'There are more secrets: the first 1,000 by name were looked at.',
      expect.stringMatching(/^1 secret was passed over: /),
    ]);
    expect(tell(partly, null)[0]?.more).toBe(true);
  });

  test('is waited for by how many are looked at', () => {
    expect(looking(1)).toBe('Looking at the values of 1 secret…');
    expect(looking(1001)).toBe('Looking at the values of the first 1,000 secrets by name…');
  });
});
