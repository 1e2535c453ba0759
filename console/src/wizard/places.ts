/** Where in the wizard a field of the API has its place. */

import type { TypeDescription } from '../api/client';

export const steps = ['type', 'fields', 'name', 'schedule', 'review', 'done'] as const;
export type Step = (typeof steps)[number];

/** What a step asks for, named as the API does: `value.access_key`, `name`. */
export function fieldsOf(step: Step, type: TypeDescription | null): string[] {
  switch (step) {
    case 'fields':
      return (type?.fields ?? []).map((field) => `value.${field.name}`);
    case 'name':
      return ['name', 'description', 'labels'];
    case 'schedule':
      return ['expires_at', 'rotate_every'];
    default:
      return [];
  }
}

/** The API's `labels.team` belongs to the labels, and its `value` to a type's only field. */
export function placeOf(field: string, type: TypeDescription | null): string {
  if (field.startsWith('labels.')) return 'labels';
  const [only, ...others] = type?.fields ?? [];
  return field === 'value' && only !== undefined && others.length === 0
    ? `value.${only.name}`
    : field;
}

/** The step that such a place is in; that of the type where it is in none. */
export function stepOf(place: string, type: TypeDescription | null): Step {
  if (place === 'value' || place.startsWith('value.')) return 'fields';
  return steps.find((step) => fieldsOf(step, type).includes(place)) ?? 'type';
}
