/** What was found in the values of a place, in words: where, why, and what to do. Never a value. */

import type { Schemas, TypeDescription } from '../api/client';
import { placed, type Item, type Looked } from './findings';
import type { Examination } from './api';

type Spot = Schemas['Spot'];
type Weakness = Schemas['WeakValue']['weakness'];

/** The most that the server looks at in one go, by name. */
export const MOST = 1000;

/** A field of a secret, and the page of that. */
export interface Place extends Pick<Item, 'key' | 'name' | 'page'> {
  /** What the field is called; null where its type has no other. */
  field: string | null;
}

/** One value, wherever it stands. */
export interface Value {
  key: string;
  places: readonly Place[];
  /** Why it is told of, where that differs from value to value. */
  reason: string | null;
}

/** From what is guessed first. */
const reasons: Readonly<Record<Weakness, string>> = {
  common: 'a well-known password, or its own name',
  repetitive: 'the same again and again, or a row',
  digits: 'digits alone, fewer than 20',
  short: 'fewer than 15 characters',
};

/** In the order in which one sees to it; what was not found is left out. */
export function tell(
  found: Examination,
  types: readonly TypeDescription[] | null,
): Looked<Value>[] {
  const place = (spot: Spot): Place => ({
    ...placed(spot.secret, spot.name),
    key: `${spot.secret} ${spot.field}`,
    field: fieldTitle(spot, types),
  });
  const single = (spot: Spot, reason: string | null = null): Value => {
    const only = place(spot);
    return { key: only.key, places: [only], reason };
  };
  const order = Object.keys(reasons);
  const weak = found.weak.toSorted(
    (one, other) => order.indexOf(one.weakness) - order.indexOf(other.weakness),
  );
  const looked: Looked<Value>[] = [
    {
      check: 'damaged-values',
      title: 'Values that do not open',
      help: 'They were changed where they are stored, past the server: by whoever can write to the database, or by a disk that fails. Find out which, then store each anew.',
      serious: true,
      more: false,
      items: found.damaged.map((spot) => single(spot)),
    },
    {
      check: 'weak-values',
      title: 'Weak values',
      help: 'Whoever guesses begins with such. Have another made at its service, long and by chance, and store it here.',
      serious: false,
      more: !found.complete,
      items: weak.map((spot) => single(spot, reasons[spot.weakness] ?? 'easily guessed')),
    },
    {
      check: 'reused-values',
      title: 'Values in several secrets',
      help: 'Whoever learns one has the others too. Give each secret a value of its own, at its service and here.',
      serious: false,
      more: !found.complete,
      items: found.reused.map((spots) => {
        const places = spots.map(place);
        return { key: places[0]?.key ?? '', places, reason: null };
      }),
    },
  ];
  return looked.filter(({ items }) => items !== null && items.length > 0);
}

function fieldTitle(
  { secret, field }: Spot,
  types: readonly TypeDescription[] | null,
): string | null {
  const [kind, name] = secret.split('/');
  const fields = types?.find(({ _type }) => _type === `${kind}/${name}`)?.fields;
  if (fields?.length === 1) return null;
  return fields?.find((one) => one.name === field)?.title ?? field;
}

const number = (many: number) => many.toLocaleString('en');
const counted = (many: number, one: string, several: string) =>
  `${number(many)} ${many === 1 ? one : several}`;
const secrets = (many: number) => counted(many, 'secret', 'secrets');

/** What is under way. */
export function looking(total: number): string {
  return total > MOST
    ? `Looking at the values of the first ${number(MOST)} secrets by name…`
    : `Looking at the values of ${secrets(total)}…`;
}

/** The outcome in a sentence. */
export function summary({ examined, damaged, weak, reused }: Examination): string {
  const parts = [
    damaged.length > 0 && counted(damaged.length, 'value does not open', 'values do not open'),
    weak.length > 0 && counted(weak.length, 'is weak', 'are weak'),
    reused.length > 0 &&
      counted(reused.length, 'stands in several secrets', 'stand in several secrets'),
  ].filter((part) => part !== false);
  if (parts.length > 0) {
    return `Of the values of ${secrets(examined + damaged.length)}, ${parts.join(', ')}.`;
  }
  return examined === 0
    ? 'There was no value to look at.'
    : `Nothing weak or reused among ${secrets(examined)}.`;
}

/** What the outcome does not cover. */
export function gaps({ complete, skipped }: Examination): string[] {
  return [
    ...(complete
      ? []
      : [`There are more secrets: the first ${number(MOST)} by name were looked at.`]),
    ...(skipped === 0
      ? []
      : [
          `${secrets(skipped)} ${skipped === 1 ? 'was' : 'were'} passed over: without a field that is secret, of a type that is not loaded, or not yours to reveal.`,
        ]),
  ];
}
