/** Spans of time between two values, in seconds, and as people say them. */

const HOUR = 3600;
const DAY = 24 * HOUR;

/** The API's bounds: an hour, and ten years of 366 days. */
export const SHORTEST = HOUR;
export const LONGEST = 3660 * DAY;

export const UNITS = { hours: HOUR, days: DAY, weeks: 7 * DAY } as const;
export type Unit = keyof typeof UNITS;

export const presets: readonly { seconds: number; title: string }[] = [
  { seconds: 30 * DAY, title: 'Every 30 days' },
  { seconds: 90 * DAY, title: 'Every 90 days' },
  { seconds: 180 * DAY, title: 'Every 180 days' },
  { seconds: 365 * DAY, title: 'Every 365 days' },
];

/** From now, in days; nothing is there unless it is asked for. */
export const ends: readonly { days: number; title: string }[] = [
  { days: 30, title: 'In 30 days' },
  { days: 90, title: 'In 90 days' },
  { days: 365, title: 'In 365 days' },
];

/** The unit that a period is a whole number of; days before weeks, since people count in days. */
export function unitOf(seconds: number): Unit {
  return seconds % DAY === 0 ? 'days' : 'hours';
}

/** Such as “every 90 days” and “every hour”. */
export function every(seconds: number): string {
  const unit = unitOf(seconds);
  const count = seconds / UNITS[unit];
  if (count === 1) return `every ${unit.slice(0, -1)}`;
  return `every ${count.toLocaleString('en', { maximumFractionDigits: 2 })} ${unit}`;
}
