/** Times in the reader's language and zone. The API's are whole seconds since 1970. */

/**
 * Made when first asked for: the first of a page reads the browser's data of languages, which takes a
 * slow phone a tenth of a second.
 */
const once = <T>(make: () => T): (() => T) => {
  let made: T | undefined;
  return () => (made ??= make());
};

const relative = once(() => new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'long' }));
const exact = once(
  () => new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'long' }),
);
const day = once(() => new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' }));

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

const minute = once(
  () => new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }),
);
const hour = once(() => new Intl.DateTimeFormat(undefined, { timeStyle: 'short' }));

/** Has it over while there is nothing else to do. */
export function prepare(): void {
  relative();
}

/** Such as “3 hours ago” and “in 2 days”. */
export function ago(seconds: number, now = Date.now() / 1000): string {
  const difference = seconds - now;
  const size = Math.abs(difference);
  for (const [unit, length] of UNITS) {
    if (size >= length) return relative().format(Math.trunc(difference / length), unit);
  }
  return difference > 0 ? 'in a moment' : 'just now';
}

/** With the time and the zone. */
export function at(seconds: number): string {
  return exact().format(seconds * 1000);
}

/** To the minute, with the day where that is not today. */
export function moment(seconds: number, now = Date.now() / 1000): string {
  const isToday = day().format(seconds * 1000) === day().format(now * 1000);
  return (isToday ? hour() : minute()).format(seconds * 1000);
}

export function onDay(seconds: number): string {
  return day().format(seconds * 1000);
}

/** For `datetime` of `<time>`. */
export function machine(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
