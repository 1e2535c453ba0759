// A connected type in JavaScript: built, and its imports read; it is not called.

import { defineRotation, defineType, rejected } from '@strongroom/secret-type';
import { send } from '@strongroom/secret-type/outbound';

export const secretType = defineType({
  id: 'Connected',
  fields: { token: { kind: 'password', required: true } },
});

const allowed = ({ token }) =>
  send({ url: 'https://api.example.com/me', headers: { Authorization: `Bearer ${token}` } })
    .status === 200;

export const rotation = defineRotation(secretType, {
  check(current) {
    if (!allowed(current)) throw rejected('the service does not know the token');
  },
  create() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return { token: Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('') };
  },
  set() {},
  revoke() {},
});
