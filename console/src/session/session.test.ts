import { beforeEach, describe, expect, it, vi } from 'vitest';
import { session } from './session.svelte';

const me = (id: string) => ({
  user: { id, name: id, email: null },
  client: null,
  administrator: false,
  token: { kind: 'api-token', id: 't', name: 'n', expires_at: 0, scopes: null },
});
const server = vi.fn<(request: Request) => Promise<Response>>();

beforeEach(() => {
  vi.stubGlobal('fetch', server);
  sessionStorage.clear();
  server.mockImplementation((request) => {
    const token = request.headers.get('authorization')?.replace('Bearer ', '') ?? '';
    const [, id] = /^srt_(\w+)_/.exec(token) ?? [];
    return Promise.resolve(
      id === undefined
        ? new Response('{}', { status: 401 })
        : new Response(JSON.stringify(me(id)), { status: 200 }),
    );
  });
});

describe('a session', () => {
  it('keeps its token in memory, and in storage only where it was told to', async () => {
    await session.signIn('srt_ada_1', false);
    expect(session.credentials.token()).toBe('srt_ada_1');
    expect(sessionStorage).toHaveLength(0);
    expect(localStorage).toHaveLength(0);
    await session.signIn('srt_ada_1', true);
    expect(JSON.stringify({ ...sessionStorage })).toContain('srt_ada_1');
    expect(localStorage).toHaveLength(0);
  });

  it('that ends lets requests wait, and they go on with the next token', async () => {
    await session.signIn('srt_ada_1', true);
    const waiting = [1, 2].map(() => session.credentials.renew('srt_ada_1'));
    expect(session.status).toBe('expired');
    expect(session.credentials.token()).toBeNull();
    expect(sessionStorage).toHaveLength(0);
    await session.signIn('srt_ada_2', false);
    expect(await Promise.all(waiting)).toEqual([true, true]);
    expect(session.status).toBe('in');
  });

  it('is not ended by a request that was refused with the token before', async () => {
    await session.signIn('srt_ada_3', false);
    expect(await session.credentials.renew('srt_ada_2')).toBe(true);
    expect(session.status).toBe('in');
  });

  it('that has ended is not taken over by somebody else', async () => {
    await session.signIn('srt_ada_1', false);
    const waiting = session.credentials.renew('srt_ada_1');
    await expect(session.signIn('srt_bob_1', false)).rejects.toMatchObject({
      title: 'That is someone else',
    });
    expect(session.status).toBe('expired');
    await session.signIn('srt_ada_2', false);
    expect(await waiting).toBe(true);
  });

  it('does not send what is no token, and does not repeat it', async () => {
    server.mockClear();
    const error = await session.signIn('ключ\n', false).catch((thrown: unknown) => thrown);
    expect(server).not.toHaveBeenCalled();
    expect(String((error as Error).message)).not.toContain('ключ');
  });
});
