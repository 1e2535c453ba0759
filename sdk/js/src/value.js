// Between the contract's fields, which are bytes, and the plain objects that authors work with.

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

export const NOT_TEXT = 'must be UTF-8 text';

/** Whether what is thrown is a list of problems, and not a mistake in the type. */
export class Problems extends Error {
  constructor(list) {
    super(`refused: ${list.map(({ field }) => field || 'the whole value').join(', ')}`);
    this.list = list;
  }
}

/** Collects problems, `report(field, message)` being what an author calls. */
export function collector() {
  const list = [];
  const report = (field, message) => {
    if (typeof field !== 'string' || typeof message !== 'string') {
      throw new TypeError('problem(field, message) takes two strings');
    }
    list.push({ field, message });
  };
  return { list, report };
}

/** Fields as an object without a prototype: a field may be called `constructor`. */
export function decode(definition, fields) {
  const { list, report } = collector();
  const value = Object.create(null);
  for (const { name, value: bytes } of fields) {
    if (definition.binary.has(name)) {
      // What the engine hands over is of another realm: no `Uint8Array` as a module knows it.
      value[name] = new Uint8Array(bytes);
      continue;
    }
    try {
      value[name] = decoder.decode(bytes);
    } catch {
      report(name, NOT_TEXT);
    }
  }
  if (list.length > 0) throw new Problems(list);
  return value;
}

/** The fields of an object; those that are undefined or null are left out. */
export function encode(value) {
  return Object.entries(value)
    .filter(([, content]) => content !== undefined && content !== null)
    .map(([name, content]) => ({ name, value: bytes(content, `field ${name}`) }));
}

/** Text or bytes as bytes. The error names what it is, never what is in it. */
export function bytes(content, what) {
  if (typeof content === 'string') {
    // Half of a surrogate pair would be replaced without a word.
    if (!content.isWellFormed()) throw new TypeError(`${what} is no well-formed text`);
    return encoder.encode(content);
  }
  if (ArrayBuffer.isView(content)) {
    return new Uint8Array(content.buffer, content.byteOffset, content.byteLength);
  }
  throw new TypeError(`${what} must be a string or a Uint8Array`);
}
