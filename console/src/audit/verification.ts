/** Whether an owner's audit log is as it was written, asked page by page. Nothing is decided here. */

import { api, ask, type Schemas } from '../api/client';
import type { Owner } from '../shell/places.svelte';

export type Page = Schemas['AuditVerification'];
export type Broken = Schemas['AuditBreak'];

export interface Question {
  /** Begins with the checkpoint that holds this second; with the first without it. */
  from?: number;
  /** Of an earlier verification, noted outside: has to be a checkpoint of this log still. */
  head?: string;
}

/** Of all pages so far. */
export interface Found {
  records: number;
  checkpoints: number;
  /** Of the records, those from before the log was signed. */
  unsigned: number;
  /** Up to here none was removed and none added; null before the first checkpoint. */
  coveredUntil: number | null;
  head: string | null;
  /** Records behind the newest checkpoint. */
  uncovered: number;
  broken: Broken | null;
  /** Where the next page begins; null at the end. */
  next: string | null;
}

export const nothing: Found = {
  records: 0,
  checkpoints: 0,
  unsigned: 0,
  coveredUntil: null,
  head: null,
  uncovered: 0,
  broken: null,
  next: null,
};

/** What is found up to the end of one more page. */
export function add(found: Found, page: Page): Found {
  return {
    records: found.records + page.records,
    checkpoints: found.checkpoints + page.checkpoints,
    unsigned: found.unsigned + page.unsigned,
    coveredUntil: page.covered_until ?? found.coveredUntil,
    head: page.head ?? found.head,
    uncovered: found.uncovered + page.uncovered,
    broken: page.broken,
    next: page.broken === null ? page.next : null,
  };
}

/** The page behind what was found. */
export async function look(
  owner: Owner,
  { from, head }: Question,
  found: Found,
  signal?: AbortSignal,
): Promise<Found> {
  const query = {
    // Where it goes on, it does not begin.
    ...(found.next !== null ? { after: found.next } : from === undefined ? {} : { from }),
    ...(head === undefined ? {} : { head }),
  };
  const page = await ask(
    api.GET('/api/identity/v2/audit/{kind}/{owner}/verification', {
      params: { path: { kind: owner.kind, owner: owner.id }, query },
      ...(signal === undefined ? {} : { signal }),
    }),
  );
  return add(found, page);
}

const HOUR = 3_600;
/** Spans to look at when the page opens, in hours; the next where one has more than some answers tell. */
const STRETCHES = [7 * 24, 24, 1];
const ANSWERS = 5;
/** Of the last, which is not made shorter. */
const ANSWERS_AT_MOST = 20;

export interface Newest {
  /** With `next` where there was more than could be looked at. */
  found: Found;
  /** How far back it was looked at. */
  hours: number;
}

/** The newest stretch of the log, as long as it can be looked at while somebody waits for the page. */
export async function lookAtNewest(
  owner: Owner,
  signal: AbortSignal,
  now = Math.floor(Date.now() / 1000),
): Promise<Newest> {
  let [hours = 0, found] = [0, nothing];
  for (hours of STRETCHES) {
    const most = hours === STRETCHES.at(-1) ? ANSWERS_AT_MOST : ANSWERS;
    found = await look(owner, { from: now - hours * HOUR }, nothing, signal);
    for (let answers = 1; found.next !== null && answers < most; answers += 1) {
      found = await look(owner, {}, found, signal);
    }
    if (found.next === null) break;
  }
  return { found, hours };
}
