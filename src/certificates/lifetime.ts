import { quoted, UsageError } from '../problem';

const DAY = 24 * 3600;
const UNITS = { h: 3600, d: DAY, y: 365 * DAY } as const;

/** Nobody's hardware and algorithms last longer; Go and OpenSSL read the dates of that time alike. */
const LONGEST = 50 * UNITS.y;

/** Seconds of `2160h`, `730d` or `10y`, a year being 365 days. @throws UsageError */
export function lifetimeSeconds(option: string, text: string): number {
  const [, number = '', unit = ''] = /^(\d{1,9})([hdy])$/.exec(text) ?? [];
  const seconds = Number(number) * (UNITS[unit as keyof typeof UNITS] ?? 0);
  if (seconds > 0 && seconds <= LONGEST) return seconds;
  throw new UsageError(
    `--${option}: expected a time such as 2160h, 730d or 10y (at most 50y), got ${quoted(text)}. Write one`,
  );
}

/** The day of a date, which is enough for people: `2028-11-21`. */
export function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

/** Whole days from one date to another, rounded down. */
export function daysBetween(from: Date, to: Date): number {
  return Math.floor((to.getTime() - from.getTime()) / 1000 / DAY);
}
