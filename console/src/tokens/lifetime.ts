/** How long tokens and clients may live, in seconds. */

export const DAY = 86_400;

/** The API's longest. */
const YEAR = 366 * DAY;

export const lifetimes: readonly { value: string; title: string }[] = [
  { value: '3600', title: 'An hour' },
  { value: String(DAY), title: 'A day' },
  { value: String(7 * DAY), title: 'A week' },
  { value: String(30 * DAY), title: '30 days' },
  { value: String(90 * DAY), title: '90 days' },
  { value: String(YEAR), title: 'A year' },
];

export type Urgency = 'expired' | 'soon' | 'fine';

/** `soon` is within two weeks, or within the last tenth of a life that is shorter than that. */
export function urgency(life: { created_at: number; expires_at: number }, now: number): Urgency {
  const left = life.expires_at - now;
  if (left <= 0) return 'expired';
  const whole = life.expires_at - life.created_at;
  const warning = whole > 28 * DAY ? 14 * DAY : whole / 10;
  return left <= warning ? 'soon' : 'fine';
}
