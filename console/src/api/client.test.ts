import { beforeEach, describe, expect, it, vi } from 'vitest';
import { api, ask, useCredentials } from './client';
import { Problem } from './problem';

const answers = vi.fn<(request: Request) => Promise<Response>>();
const json = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', 'x-request-id': 'id1' },
  });
const types = () => ask(api.GET('/api/identity/v2/types'));

beforeEach(() => {
  vi.stubGlobal('fetch', answers);
  answers.mockReset();
  useCredentials({ token: () => 'srt_a', renew: () => Promise.resolve(false) });
});

describe('a request', () => {
  it('has the token in its header alone, and none of the browser’s credentials', async () => {
    answers.mockResolvedValue(json(200, { data: [] }));
    await types();
    const request = answers.mock.calls[0]?.[0];
    expect(request?.headers.get('authorization')).toBe('Bearer srt_a');
    expect(request?.url).not.toContain('srt_');
    expect(request?.credentials).toBe('omit');
    expect(request?.redirect).toBe('error');
  });

  it('that is refused waits for another sign-in and is sent again, body and all', async () => {
    let token = 'srt_old';
    const renew = vi.fn(() => {
      token = 'srt_new';
      return Promise.resolve(true);
    });
    useCredentials({ token: () => token, renew });
    const bodies: string[] = [];
    answers.mockImplementation(async (request) => {
      bodies.push(await request.text());
      const isNew = request.headers.get('authorization') === 'Bearer srt_new';
      return isNew ? json(201, { id: 'p' }) : json(401, {});
    });
    await ask(api.POST('/api/identity/v2/projects', { body: { name: 'demo' } }));
    expect(bodies).toEqual(['{"name":"demo"}', '{"name":"demo"}']);
    expect(renew).toHaveBeenCalledExactlyOnceWith('srt_old');
  });

  it('that fails is a problem with the id of the request', async () => {
    const type = 'urn:strongroom:problem:forbidden';
    const body = {
      type,
      title: 'Forbidden',
      status: 403,
      detail: 'Needs `read`.',
      request_id: 'id2',
    };
    answers.mockResolvedValue(json(403, body));
    await expect(types()).rejects.toMatchObject({
      kind: 'forbidden',
      detail: 'Needs `read`.',
      requestId: 'id2',
    });
  });

  it('that nobody answers is offline', async () => {
    answers.mockRejectedValue(new TypeError('failed to fetch'));
    await expect(types()).rejects.toMatchObject({ kind: 'offline' });
  });

  it('that something else answers is a problem without what it said', async () => {
    answers.mockResolvedValue(new Response('<html>secret proxy page', { status: 502 }));
    const problem = await types().catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(Problem);
    expect((problem as Problem).kind).toBe('unavailable');
    expect((problem as Problem).detail).not.toContain('secret proxy');
  });
});
