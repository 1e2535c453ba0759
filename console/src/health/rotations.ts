/**
 * Rotations that stopped on their way, from the audit log: the list of secrets has no order that would
 * bring them together, and an owner may have a hundred thousand. The log has each step by itself, in an
 * index. Secrets whose type is not loaded are in no such place, and are not looked for.
 */

import type { AuditRecord, Permissions } from '../api/client';
import { problemOf } from '../api/problem';
import { readAudit } from '../audit/query';
import { secretPath } from '../audit/words';
import { readSecret } from '../secrets/owner';
import type { Owner } from '../shell/places.svelte';

export interface Stopped {
  key: string;
  name: string;
  step: string;
  /** When that was tried last. */
  at: number;
}

export interface StoppedRotations {
  found: readonly Stopped[];
  /** Whether there may be others. */
  more: boolean;
}

/** Steps that are looked at. */
const STEPS = 1000;
/** Secrets that are asked about, of those whose last step was none to end with. */
const SECRETS = 50;
/** A rotation takes less, in seconds: until then it may be under way. */
const UNDER_WAY = 120;

/** The newest step of each secret whose rotation did not come to its end with it, newest first. */
export function unended(steps: readonly AuditRecord[], now: number): AuditRecord[] {
  const seen = new Set<string>();
  return steps.filter((record) => {
    const { secret, step, outcome, at } = record;
    if (secret === undefined || seen.has(secret)) return false;
    seen.add(secret);
    return !(step === 'revoke' && outcome === 'done') && at < now - UNDER_WAY;
  });
}

/** Null where the caller may not read the log: to ask it all the same would write a refusal into it. */
export async function stoppedRotations(
  owner: Owner,
  { actions }: Permissions,
  now = Date.now() / 1000,
): Promise<StoppedRotations | null> {
  if (!actions.includes('audit')) return null;
  const log = await readAudit(owner, { event: 'rotation-stepped', limit: STEPS });
  const candidates = unended(log.data, now);
  const asked = candidates.slice(0, SECRETS).map((record) => stopped(owner, record));
  const found = (await Promise.all(asked)).filter((one) => one !== null);
  return { found, more: log.next_before !== null || candidates.length > SECRETS };
}

/** Null where it went on since, was given up, or is gone. */
async function stopped(owner: Owner, { secret: key, at }: AuditRecord): Promise<Stopped | null> {
  const [, type, id] = key === undefined ? [] : (secretPath(key) ?? []);
  if (key === undefined || type === undefined || id === undefined) return null;
  try {
    const { secret } = await readSecret({ owner, type, secret: id });
    return secret._rotation === null
      ? null
      : { key, name: secret.name, step: secret._rotation.step, at };
  } catch (error) {
    if (problemOf(error).kind === 'not-found') return null;
    throw error;
  }
}
