// No text from a model's files can run or restyle the page, or reach a terminal as a command.
import { describe, expect, it } from 'vitest';
import { clean } from '../../src/report/clean.ts';
import { widthOf } from '../../src/report/columns.ts';
import { renderHtml } from '../../src/report/html.ts';
import { printJson } from '../../src/report/json.ts';
import { printTerminal } from '../../src/report/terminal.ts';
import { hostileWith } from '../golden/cases.ts';
import { hostileStrings } from './hostile-strings.ts';
import { ESCAPE, fault, OWN_ESCAPES, UNSAFE } from './page-faults.ts';

describe('renderHtml', () => {
  it('has at least two hundred hostile strings to withstand', () => {
    expect(new Set(hostileStrings).size).toBeGreaterThanOrEqual(200);
  });

  it('lets no hostile string become an element, a handler, an address or a style', () => {
    for (const hostile of hostileStrings) {
      expect([hostile, fault(renderHtml(hostileWith(hostile), 'en'))]).toEqual([hostile, null]);
    }
  }, 60_000);

  it('finds the faults it looks for', () => {
    expect(fault('<html><style></style><script></script></html>')).toBe('element script');
    expect(fault('<html><p onclick="x">')).toBe('attribute onclick of p');
    expect(fault('<html><p>')).toBe('a style sheet other than ours');
  });

  it('writes the title without markup even where the serialiser leaves it raw', () => {
    const html = renderHtml(hostileWith('</title><script>alert(1)</script>'), 'en');
    expect(html.match(/<script/g)).toBeNull();
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  });
});

describe('printTerminal', () => {
  it('emits no escape but its own, and no line over 80 columns, for any hostile string in either language', () => {
    for (const hostile of hostileStrings) {
      for (const language of ['en', 'zh'] as const) {
        const shown = printTerminal(hostileWith(hostile), language, { colour: language === 'zh' }).replace(
          OWN_ESCAPES,
          '',
        );
        expect([hostile, UNSAFE.exec(shown)?.[0] ?? null]).toEqual([hostile, null]);
        const widest = Math.max(...shown.split('\n').map(widthOf));
        expect(widest, hostile).toBeLessThanOrEqual(80);
      }
    }
  }, 60_000);

  it('emits no escape at all without colour', () => {
    expect(printTerminal(hostileWith('x'), 'en')).not.toContain(ESCAPE);
  });
});

describe('printJson', () => {
  it('keeps hostile strings as they are, written so that a terminal does not obey them', () => {
    for (const hostile of hostileStrings) {
      const written = printJson(hostileWith(hostile));
      expect(UNSAFE.exec(written)?.[0] ?? null, JSON.stringify(hostile)).toBeNull();
      const read: unknown = JSON.parse(written);
      expect(read).toMatchObject({ suspect: { files: [{ path: hostile }] } });
    }
  }, 60_000);
});

describe('clean', () => {
  it('is safe, short, and changes nothing the second time', () => {
    for (const hostile of hostileStrings) {
      const once = clean(hostile, 100);
      expect(UNSAFE.test(once)).toBe(false);
      expect([...once].length).toBeLessThanOrEqual(100);
      expect(clean(once, 100)).toBe(once);
    }
  });
});
