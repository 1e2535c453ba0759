// For the tests of a type: values in, values or problems out, without building a component.

import { bytes, encode } from './value.js';

/** `{ value }` as it would be stored, or `{ problems }` with a message for each field. */
export function validate(secretType, value) {
  try {
    return { value: object(secretType.validate(encode(value))) };
  } catch (thrown) {
    if (!Array.isArray(thrown)) throw thrown;
    return { problems: byField(thrown) };
  }
}

/** `{ content }`, or `{ problems }` where the value cannot be said in the format. */
export function render(secretType, format, value, about = {}) {
  const { name = 'example', now = 0 } = about;
  try {
    const content = secretType.render(format, { name, now: BigInt(now) }, encode(value));
    return { content: new TextDecoder().decode(bytes(content, format)) };
  } catch (thrown) {
    if (thrown?.tag !== 'not-representable') throw thrown;
    return { problems: byField(thrown.val) };
  }
}

function object(fields) {
  const text = (value) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(value);
  return Object.fromEntries(fields.map(({ name, value }) => [name, text(value)]));
}

function byField(problems) {
  return Object.fromEntries(problems.map(({ field, message }) => [field, message]));
}
