// `defineRotation`: the interface `rotation` of the contract, for types that talk to the service
// whose credentials they know.

import { definitionOf, plainly } from './type.js';
import { Problems, collector, decode, encode } from './value.js';

class Failure extends Error {
  constructor(tag, message) {
    super(message);
    this.tag = tag;
  }
}

/** The service says that the credential is not good. */
export const rejected = (message) => new Failure('rejected', message);
/** The service cannot be reached, or says to come again later. */
export const unavailable = (message) => new Failure('unavailable', message);
/** The service's answer makes no sense, or this cannot be done for this value. */
export const failed = (message) => new Failure('failed', message);

const NEEDED = ['check', 'create', 'set', 'revoke'];

/** What most services want: the next value works if it checks, and nothing is left to do. */
const COMMON = {
  test(current, next, about, problem) { this.check(next, about, problem); },
  finish() {},
};

export function defineRotation(secretType, given) {
  const definition = definitionOf(secretType);
  const steps = { ...COMMON, ...given };
  for (const name of NEEDED) {
    if (typeof steps[name] !== 'function') throw new TypeError(`a rotation needs ${name}`);
  }
  const value = (fields) => decode(definition, fields);
  const step = (name) => (about, current, other) => failuresAsAnswer((report) => {
    steps[name](value(current), value(other), plainly(about), report);
  });
  return {
    check: (about, current) => failuresAsAnswer((report) => {
      steps.check(value(current), plainly(about), report);
    }),
    create: (about, current) => failuresAsAnswer((report) =>
      encode(steps.create(value(current), plainly(about), report))),
    set: step('set'),
    test: step('test'),
    finish: step('finish'),
    revoke: step('revoke'),
  };
}

function failuresAsAnswer(work) {
  const { list, report } = collector();
  try {
    const answer = work(report);
    if (list.length > 0) throw new Problems(list);
    return answer;
  } catch (error) {
    if (error instanceof Problems) throw { tag: 'invalid', val: error.list };
    if (error instanceof Failure) throw { tag: error.tag, val: error.message };
    throw error;
  }
}
