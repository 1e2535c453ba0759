import { beforeEach, describe, expect, test, vi } from 'vitest';
import { useCredentials, type Action, type AuditRecord } from '../api/client';
import { stoppedRotations, unended } from './rotations';

const NOW = 1_796_000_000;

function step(secret: string, change: Partial<AuditRecord> = {}): AuditRecord {
  return {
    number: 1,
    at: NOW - 3600,
    request_id: 'r',
    peer: null,
    user: 'u',
    client: null,
    credential: 'api-token',
    token: 't',
    event: 'rotation-stepped',
    secret: `secret/Api/${secret}`,
    version: 2,
    step: 'set',
    outcome: 'unavailable',
    ...change,
  };
}

describe('rotations that stopped', () => {
  test('are those whose newest step did not end them, once each', () => {
    const steps = [
      step('a'),
      step('b', { step: 'revoke', outcome: 'done' }),
      step('b', { step: 'finish', outcome: 'done' }),
      step('c', { step: 'finish', outcome: 'done' }),
      step('a', { step: 'create', outcome: 'done' }),
    ];
    expect(unended(steps, NOW).map(({ secret }) => secret)).toEqual([
      'secret/Api/a',
      'secret/Api/c',
    ]);
  });

  test('are none that may be under way', () => {
    expect(unended([step('a', { at: NOW - 5 }), step('a', { at: NOW - 9000 })], NOW)).toEqual([]);
  });

  describe('as the server has them', () => {
    const answers = vi.fn<(request: Request) => Promise<Response>>();
    const json = (body: unknown, status = 200) =>
      Promise.resolve(
        new Response(JSON.stringify(body), {
          status,
          headers: { 'content-type': 'application/json' },
        }),
      );
    const owner = { kind: 'project', id: 'p' } as const;
    const may = (...actions: Action[]) => ({ actions, role: null });

    beforeEach(() => {
      vi.stubGlobal('fetch', answers);
      answers.mockReset();
      useCredentials({ token: () => 'srt_a', renew: () => Promise.resolve(false) });
    });

    test('are asked about one by one: what went on, was given up or is gone is no more', async () => {
      answers.mockImplementation((request) => {
        const { pathname } = new URL(request.url);
        if (pathname.includes('/audit/')) {
          return json({ data: ['on', 'over', 'gone'].map((id) => step(id)), next_before: null });
        }
        const id = pathname.split('/').at(-1) ?? '';
        if (id === 'gone') {
          const type = 'urn:strongroom:problem:not-found';
          return json({ type, title: 'Gone', detail: 'It is not there.' }, 404);
        }
        return json({ name: id, _rotation: id === 'on' ? { step: 'set', version: 2 } : null });
      });
      expect(await stoppedRotations(owner, may('read', 'audit'), NOW)).toEqual({
        found: [{ key: 'secret/Api/on', name: 'on', step: 'set', at: NOW - 3600 }],
        more: false,
      });
    });

    test('are not asked for by who may not read the log: a refusal would be written into it', async () => {
      expect(await stoppedRotations(owner, may('see', 'read'), NOW)).toBeNull();
      expect(answers).not.toHaveBeenCalled();
    });
  });
});
