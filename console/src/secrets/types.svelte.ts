/** The secret types that the server has, and how they look here. */

import type { TypeDescription } from '../api/client';
import { Load } from '../api/load.svelte';
import type { IconName } from '../ui/icons';
import { listTypes } from './owner';

export const types = new Load<TypeDescription[]>();
let asked = false;

/** Asks once; `fresh` where a person chooses among them. */
export function loadTypes(fresh = false): void {
  if (asked && types.state.is !== 'failed') {
    if (fresh) void types.refresh();
    return;
  }
  asked = true;
  types.run(listTypes);
}

/** The description of `Custom`, where it is loaded. */
export function typeOf(name: string, known: readonly TypeDescription[] | null) {
  return known?.find((type) => type._type === `secret/${name}`) ?? null;
}

/** What a type is called; its own name where it is not loaded. */
export function typeTitle(name: string, known: readonly TypeDescription[] | null): string {
  return typeOf(name, known)?.title ?? name;
}

/** By what a type asks for and gives out: a type that was plugged in yesterday has one too. */
export function typeIcon(type: TypeDescription | null): IconName {
  if (type === null) return 'key';
  const formats = new Set(type.renderings.map((rendering) => rendering.format));
  if (formats.has('dockerconfigjson')) return 'container';
  if (formats.has('aws-credentials')) return 'bucket';
  if (type.connected) return 'plug';
  if (type.fields.some((field) => field.kind === 'file' || field.kind === 'multi-line'))
    return 'file';
  return type.fields.length > 1 ? 'shield' : 'key';
}
