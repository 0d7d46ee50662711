// Moments as they are printed, and the time between two of them. No clock is read.

/** `2024-05-28 00:30:32 UTC`; a number that is no moment is given as it is. */
export function utc(seconds: number): string {
  const date = new Date(seconds * 1_000);
  return Number.isNaN(date.getTime()) ? String(seconds) : `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** The same moment by the clock of whoever made it, with its offset: `2024-05-27 17:30:32 -07:00`. */
export function local(seconds: number, zone: number): string {
  const date = new Date((seconds + zone * 60) * 1_000);
  if (Number.isNaN(date.getTime())) return String(seconds);
  const two = (value: number): string => String(value).padStart(2, '0');
  const offset = `${zone < 0 ? '-' : '+'}${two(Math.floor(Math.abs(zone) / 60))}:${two(Math.abs(zone) % 60)}`;
  return `${date.toISOString().slice(0, 19).replace('T', ' ')} ${offset}`;
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
