/** Who used a secret, as the audit log has it. */

import { api, ask, type Schemas } from '../api/client';
import { fromLocal } from '../text/local-time';
import { path, type Address } from './owner';

export type Consumer = Schemas['Consumer'];

/** From the one second on and before the other, since 1970; open where it is null. */
export interface Span {
  from: number | null;
  until: number | null;
}

const DAY = 86_400;

/** The last so many days. */
export function lastDays(days: number, now = Date.now() / 1000): Span {
  return { from: Math.floor(now) - days * DAY, until: null };
}

/**
 * Whole days in the reader's zone, the last one included; `2026-12-24`, or empty for an open end. Null
 * where the one is behind the other.
 */
export function betweenDays(first: string, last: string): Span | null {
  const from = first === '' ? null : fromLocal(`${first}T00:00`);
  let until = null;
  if (last !== '') {
    // A day has 23 hours or 25, twice a year.
    const next = new Date(`${last}T00:00`);
    next.setDate(next.getDate() + 1);
    until = Math.floor(next.getTime() / 1000);
  }
  return from !== null && until !== null && from >= until ? null : { from, until };
}

export async function listConsumers(
  address: Address,
  { from, until }: Span,
): Promise<Schemas['ConsumerList']> {
  return ask(
    api.GET('/api/identity/v2/settings/{kind}/{owner}/secret/{type}/{secret}/consumers', {
      params: {
        path: path(address),
        query: { ...(from === null ? {} : { from }), ...(until === null ? {} : { until }) },
      },
    }),
  );
}

export const credentials: Record<Consumer['credential'], string> = {
  'api-token': 'API token',
  'access-token': 'access token',
  'identity-token': 'sign-in of a provider',
};
