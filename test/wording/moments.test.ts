// Moments written and read back, beside what the runtime's own calendar says.
import { describe, expect, it } from 'vitest';
import { elapsed, local, secondsOf, utc, utcDay } from '../../src/wording/moments.ts';

// Swedish writes days and hours as ISO 8601 does.
const calendar = new Intl.DateTimeFormat('sv-SE', { timeZone: 'UTC', dateStyle: 'short', timeStyle: 'medium' });

describe('moments', () => {
  it('are written as the runtime writes them, from 1900 to 2400', () => {
    for (let seconds = -2_208_988_800; seconds < 13_569_465_600; seconds += 8_123_457) {
      const text = calendar.format(seconds * 1_000);
      expect(utc(seconds)).toBe(`${text} UTC`);
      expect(utcDay(seconds)).toBe(text.slice(0, 10));
      expect(secondsOf(`${text.replace(' ', 'T')}Z`)).toBe(seconds);
      expect(secondsOf(local(seconds, -450))).toBe(seconds);
    }
  });

  it('keep the zone of whoever wrote them', () => {
    expect(local(1_716_856_232, -420)).toBe('2024-05-27 17:30:32 -07:00');
    expect(secondsOf('2024-05-20T04:44Z')).toBe(1_716_180_240);
    expect(secondsOf('2024-05-20')).toBe(1_716_163_200);
    expect(secondsOf('yesterday')).toBeUndefined();
  });

  it('lie days, hours and minutes apart', () => {
    expect(elapsed(1_716_856_232 - 1_716_180_240)).toEqual({ days: 7, hours: 19, minutes: 46 });
  });
});
