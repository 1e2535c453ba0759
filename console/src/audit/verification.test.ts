import { render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { useCredentials } from '../api/client';
import type { Owner } from '../shell/places.svelte';
import { moment } from '../text/time';
import { daysOf, headError, summary, tell } from './verdict';
import { lookAtNewest, nothing, type Broken, type Page } from './verification';
import VerificationLine from './VerificationLine.svelte';
import { WholeLog } from './whole-log.svelte';

const owner: Owner = { kind: 'project', id: 'p1' };
const NOW = 1_796_000_000;
const HEAD = 'ab'.repeat(48);
const page = (part: Partial<Page> = {}): Page => ({
  intact: true,
  checkpoints: 1,
  records: 100,
  unsigned: 0,
  covered_until: NOW - 600,
  head: HEAD,
  uncovered: 0,
  broken: null,
  next: null,
  ...part,
});
const changed: Broken = { problem: 'record-changed', record: 17, since: NOW - 90, until: NOW - 60 };

const answers = vi.fn<(request: Request) => Promise<Response>>();
const json = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', 'x-request-id': 'id1' },
  });
const tells = (part: Partial<Page> = {}) =>
  answers.mockImplementationOnce(() => Promise.resolve(json(200, page(part))));
const asked = () => answers.mock.calls.map(([request]) => new URL(request.url).searchParams);

beforeEach(() => {
  vi.stubGlobal('fetch', answers);
  answers.mockReset();
  useCredentials({ token: () => 'srt_a', renew: () => Promise.resolve(false) });
});

describe('the newest stretch of a log', () => {
  const signal = new AbortController().signal;

  it('is of seven days where one answer has them', async () => {
    tells({ records: 40, uncovered: 3 });
    const { found, hours } = await lookAtNewest(owner, signal, NOW);
    expect([found.records, found.uncovered, hours]).toEqual([40, 3, 168]);
    expect(asked().map(String)).toEqual([`from=${NOW - 7 * 86_400}`]);
  });

  it('is looked at in a few answers', async () => {
    tells({ next: 'a', records: 2000 });
    tells({ records: 20, uncovered: 9 });
    const { found, hours } = await lookAtNewest(owner, signal, NOW);
    expect([found.records, found.uncovered, hours]).toEqual([2020, 9, 168]);
    expect(asked().map(String)).toEqual([`from=${NOW - 7 * 86_400}`, 'after=a']);
  });

  it('is shorter where much was done', async () => {
    for (let answer = 0; answer < 5; answer += 1) tells({ next: `week-${answer}` });
    tells({ records: 20, uncovered: 9 });
    const { found, hours } = await lookAtNewest(owner, signal, NOW);
    expect([found.records, found.uncovered, hours]).toEqual([20, 9, 24]);
    expect(String(asked().at(-1))).toBe(`from=${NOW - 86_400}`);
  });

  it('ends somewhere, and says so, where an hour has more than can be looked at', async () => {
    answers.mockImplementation(() => Promise.resolve(json(200, page({ next: 'x' }))));
    const { found, hours } = await lookAtNewest(owner, signal, NOW);
    expect(hours).toBe(1);
    expect(answers).toHaveBeenCalledTimes(5 + 5 + 20);
    expect(summary(found, hours)).toMatch(
      /^Last hour: complete until .*; what is newer was too much/,
    );
  });
});

describe('a whole log', () => {
  it('is looked at page by page from its first record, each with the noted head', async () => {
    tells({ next: 'x', unsigned: 7, covered_until: NOW - 5000, head: 'cd'.repeat(48) });
    tells({ uncovered: 4 });
    const log = new WholeLog(owner);
    log.start(HEAD);
    await vi.waitFor(() => expect(log.state).toBe('done'));
    expect(asked().map(String)).toEqual([`head=${HEAD}`, `after=x&head=${HEAD}`]);
    expect(log.found).toEqual({
      ...{ records: 200, checkpoints: 2, unsigned: 7, uncovered: 4 },
      ...{ coveredUntil: NOW - 600, head: HEAD, broken: null, next: null },
    });
  });

  it('goes on from where nobody answered, and counts nothing twice', async () => {
    tells({ next: 'x' });
    answers.mockRejectedValueOnce(new TypeError('network'));
    tells();
    const log = new WholeLog(owner);
    log.start('');
    await vi.waitFor(() => expect(log.state).toBe('failed'));
    expect(log.problem?.kind).toBe('offline');
    log.goOn();
    await vi.waitFor(() => expect(log.state).toBe('done'));
    expect(asked().map(String)).toEqual(['', 'after=x', 'after=x']);
    expect(log.found.records).toBe(200);
  });

  it('that is stopped asks for nothing more, and drops what was on its way', async () => {
    let answer: (response: Response) => void = () => {};
    answers.mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)));
    const log = new WholeLog(owner);
    log.start('');
    await vi.waitFor(() => expect(answers).toHaveBeenCalledOnce());
    log.stop();
    answer(json(200, page({ next: 'x' })));
    await new Promise((resolve) => setTimeout(resolve));
    expect([log.state, log.found.records]).toEqual(['stopped', 0]);
    expect(answers).toHaveBeenCalledOnce();
  });

  it('ends where something is broken, whatever lies behind it', async () => {
    tells({ intact: false, broken: changed, next: 'x' });
    const log = new WholeLog(owner);
    log.start('');
    await vi.waitFor(() => expect(log.state).toBe('done'));
    expect(log.found.broken).toEqual(changed);
    expect(answers).toHaveBeenCalledOnce();
    // What comes after it can be looked at by itself.
    tells({ records: 3 });
    log.start('', changed.until);
    await vi.waitFor(() => expect(log.state).toBe('done'));
    expect(String(asked().at(-1))).toBe(`from=${(changed.until ?? 0) + 1}`);
    expect([log.found.broken, log.found.records]).toEqual([null, 3]);
  });
});

describe('what was found', () => {
  const until = moment(NOW - 600);
  it.each([
    [{}, `Complete until ${until}.`],
    [{ uncovered: 1 }, `Complete until ${until}; 1 newer record is authentic.`],
    [{ uncovered: 1200 }, `Complete until ${until}; 1,200 newer records are authentic.`],
    [
      { coveredUntil: null, uncovered: 2 },
      '2 records are authentic. Whether any is missing can be told ten minutes later.',
    ],
    [{ coveredUntil: null }, 'There is nothing to verify yet.'],
  ])('is said in a line: %o', (part, said) => {
    expect(summary({ ...nothing, coveredUntil: NOW - 600, ...part })).toBe(said);
  });

  it.each([
    [168, 'Last 7 days'],
    [24, 'Last day'],
    [1, 'Last hour'],
  ])('says how far back was looked: %i hours', (hours, said) => {
    const found = { ...nothing, coveredUntil: NOW - 600 };
    expect(summary(found, hours)).toBe(`${said}: complete until ${until}.`);
  });

  it.each([
    ['record-changed', 'Record 17 was changed', true],
    ['records-differ', 'Records were removed or added', true],
    ['checkpoint-changed', 'A checkpoint was changed', true],
    ['head-missing', 'The head that you noted is not in this log', true],
    ['key-missing', 'A part of the log cannot be verified here', false],
    ['moon-landed', 'The log is not as it was written', true],
  ])('of a break says what, and accuses nobody of a missing key: %s', (problem, title, serious) => {
    const told = tell({ ...changed, problem: problem as Broken['problem'] });
    expect([told.title, told.serious]).toEqual([title, serious]);
    expect(told.advice).not.toBe('');
  });

  it('of a break leads to its days, where they are known', () => {
    expect(daysOf({ ...changed, since: null, until: null })).toBeNull();
    const noon = new Date(2026, 10, 5, 12).getTime() / 1000;
    expect(daysOf({ ...changed, since: noon, until: noon + 86_400 })).toEqual({
      from: '2026-11-05',
      until: '2026-11-06',
    });
    expect(daysOf({ ...changed, since: null, until: noon })).toEqual({
      from: '',
      until: '2026-11-05',
    });
  });

  it.each([
    ['', true],
    [HEAD, true],
    [HEAD.slice(1), false],
    ['g'.repeat(96), false],
  ])('is compared with a head, and %s is one: %s', (text, good) => {
    expect(headError(text) === null).toBe(good);
  });
});

describe('the line above the log', () => {
  const onfollow = vi.fn();
  const show = () => render(VerificationLine, { owner, onfollow });

  it('says that it is verified, and up to when', async () => {
    tells({ uncovered: 12 });
    show();
    expect(screen.getByRole('status').textContent).toContain('Verifying');
    await vi.waitFor(() =>
      expect(screen.getByRole('status').textContent).toContain('12 newer records are authentic.'),
    );
    expect(screen.getByRole('status').textContent).toContain('Last 7 days: complete until');
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('tells of a break as an alert, and leads to its time', async () => {
    tells({ intact: false, broken: changed });
    show();
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('Record 17 was changed');
    expect(alert.textContent).toContain('Find out who can write to the database');
    await userEvent.click(within(alert).getByRole('button', { name: 'Show that time' }));
    expect(onfollow).toHaveBeenCalledWith(daysOf(changed));
  });

  it('of a server that does not sign its log says so, and offers nothing', async () => {
    const body = {
      ...{ type: 'urn:strongroom:problem:not-found', title: 'Not found', detail: 'No such thing.' },
      ...{ status: 404, request_id: 'id1' },
    };
    answers.mockImplementation(() => Promise.resolve(json(404, body)));
    show();
    await screen.findByText('This server is of a version that does not sign its log.');
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('can be asked again where nobody answered', async () => {
    answers.mockRejectedValueOnce(new TypeError('network'));
    tells();
    show();
    await screen.findByText('Not verified: the server does not answer.');
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await screen.findByText(/^Last 7 days: complete until/);
  });

  it('opens the verification of all, which ends with a head to note', async () => {
    tells();
    show();
    await userEvent.click(await screen.findByRole('button', { name: 'Verify the whole log' }));
    const dialog = screen.getByRole('dialog', { name: 'Verify the whole log' });
    const field = within(dialog).getByLabelText(/Head that you noted/);
    await userEvent.type(field, 'no head');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Verify' }));
    expect(dialog.textContent).toContain('A head has 96 of the digits');
    expect(answers).toHaveBeenCalledOnce();
    await userEvent.clear(field);
    await userEvent.type(field, ` ${HEAD.toUpperCase()} `);
    tells({ unsigned: 5 });
    await userEvent.click(within(dialog).getByRole('button', { name: 'Verify' }));
    await within(dialog).findByText('The log is as it was written');
    expect(within(dialog).getByText(HEAD)).toBeTruthy();
    expect(dialog.textContent).toContain('The head that you noted is one of its checkpoints.');
    expect(dialog.textContent).toContain('From before the log was signed');
    expect(asked().at(-1)?.get('head')).toBe(HEAD);
  });
});
