import { describe, expect, test } from 'vitest';
import { fromAddress, toAddress, toParameters, type AuditQuery } from './query';

const ID = '0ujtsYcgvSTl8PAuAdqWYSMnLOv';
const all: AuditQuery = { what: '', by: '', secret: '', from: '', until: '' };

describe('what of a log is asked for', () => {
  test('comes back from the address as it went there', () => {
    const query: AuditQuery = {
      what: 'secret-revealed',
      by: `person/${ID}`,
      secret: `secret/Custom/${ID}`,
      from: '2026-11-01',
      until: '2026-11-30',
    };
    expect(fromAddress(new URLSearchParams(toAddress(query)))).toEqual(query);
  });

  test.each([
    'what=everything',
    'what=toString',
    'by=person/x',
    'secret=../../x',
    'from=yesterday',
    'from=2026-12-01&until=2026-11-01',
  ])('takes nothing from the address that the API would refuse: %s', (text) => {
    expect(fromAddress(new URLSearchParams(text))).toEqual(all);
  });

  test('is an event, or whether it was refused', () => {
    expect(toParameters({ ...all, what: 'denied' })).toEqual({ event: 'denied' });
    expect(toParameters({ ...all, what: 'refused' })).toEqual({ refused: true });
    expect(toParameters({ ...all, what: 'allowed' })).toEqual({ refused: false });
  });

  test('has whole days of the reader, the last one too', () => {
    const day = { ...all, from: '2026-11-05', until: '2026-11-05' };
    const { from = 0, until = 0 } = toParameters(day) ?? {};
    expect(until - from).toBe(86_400);
    expect(toParameters({ ...day, until: '2026-11-04' })).toBeNull();
  });
});
