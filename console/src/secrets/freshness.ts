/** How a secret stands with its rotation, in a word. Times are seconds since 1970. */

import type { Secret } from '../api/client';

export interface Standing {
  kind: 'plain' | 'good' | 'warning' | 'danger' | 'info';
  text: string;
  /** When what the text says comes or came. */
  at: number | null;
  /** Whether somebody has to see to it. */
  pressing: boolean;
}

type Facts = Pick<Secret, '_rotation' | '_freshness' | '_next_rotation_at' | 'expires_at'>;

/** What presses most is said; `connected` is whether the type rotates by itself once it is asked to. */
export function standing(secret: Facts, connected: boolean): Standing {
  const pressing = (kind: Standing['kind'], text: string, at: number | null = null) => ({
    ...{ kind, text, at },
    pressing: true,
  });
  const calm = (text: string, at: number | null = null): Standing => ({
    ...{ kind: 'plain', text, at },
    pressing: false,
  });
  const { expires_at: ends, _next_rotation_at: next } = secret;
  if (secret._rotation !== null) return pressing('warning', 'interrupted');
  if (secret._freshness === 'expired') return pressing('danger', 'expired', ends);
  if (secret._freshness === 'due') return pressing('warning', 'due', next);
  if (next !== null && (ends === null || next <= ends)) return calm('due', next);
  if (ends !== null) return calm('ends', ends);
  return calm(connected ? 'when asked' : 'by hand');
}
