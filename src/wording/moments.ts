// Moments as text and back, and the time between two of them, by the Gregorian calendar. No clock is read.

const daySeconds = 86_400;

/**
 * The day of a number of days since 1970-01-01: Hinnant, "chrono-compatible low-level date algorithms" (2013),
 * in which a year begins in March, so that the leap day is its last.
 */
function dayOf(days: number): string {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const ofEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1_460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  );
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fromMarch = Math.floor((5 * ofYear + 2) / 153);
  const day = ofYear - Math.floor((153 * fromMarch + 2) / 5) + 1;
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

/** The other way round. */
function daysUntil(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const ofYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const ofEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + ofYear;
  return era * 146_097 + ofEra - 719_468;
}

const two = (value: number): string => String(value).padStart(2, '0');

function written(seconds: number): string {
  const days = Math.floor(seconds / daySeconds);
  const rest = Math.floor(seconds - days * daySeconds);
  return `${dayOf(days)} ${two(Math.floor(rest / 3_600))}:${two(Math.floor((rest % 3_600) / 60))}:${two(rest % 60)}`;
}

/** `2024-05-28 00:30:32 UTC`, from seconds since 1970. */
export function utc(seconds: number): string {
  return `${written(seconds)} UTC`;
}

/** The same moment by the clock of whoever wrote it, with its offset in minutes: `2024-05-27 17:30:32 -07:00`. */
export function local(seconds: number, zone: number): string {
  const offset = `${zone < 0 ? '-' : '+'}${two(Math.floor(Math.abs(zone) / 60))}:${two(Math.abs(zone) % 60)}`;
  return `${written(seconds + zone * 60)} ${offset}`;
}

/** `2024-05-28`, in UTC. */
export function utcDay(seconds: number): string {
  return dayOf(Math.floor(seconds / daySeconds));
}

/** Seconds since 1970 of a day, or of a moment with `Z` or an offset, as ISO 8601 or as `local` writes it; undefined for other text. */
export function secondsOf(text: string): number | undefined {
  const found = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))? ?(?:Z|([+-])(\d{2}):(\d{2})))?$/.exec(
    text,
  );
  if (found === null) return undefined;
  const part = (index: number): number => Number(found[index] ?? 0);
  const zone = (part(8) * 60 + part(9)) * (found[7] === '-' ? -1 : 1);
  return daysUntil(part(1), part(2), part(3)) * daySeconds + part(4) * 3_600 + (part(5) - zone) * 60 + part(6);
}

export interface Elapsed {
  readonly days: number;
  readonly hours: number;
  readonly minutes: number;
}

/** Whole minutes of a number of seconds; its sign is left to the caller. */
export function elapsed(seconds: number): Elapsed {
  const minutes = Math.floor(Math.abs(seconds) / 60);
  return { days: Math.floor(minutes / 1_440), hours: Math.floor((minutes % 1_440) / 60), minutes: minutes % 60 };
}
