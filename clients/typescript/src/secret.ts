/**
 * Text and bytes that nobody sees by accident: reading one is spelled `expose`.
 *
 * JavaScript cannot wipe memory, so this only keeps them from being printed, logged or sent along.
 */

const HIDDEN = "********";

/** Beside the objects and not in them: developers' tools show even private fields. */
const CONTENTS = new WeakMap<object, unknown>();

class Hidden<T> {
  /** There is none: it keeps the compiler from taking what only looks like a secret for one. */
  protected declare readonly mark: T;

  constructor(content: T) {
    CONTENTS.set(this, content);
  }

  expose(): T {
    return CONTENTS.get(this) as T;
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  /** What Node's `util.inspect`, and with it `console.log`, shows. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return `${this.constructor.name}(${HIDDEN})`;
  }
}

/** A value, a token or a password. */
export class Secret extends Hidden<string> {}

/** A rendering. */
export class SecretBytes extends Hidden<Uint8Array> {}
