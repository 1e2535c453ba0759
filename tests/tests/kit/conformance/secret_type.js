// The conformance type in JavaScript: what it does on which value is the same in every language.

import { defineType } from '@strongroom/secret-type';

export const secretType = defineType({
  id: 'Conformance',
  title: 'Conformance — ü 秘密',
  help: 'Every kind of field.\nIn two lines.',
  fields: {
    what: { title: 'What to do', required: true, help: 'See the cases.' },
    secret: { title: 'Secret', kind: 'password' },
    lines: { title: 'Lines', kind: 'multi-line', sensitive: false, default: 'one\ntwo' },
    number: { title: 'Number', kind: 'number', default: '1' },
    choice: {
      title: 'Choice', kind: 'choice', choices: [{ value: 'a', title: 'The letter A' }, 'b'],
      default: 'a',
    },
    file: { title: 'File', kind: 'file', binary: true },
    constructor: { title: 'Named like a built-in', pattern: /[a-z]+|\d{2}/ },
  },
  validate(value, problem) {
    switch (value.what) {
      case 'all':
        problem('what', 'is wrong');
        problem('secret', 'is wrong too');
        problem('', 'so is all of it');
        break;
      case 'tell': problem('secret', `must not be ${value.secret}`); break;
      case 'trap': throw new Error('on purpose');
      case 'loop': for (;;);
      case 'unknown': return { ...value, unheard: 'of' };
      case 'drop': delete value.secret; break;
      case 'upper': return { ...value, secret: value.secret.toUpperCase() };
    }
  },
  renderings: {
    about: {
      title: 'About', mediaType: 'text/plain; charset=utf-8',
      render: ({ constructor }, { name, now }) => `${name} ${now} ${constructor ?? 'none'}\n`,
    },
    bytes: {
      title: 'Bytes', mediaType: 'application/octet-stream', help: 'The file as it is.',
      render({ file }, about, problem) {
        if (file === undefined) problem('file', 'must be given');
        return file ?? '';
      },
    },
    odd: {
      title: 'Odd', mediaType: 'application/x-odd+json',
      render({ what, secret }) {
        if (what === 'trap later') throw new Error('on purpose');
        return what === 'large' ? new Uint8Array(2 << 20) : `{"secret":${JSON.stringify(secret ?? null)}}`;
      },
    },
  },
});
