/** Whether an owner's audit log is as it was written, asked page by page. Nothing is decided here. */

import { api, ask } from '../api/client';
import type { Owner } from '../shell/places.svelte';

export interface Broken {
  problem:
    'record-changed' | 'records-differ' | 'checkpoint-changed' | 'key-missing' | 'head-missing';
  record: number | null;
  since: number | null;
  until: number | null;
}

export interface Page {
  intact: boolean;
  checkpoints: number;
  records: number;
  unsigned: number;
  covered_until: number | null;
  head: string | null;
  uncovered: number;
  broken: Broken | null;
  next: string | null;
}

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
  // The document does not have it yet.
  const path = '/api/identity/v2/audit/{kind}/{owner}/verification' as never;
  const page: unknown = await ask(
    api.GET(path, {
      params: { path: { kind: owner.kind, owner: owner.id }, query },
      ...(signal === undefined ? {} : { signal }),
    } as never),
  );
  return add(found, page as Page);
  return add(found, page as Page);
}

const HOUR = 3_600;
/** Spans to look at when the page opens, in hours; the next where one has more than an answer looks at. */
const STRETCHES = [7 * 24, 24, 1];

export interface Newest {
  found: Found;
  /** How far back it was looked at. */
  hours: number;
}

/** The newest stretch of the log, as long as one answer has it. */
export async function lookAtNewest(
  owner: Owner,
  signal: AbortSignal,
  now = Math.floor(Date.now() / 1000),
): Promise<Newest> {
  let hours = 0;
  let found = nothing;
  for (hours of STRETCHES) {
    found = await look(owner, { from: now - hours * HOUR }, nothing, signal);
    if (found.next === null) break;
  }
  while (found.next !== null) found = await look(owner, {}, found, signal);
  return { found, hours };
}
