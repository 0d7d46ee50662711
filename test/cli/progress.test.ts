// The progress line, with a clock of the test's own.
import { describe, expect, it } from 'vitest';
import { createReporter, type ProgressMode } from '../../src/cli/progress.ts';
import { widthOf } from '../../src/report/columns.ts';
import type { Progress } from '../../src/run.ts';

function setUp(mode: ProgressMode, isTTY = true, columns = 80) {
  const written: string[] = [];
  const clock = { now: 0 };
  const stream = { isTTY, columns, write: (text: string) => written.push(text) };
  const { report, end } = createReporter(mode, stream, 'en', () => clock.now);
  const at = (now: number, done: number, more: Partial<Progress> = {}): string | undefined => {
    const before = written.length;
    clock.now = now;
    report({ stage: 'read', subject: 'text', done, total: 100, unit: 'tensors', ...more });
    return written.slice(before).at(-1);
  };
  return { written, at, end };
}

describe('createReporter', () => {
  it('says nothing of the first half second', () => {
    const { written, at, end } = setUp('auto');
    for (let now = 0; now < 500; now += 50) at(now, now / 10);
    end();
    expect(written).toEqual([]);
  });

  it('redraws one line and clears it at the end', () => {
    const { written, at, end } = setUp('auto');
    expect(at(600, 10)).toContain('reading text 10 %');
    end();
    expect(written.at(-1)).toBe('\r\u001b[K');
    expect(written.every((text) => text.startsWith('\r') && !text.includes('\n'))).toBe(true);
  });

  it('estimates what is left after 2 %, not before', () => {
    const { at } = setUp('auto');
    expect(at(600, 1)).not.toContain('left');
    at(800, 2);
    expect(at(10_000, 50)).toContain('about 10 s left');
    expect(at(20_000, 100)).not.toContain('left');
  });

  it('measures the time of a stage from its own beginning', () => {
    const { at } = setUp('auto');
    at(10_000, 1);
    at(20_000, 0, { stage: 'test' });
    expect(at(22_000, 50, { stage: 'test' })).toContain('about 2 s left');
  });

  it('draws ten lines a second at most', () => {
    const { written, at } = setUp('auto');
    for (let now = 500; now < 1_500; now += 5) at(now, 50);
    expect(written.length).toBeLessThanOrEqual(11);
  });

  it('gives no share where the total is unknown', () => {
    expect(setUp('auto').at(700, 5, { total: 0 })).not.toContain('%');
  });

  it('fits the terminal and shows hostile names harmlessly', () => {
    const { at } = setUp('auto', true, 30);
    const line = at(700, 5, { subject: `\u001b[31m${'张量'.repeat(40)}\u202e` }) ?? '';
    expect(line.slice('\r\u001b[K'.length)).not.toMatch(/[\u001b\u202e]/);
    expect(widthOf(line.slice('\r\u001b[K'.length))).toBeLessThanOrEqual(29);
  });

  it('writes one JSON document a line where asked, terminal or not, from the start', () => {
    const { written, at, end } = setUp('json', false);
    at(0, 1);
    at(1, 2);
    end();
    expect(written.map((text) => (JSON.parse(text) as Progress).done)).toEqual([1, 2]);
    expect(written.every((text) => text.endsWith('\n'))).toBe(true);
  });

  it('is silent where asked and where nobody watches', () => {
    for (const { written, at, end } of [setUp('none'), setUp('auto', false)]) {
      at(5_000, 50);
      end();
      expect(written).toEqual([]);
    }
  });
});
