/**
 * What this page says of a draft by itself: what only it can know, and, until the server has said
 * something, what the API's documents say.
 */

import type { Draft } from './draft.svelte';
import { descriptionProblem, LABELS, nameProblem, valueProblem } from './rules';

/** What the server is not asked about: it is not there, or could not be sent as it is. */
export function missing(draft: Draft, field: string): string | null {
  switch (field) {
    case 'name':
      if (draft.name === '') return nameProblem('');
      return draft.isTaken ? 'There is a secret of this name here already.' : null;
    case 'labels':
      return unsendable(draft.labels);
    case 'expires_at':
      return draft.schedule.endProblem;
    case 'rotate_every':
      return draft.schedule.periodProblem;
    default: {
      const { described, value } = valueOf(draft, field);
      return described !== undefined && value === '' ? valueProblem(described, value) : null;
    }
  }
}

/** Whether what is there looks right. The server may know better. */
export function misshapen(draft: Draft, field: string): string | null {
  switch (field) {
    case 'name':
      return nameProblem(draft.name);
    case 'description':
      return descriptionProblem(draft.description);
    case 'labels':
      return unsound(draft.labels);
    default: {
      const { described, value } = valueOf(draft, field);
      return described === undefined ? null : valueProblem(described, value);
    }
  }
}

function valueOf(draft: Draft, field: string) {
  const described = draft.type?.fields.find((one) => `value.${one.name}` === field);
  return { described, value: draft.values[described?.name ?? ''] ?? '' };
}

type Labels = readonly { key: string; value: string }[];

/** Names of labels are the keys of an object: none is missing, none is there twice. */
function unsendable(labels: Labels): string | null {
  if (labels.some(({ key, value }) => key === '' && value !== '')) return 'A label needs a name.';
  const keys = labels.map(({ key }) => key).filter((key) => key !== '');
  return new Set(keys).size < keys.length ? 'Two labels have the same name.' : null;
}

function unsound(labels: Labels): string | null {
  if (labels.length > LABELS) return `At most ${LABELS} labels.`;
  return labels.some(({ key }) => key !== '' && nameProblem(key) !== null)
    ? 'The name of a label has no spaces at its ends, and nothing that is not seen.'
    : null;
}
