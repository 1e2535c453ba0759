// `defineType`: an author's definition as the interface `secret-type` of the contract.

import { describe } from './describe.js';
import { Problems, bytes, collector, decode, encode } from './value.js';

/** What other parts of the SDK have to know of a defined type. */
const definitions = new WeakMap();

export function definitionOf(secretType) {
  const definition = definitions.get(secretType);
  if (definition === undefined) throw new TypeError('not a type made by defineType');
  return definition;
}

export function defineType(type) {
  const description = describe(type);
  const binary = new Set(
    Object.entries(type.fields).filter(([, field]) => field.binary).map(([name]) => name),
  );
  const definition = { binary };
  const renderings = new Map(Object.entries(type.renderings ?? {}));

  const secretType = {
    describe: () => description,
    validate: (fields) => problemsAsAnswer(() => {
      const value = decode(definition, fields);
      const { list, report } = collector();
      const changed = type.validate?.(value, report) ?? value;
      if (list.length > 0) throw new Problems(list);
      return encode(changed);
    }),
    render(format, about, fields) {
      const rendering = renderings.get(format);
      if (rendering === undefined) throw { tag: 'unknown-format' };
      return problemsAsAnswer(() => {
        const { list, report } = collector();
        const value = decode(definition, fields);
        const content = rendering.render(value, plainly(about), report);
        if (list.length > 0) throw new Problems(list);
        return bytes(content, `rendering ${format}`);
      }, (val) => ({ tag: 'not-representable', val }));
    },
  };
  definitions.set(secretType, definition);
  return secretType;
}

/** Seconds since 1970 fit into a number; a bigint does not mix with others. */
export function plainly({ name, now }) {
  return { name, now: Number(now) };
}

/** Problems are what the contract's functions throw; anything else is a mistake and ends the call. */
export function problemsAsAnswer(work, wrap = (list) => list) {
  try {
    return work();
  } catch (error) {
    if (error instanceof Problems) throw wrap(error.list);
    throw error;
  }
}
