/** What a verification of the audit log found, in words. */

import { toLocal } from '../text/local-time';
import { moment } from '../text/time';
import type { AuditQuery } from './query';
import type { Broken, Found } from './verification';

const count = (many: number, one: string, several: string) =>
  `${many.toLocaleString('en')} ${many === 1 ? one : several}`;

/** Of a log in which nothing is broken; `hours` says how far back it was looked at, if not at all of it. */
export function summary({ coveredUntil, uncovered, next }: Found, hours?: number): string {
  if (coveredUntil === null) {
    if (uncovered === 0) return 'There is nothing to verify yet.';
    const authentic = count(uncovered, 'record is authentic', 'records are authentic');
    return `${authentic}. Whether any is missing can be told ten minutes later.`;
  }
  const complete = `${hours === undefined ? 'Complete' : `${last(hours)}: complete`} until ${moment(coveredUntil)}`;
  if (next !== null) return `${complete}; what is newer was too much to look at here.`;
  if (uncovered === 0) return `${complete}.`;
  const newer = count(uncovered, 'newer record is authentic', 'newer records are authentic');
  return `${complete}; ${newer}.`;
}

function last(hours: number): string {
  if (hours === 1) return 'Last hour';
  return hours === 24 ? 'Last day' : `Last ${hours / 24} days`;
}

/** How far it is. */
export function progress({ records, coveredUntil }: Found): string {
  const looked = count(records, 'record looked at', 'records looked at');
  return coveredUntil === null ? looked : `${looked}, up to ${moment(coveredUntil)}`;
}

/** In figures, for the end. */
export function facts(found: Found): readonly (readonly [name: string, value: string])[] {
  const number = (many: number) => many.toLocaleString('en');
  return [
    ['Records', number(found.records)],
    ['Checkpoints', number(found.checkpoints)],
    ...(found.coveredUntil === null
      ? []
      : ([['Complete until', moment(found.coveredUntil)]] as const)),
    ['Newer than the last checkpoint', number(found.uncovered)],
    ...(found.unsigned === 0
      ? []
      : ([['From before the log was signed', number(found.unsigned)]] as const)),
  ];
}

export interface Told {
  title: string;
  /** What it means. */
  text: string;
  /** What to do now. */
  advice: string;
  /** Whether the log was changed past the server; otherwise that cannot be told. */
  serious: boolean;
}

const LOOK_INTO =
  'Find out who can write to the database, and compare with a backup from before. Keep a copy of the database as it is now.';

export function tell(broken: Broken): Told {
  const { since, until } = broken;
  const where =
    since !== null && until !== null
      ? `Between ${moment(since)} and ${moment(until)}`
      : until !== null
        ? `Before ${moment(until)}`
        : since !== null
          ? `Since ${moment(since)}`
          : 'In this log';
  switch (broken.problem) {
    case 'record-changed':
      return {
        title:
          broken.record === null ? 'A record was changed' : `Record ${broken.record} was changed`,
        text: `${where} a record is not as it was written. Somebody changed it in the database itself, past the server: what it says is not to be relied on.`,
        advice: LOOK_INTO,
        serious: true,
      };
    case 'records-differ':
      return {
        title: 'Records were removed or added',
        text: `${where} there are not the records that were written. Somebody removed some or added some in the database itself, past the server.`,
        advice: LOOK_INTO,
        serious: true,
      };
    case 'checkpoint-changed':
      return {
        title: 'A checkpoint was changed',
        text: `${where} a checkpoint was changed, removed or put in. Which records there were at that time cannot be relied on.`,
        advice: LOOK_INTO,
        serious: true,
      };
    case 'head-missing':
      return {
        title: 'The head that you noted is not in this log',
        text: 'Its newest part was cut off, or an older database was put in its place. Or the head is of another log.',
        advice: `Make sure that the head is of this log. If it is: ask who restored a backup. ${LOOK_INTO}`,
        serious: true,
      };
    case 'key-missing':
      return {
        title: 'A part of the log cannot be verified here',
        text: `${where} records were signed with a root key that this server does not have. That says nothing of whether they were changed.`,
        advice:
          'Whoever operates the server can give it that root key again, also as a former one; then verify once more.',
        serious: false,
      };
    default:
      // A newer server may find what is not known here.
      return {
        title: 'The log is not as it was written',
        text: `${where} something does not agree.`,
        advice: LOOK_INTO,
        serious: true,
      };
  }
}

/** The days of the reader in which it lies, to look at them in the log; null where that is not known. */
export function daysOf({ since, until }: Broken): Pick<AuditQuery, 'from' | 'until'> | null {
  if (since === null && until === null) return null;
  const day = (seconds: number | null) => (seconds === null ? '' : toLocal(seconds).slice(0, 10));
  return { from: day(since), until: day(until) };
}

/** What is wrong with a head that was typed; null where nothing is. */
export function headError(text: string): string | null {
  return text === '' || /^[0-9a-f]{96}$/.test(text)
    ? null
    : 'A head has 96 of the digits 0 to 9 and a to f. Copy it again, whole.';
}
