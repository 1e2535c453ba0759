// From what an author writes down to the description of the contract. A name that is none is an
// error here, while the type is built, and not a field that is silently missing.

const KINDS = ['text', 'password', 'multi-line', 'number', 'choice', 'file'];
const SENSITIVE = new Set(['password', 'multi-line', 'file']);

const TYPE = ['id', 'title', 'help', 'fields', 'renderings', 'validate'];
const FIELD = [
  'title', 'kind', 'required', 'sensitive', 'pattern', 'choices', 'default', 'help', 'binary',
];
const RENDERING = ['title', 'mediaType', 'help', 'render'];

export function describe(type) {
  known(type, TYPE, 'the type');
  const { id, title = id, help = '', fields, renderings = {} } = type;
  if (typeof id !== 'string') throw new TypeError('the type needs an id');
  if (typeof fields !== 'object' || fields === null) throw new TypeError('the type needs fields');
  return {
    id,
    title,
    help,
    fields: Object.entries(fields).map(([name, field]) => describeField(name, field)),
    renderings: Object.entries(renderings).map(([format, it]) => describeRendering(format, it)),
  };
}

function describeField(name, field) {
  known(field, FIELD, `field ${name}`);
  const { title = name, kind = 'text', required = false, pattern, help = '' } = field;
  if (!KINDS.includes(kind)) {
    throw new TypeError(`field ${name}: kind must be one of ${KINDS.join(', ')}`);
  }
  const choices = (field.choices ?? []).map((choice) =>
    typeof choice === 'string' ? { value: choice, title: choice } : choice);
  if ((kind === 'choice') !== (choices.length > 0)) {
    throw new TypeError(`field ${name}: kind choice, and no other, needs choices`);
  }
  const sensitive = field.sensitive ?? SENSITIVE.has(kind);
  if (sensitive && field.default !== undefined) {
    throw new TypeError(`field ${name}: a sensitive field has no default`);
  }
  return {
    name, title, kind, required, sensitive,
    // A RegExp is as good as its source; its flags are not part of the contract.
    pattern: pattern instanceof RegExp ? pattern.source : pattern,
    choices, default: field.default, help,
  };
}

function describeRendering(format, rendering) {
  known(rendering, RENDERING, `rendering ${format}`);
  const { title = format, mediaType, help = '', render } = rendering;
  if (typeof mediaType !== 'string') throw new TypeError(`rendering ${format}: needs a mediaType`);
  if (typeof render !== 'function') throw new TypeError(`rendering ${format}: needs render`);
  return { format, title, mediaType, help };
}

function known(object, names, what) {
  for (const name of Object.keys(object)) {
    if (!names.includes(name)) {
      throw new TypeError(`${what}: ${name} is not one of ${names.join(', ')}`);
    }
  }
}
