/** Times in the reader's language and zone. The API's are whole seconds since 1970. */

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'long' });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'long' });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** Such as “3 hours ago” and “in 2 days”. */
export function ago(seconds: number, now = Date.now() / 1000): string {
  const difference = seconds - now;
  const size = Math.abs(difference);
  for (const [unit, length] of UNITS) {
    if (size >= length) return relative.format(Math.trunc(difference / length), unit);
  }
  return difference > 0 ? 'in a moment' : 'just now';
}

/** With the time and the zone. */
export function at(seconds: number): string {
  return exact.format(seconds * 1000);
}

export function onDay(seconds: number): string {
  return day.format(seconds * 1000);
}

/** For `datetime` of `<time>`. */
export function machine(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
