import { describe, expect, test } from 'vitest';
import type { AuditRecord } from '../api/client';
import { actorOf, detailOf, secretPath, wordsOf } from './words';

const record: AuditRecord = {
  number: 7,
  at: 1_700_000_000,
  request_id: 'r',
  peer: '127.0.0.1',
  user: 'u',
  client: null,
  credential: 'api-token',
  token: 't',
  event: 'secret-revealed',
  fields: ['access_key', 'secret_key'],
  version: 3,
};

describe('a record of the audit log', () => {
  test('says what was revealed, and never a value', () => {
    expect(wordsOf(record.event).text).toBe('Value revealed');
    expect(detailOf(record)).toBe('version 3 · access_key, secret_key');
  });

  test('says what somebody was not allowed to do', () => {
    const refused: AuditRecord = { ...record, event: 'denied', action: 'reveal', fields: null };
    expect(detailOf(refused)).toContain('to reveal a value');
    expect(wordsOf(refused.event).subject).toBe('refused');
  });

  test('is called by its own name where the console does not know the event', () => {
    expect(wordsOf('moon-landed').text).toBe('moon landed');
  });

  test('of a client is by the client, and of nobody by nobody', () => {
    expect(actorOf(record)).toBe('person/u');
    expect(actorOf({ ...record, user: null, client: 'c' })).toBe('client/c');
    expect(actorOf({ ...record, user: null })).toBe('');
  });
});

test('a secret that a record names has a page', () => {
  expect(secretPath('secret/Custom/abc')).toEqual(['secrets', 'Custom', 'abc']);
  expect(secretPath('odd')).toBeNull();
});
