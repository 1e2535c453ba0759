/** The fields of a value as the API masks it, with their titles where the type is known. */

import type { Secret, TypeDescription } from '../api/client';
import type { Values } from './owner';

export interface NamedField {
  name: string;
  title: string;
}

export function fieldsOf(value: Secret['value'], type: TypeDescription | null): NamedField[] {
  const names = typeof value === 'string' ? [type?.fields[0]?.name ?? 'value'] : Object.keys(value);
  const order = (name: string) => {
    const place = type?.fields.findIndex((field) => field.name === name) ?? -1;
    return place === -1 ? Number.MAX_SAFE_INTEGER : place;
  };
  return names
    .map((name) => ({ name, title: titleOf(name, type) }))
    .sort((one, other) => order(one.name) - order(other.name));
}

export function titleOf(name: string, type: TypeDescription | null): string {
  return type?.fields.find((field) => field.name === name)?.title ?? name;
}

export type Difference = 'same' | 'changed' | 'added' | 'removed';

/** Which fields differ, without what is in them. */
export function compare(older: Values, newer: Values): { name: string; is: Difference }[] {
  const names = [...new Set([...Object.keys(older), ...Object.keys(newer)])];
  return names.map((name) => {
    const [before, after] = [older[name], newer[name]];
    if (before === undefined) return { name, is: 'added' };
    if (after === undefined) return { name, is: 'removed' };
    return { name, is: before === after ? 'same' : 'changed' };
  });
}
