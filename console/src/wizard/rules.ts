/**
 * The API's rules, as far as its documents state them: for what is said while one types. The server
 * decides; what only it knows is said when the secret is created.
 */

import type { Field } from '../api/client';
import { visible } from '../text/visible';

const NAME_CHARACTERS = 255;
const DESCRIPTION_CHARACTERS = 4096;
const VALUE_BYTES = 64 * 1024;
export const LABELS = 64;

/** The values of a type's fields that are not empty. */
export function given(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
}

export function nameProblem(name: string): string | null {
  if (name === '') return 'Enter a name.';
  if (name.trim() !== name) return 'No spaces at the beginning or the end.';
  if ([...name].length > NAME_CHARACTERS) return `At most ${NAME_CHARACTERS} characters.`;
  if (visible(name) !== name) return 'There are characters in it that are not seen. Type it anew.';
  return null;
}

export function descriptionProblem(text: string): string | null {
  if ([...text].length > DESCRIPTION_CHARACTERS) {
    return `At most ${DESCRIPTION_CHARACTERS} characters.`;
  }
  const shown = text.replace(/[\n\t]/g, ' ');
  return visible(shown) === shown ? null : 'There are characters in it that are not seen.';
}

export function valueProblem(field: Field, value: string): string | null {
  if (value === '') return field.required ? 'This is needed.' : null;
  if (new TextEncoder().encode(value).length > VALUE_BYTES) return 'At most 64 KiB.';
  if (field.kind === 'choice' && !field.choices.some((choice) => choice.value === value)) {
    return 'Choose one of those offered.';
  }
  if (field.pattern === null) {
    const isNumber = /^[+-]?[0-9]+(\.[0-9]+)?$/.test(value);
    return field.kind === 'number' && !isNumber
      ? 'Digits, with a sign and a fraction at most.'
      : null;
  }
  return matches(field.pattern, value) ? null : 'It does not have the form that the type asks for.';
}

/**
 * Whether the whole value has the pattern. The server matches in linear time; a browser does not, and
 * a type may come from anybody. A pattern that could take long is therefore left to the server.
 */
export function matches(pattern: string, value: string): boolean {
  const repeats = pattern.match(/[*+]|\{\d+,\}/g)?.length ?? 0;
  const nests = /\)\s*[*+{?]/.test(pattern);
  if (nests || repeats > 2 || value.length > 1024) return true;
  try {
    return new RegExp(`^(?:${pattern})$`, 'u').test(value);
  } catch {
    // Of another dialect.
    return true;
  }
}
