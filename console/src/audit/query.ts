/** What of an audit log is asked for, as the address has it, and the log itself. */

import { api, ask, type AuditRecord, type Schemas } from '../api/client';
import { Pages } from '../api/pages.svelte';
import type { operations } from '../api/schema';
import { betweenDays } from '../secrets/uses';
import type { Owner } from '../shell/places.svelte';
import { isEvent, type Event } from './words';

export interface AuditQuery {
  /** An event; all refusals, or all but them; or empty for everything. */
  what: Event | 'refused' | 'allowed' | '';
  /** `person/…` or `client/…`, or empty for anybody. */
  by: string;
  /** The key of a secret, or empty. */
  secret: string;
  /** Days in the reader's zone, as `2026-12-24`; both are part of it. Empty where it is open. */
  from: string;
  until: string;
}

type Parameters = NonNullable<operations['readAudit']['parameters']['query']>;

const SHAPES = {
  by: /^(person|client)\/[0-9A-Za-z]{27}$/,
  secret: /^secret\/[0-9A-Za-z]+\/[0-9A-Za-z]{27}$/,
  day: /^\d{4}-\d{2}-\d{2}$/,
};

/** What the API would not take is left out. */
export function fromAddress(query: URLSearchParams): AuditQuery {
  const shaped = (name: string, shape: RegExp) => {
    const text = query.get(name) ?? '';
    return shape.test(text) ? text : '';
  };
  const what = query.get('what') ?? '';
  const [from, until] = [shaped('from', SHAPES.day), shaped('until', SHAPES.day)];
  return {
    what: isEvent(what) || what === 'refused' || what === 'allowed' ? what : '',
    by: shaped('by', SHAPES.by),
    secret: shaped('secret', SHAPES.secret),
    ...(betweenDays(from, until) === null ? { from: '', until: '' } : { from, until }),
  };
}

export function toAddress({ what, by, secret, from, until }: AuditQuery): Record<string, string> {
  return { what, by, secret, from, until };
}

/** Null where the days are the wrong way around. */
export function toParameters(query: AuditQuery): Parameters | null {
  const span = betweenDays(query.from, query.until);
  if (span === null) return null;
  const { what } = query;
  return {
    ...(what === '' || what === 'refused' || what === 'allowed' ? {} : { event: what }),
    ...(what === 'refused' ? { refused: true } : {}),
    ...(what === 'allowed' ? { refused: false } : {}),
    ...(query.by === '' ? {} : { actor: query.by }),
    ...(query.secret === '' ? {} : { secret: query.secret }),
    ...(span.from === null ? {} : { from: span.from }),
    ...(span.until === null ? {} : { until: span.until }),
  };
}

export async function readAudit(
  owner: Owner,
  query: Parameters,
  signal?: AbortSignal,
): Promise<Schemas['AuditLog']> {
  const path = { kind: owner.kind, owner: owner.id };
  return ask(
    api.GET('/api/identity/v2/audit/{kind}/{owner}', {
      params: { path, query },
      ...(signal === undefined ? {} : { signal }),
    }),
  );
}

export function auditPages(owner: Owner, asked: () => AuditQuery): Pages<AuditRecord> {
  return new Pages(async (cursor, limit, signal) => {
    const query = {
      ...(toParameters(asked()) ?? {}),
      limit,
      ...(cursor === null ? {} : { before: Number(cursor) }),
    };
    const { data, next_before: next } = await readAudit(owner, query, signal);
    return { data, next: next === null ? null : String(next) };
  });
}
