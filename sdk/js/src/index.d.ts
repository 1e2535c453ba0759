/** The fields of a secret by their names: text, or bytes where the field is `binary`. */
export type Value = Record<string, any>;

/** Says what is wrong with a field, or with `''`, the whole value. Never a piece of the value. */
export type Problem = (field: string, message: string) => void;

/** What may be told of a secret beside its value. */
export interface About {
  /** The name its owner knows it by. */
  name: string;
  /** Seconds since the Unix epoch, of this request. */
  now: number;
}

export interface FieldDefinition {
  /** One line; the name where it is left out. */
  title?: string;
  /** `text` where it is left out. */
  kind?: 'text' | 'password' | 'multi-line' | 'number' | 'choice' | 'file';
  required?: boolean;
  /** Where it is left out: true for `password`, `multi-line` and `file`. */
  sensitive?: boolean;
  /** Matched by the whole value. */
  pattern?: string | RegExp;
  /** With kind `choice` alone. */
  choices?: (string | { value: string; title: string })[];
  /** What a form begins with. Not where the field is sensitive. */
  default?: string;
  help?: string;
  /** Whether its value is a `Uint8Array` of any bytes. Otherwise it is a string, and bytes that are
   * no UTF-8 text are refused before `validate` is called. */
  binary?: boolean;
}

export interface RenderingDefinition {
  /** One line; the format where it is left out. */
  title?: string;
  mediaType: string;
  help?: string;
  /** Gives the content; or calls `problem` where this value cannot be said in this format. */
  render(value: Value, about: About, problem: Problem): string | Uint8Array;
}

export interface TypeDefinition {
  /** The middle of a key, `Custom` in `secret/Custom/…`. For ever. */
  id: string;
  title?: string;
  help?: string;
  /** By name, in the order a form shows them. */
  fields: Record<string, FieldDefinition>;
  /** By format. */
  renderings?: Record<string, RenderingDefinition>;
  /** Calls `problem` for everything that is wrong. What it returns is stored; the value as it is
   * where it returns nothing. */
  validate?(value: Value, problem: Problem): Value | void;
}

declare const secretType: unique symbol;
/** A type, to be exported under the name `secretType`. */
export interface SecretType {
  readonly [secretType]: true;
}

export function defineType(type: TypeDefinition): SecretType;

/** Each step, done twice with the same input, ends as done once. */
export interface RotationDefinition {
  /** Whether the credential works now. */
  check(current: Value, about: About, problem: Problem): void;
  /** Makes the next value, without making it valid anywhere. */
  create(current: Value, about: About, problem: Problem): Value;
  /** Makes the next value known to the service. The current one still works. */
  set(current: Value, next: Value, about: About, problem: Problem): void;
  /** Whether the next value works; where it is left out, whether `check` says so. */
  test?(current: Value, next: Value, about: About, problem: Problem): void;
  /** The next value is about to be the current one. */
  finish?(current: Value, next: Value, about: About, problem: Problem): void;
  /** Ends the value that was current before. */
  revoke(current: Value, previous: Value, about: About, problem: Problem): void;
}

declare const rotation: unique symbol;
/** To be exported under the name `rotation`. */
export interface Rotation {
  readonly [rotation]: true;
}

export function defineRotation(type: SecretType, steps: RotationDefinition): Rotation;

/** To be thrown: the service says that the credential is not good. */
export function rejected(message: string): Error;
/** To be thrown: the service cannot be reached, or says to come again later. */
export function unavailable(message: string): Error;
/** To be thrown: the answer makes no sense, or this cannot be done for this value. */
export function failed(message: string): Error;
