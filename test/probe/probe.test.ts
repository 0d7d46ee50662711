// Probes with planted kin and strangers: what is found, when it stops, what survives a fall, and what a changed recording is caught by.
import { describe, expect, it } from 'vitest';
import { commitmentOf } from '../../src/canary/commitment.ts';
import type { CanaryItem, CanarySet } from '../../src/canary/item.ts';
import { ForebearError } from '../../src/errors.ts';
import { createRandom } from '../../src/math/random.ts';
import { askAll, itemOf, type ProbePlan } from '../../src/probe/ask.ts';
import { parseRecording } from '../../src/probe/parse-recording.ts';
import type { ProbeModel } from '../../src/probe/recording.ts';
import { weighProbe } from '../../src/probe/weigh.ts';
import { greedy, type Reply, type Runtime, type RuntimeIdentity } from '../../src/runtimes/runtime.ts';

const items: CanaryItem[] = Array.from({ length: 80 }, (_, at) => ({
  id: `c${at}`,
  kind: 'glyph',
  prompt: 'Which character?',
  image: { type: 'image/png', bytes: Uint8Array.of(at), sha256: at.toString(16).padStart(64, '0') },
  gold: [`right ${at}`],
}));
const set: CanarySet = { name: 'test', items, commitment: commitmentOf('test', items, undefined) };

const identity = (model: string, more: Partial<RuntimeIdentity> = {}): RuntimeIdentity => ({
  kind: 'own',
  version: '1',
  preprocessing: 'none',
  model,
  files: [],
  ...more,
});

const replying = (text: string): Reply => ({ text, finish: 'stop', steps: [], promptTokens: 5, exchanges: [] });

/** Right on a third; else one of a thousand mistakes of its own. */
function reader(
  name: string,
  seed: number,
  more: Partial<RuntimeIdentity> = {},
): Runtime & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    identity: identity(name, more),
    concurrency: 3,
    asked,
    async ask({ images }) {
      const at = images[0]?.bytes[0] as number;
      asked.push(`c${at}`);
      // Slower for some, so that replies come in another order than questions.
      for (let turn = 0; turn < at % 3; turn++) await Promise.resolve();
      const random = createRandom(seed * 1_000 + at);
      return replying(random.uniform() < 0.33 ? `right ${at}` : `wrong ${random.integer(1_000)}`);
    },
    close: async () => {},
  };
}

function planOf(suspect: Runtime, candidate: Runtime, more: Partial<ProbePlan> = {}): ProbePlan {
  const panel = Array.from({ length: 16 }, (_, at) => reader(`panel ${at}`, 100 + at));
  const runtimes = [suspect, candidate, ...panel];
  const models = runtimes.map(
    ({ identity: each }, at): ProbeModel => ({
      role: at === 0 ? 'suspect' : at === 1 ? 'candidate' : 'panel',
      identity: each,
      family: at < 2 ? '' : `family ${at % 9}`,
    }),
  );
  return { set, runtimes, models, decoding: greedy, seed: 1, ...more };
}

const collected = () => {
  const lines: string[] = [];
  return { lines, sink: (line: string) => void lines.push(line), text: () => `${lines.join('\n')}\n` };
};

describe('a probe', () => {
  it('finds shared mistakes of one model under two names, and stops when it knows enough', async () => {
    const { sink, lines, text } = collected();
    const { weighed } = await askAll(planOf(reader('suspect', 7), reader('candidate', 7), { sequential: true }), sink);
    expect(weighed.finding.word).toBe('strong');
    expect(weighed.asked).toBeLessThan(80);
    expect(weighed.left).toBe(80 - weighed.asked);
    expect(weighed.path.at(-1)).toBeCloseTo(weighed.errors.log10Ratio, 12);
    expect(lines[0]).toContain(set.commitment);
    // Read back, without any model, it says the same.
    const recording = parseRecording(text(), 'recording');
    expect(weighProbe(recording, items.map(itemOf))).toEqual(weighed);
  });

  it('finds strangers ordinary, after all items', async () => {
    const { weighed } = await askAll(
      planOf(reader('suspect', 7), reader('candidate', 8), { sequential: true }),
      () => {},
    );
    expect([weighed.finding.word, weighed.asked]).toEqual(['ordinary', 80]);
    expect(weighed.errors.bothWrong.same).toBeLessThan(3);
  });

  it('says nothing strong without a panel', async () => {
    const plan = planOf(reader('suspect', 7), reader('candidate', 7));
    const { weighed } = await askAll(
      { ...plan, runtimes: plan.runtimes.slice(0, 2), models: plan.models.slice(0, 2) },
      () => {},
    );
    expect(weighed.finding.word).toBe('undecided');
    expect(weighed.finding.shortfalls).toContain('thin-panel');
  });

  it('counts a panel model once however often it is given, and not at all where it says nothing', async () => {
    const plan = planOf(reader('suspect', 7), reader('candidate', 7));
    const twice = {
      ...plan,
      runtimes: [...plan.runtimes.slice(0, 2), ...Array.from({ length: 16 }, () => reader('panel', 100))],
      models: [
        ...plan.models.slice(0, 2),
        ...Array.from(
          { length: 16 },
          (_, at): ProbeModel => ({
            role: 'panel',
            family: `family ${at}`,
            identity: identity('panel', { files: [{ path: `${at}`, bytes: 1, sha256: 'ab' }] }),
          }),
        ),
      ],
    };
    const { weighed } = await askAll(twice, () => {});
    expect(weighed.panel).toEqual({ models: 1, families: 1 });
    expect(weighed.finding.word).toBe('undecided');
    const away = plan.runtimes.map((runtime, at) =>
      at < 5 ? runtime : { ...runtime, ask: () => Promise.reject(new ForebearError('source', 'host', 'x', 'y')) },
    );
    const lonely = await askAll({ ...plan, runtimes: away }, () => {});
    expect(lonely.weighed.panel.models).toBe(3);
    expect(lonely.weighed.finding.shortfalls).toContain('thin-panel');
  });

  it('weighs nothing across two runtimes, and says why', async () => {
    const other = reader('candidate', 7, { kind: 'llama.cpp', preprocessing: 'llama.cpp build 1' });
    const { weighed } = await askAll(planOf(reader('suspect', 7), other), () => {});
    expect(weighed.mismatches).toEqual(['kind', 'preprocessing']);
    expect([weighed.errors.items, weighed.finding.word]).toEqual([0, 'undecided']);
    // Nobody is asked where nothing could come of it.
    expect(weighed.asked).toBe(0);
  });

  it('goes on where it was cut, asks nothing twice, and ends the same', async () => {
    const whole = collected();
    const plain = await askAll(planOf(reader('suspect', 7), reader('candidate', 8)), whole.sink);
    const cut = `${whole.lines.slice(0, 400).join('\n')}\n${(whole.lines[400] as string).slice(0, 20)}`;
    const earlier = parseRecording(cut, 'recording');
    expect(earlier.replies).toHaveLength(399);
    const [suspect, rest] = [reader('suspect', 7), collected()];
    const resumed = await askAll(planOf(suspect, reader('candidate', 8), { earlier }), rest.sink);
    const known = new Set(earlier.replies.filter(({ model }) => model === 0).map(({ item }) => item));
    expect(suspect.asked).toHaveLength(80 - known.size);
    expect(suspect.asked.some((item) => known.has(item))).toBe(false);
    expect(resumed.weighed).toEqual(plain.weighed);
    expect(parseRecording(`${whole.lines.slice(0, 400).join('\n')}\n${rest.text()}`, 'recording').replies).toHaveLength(
      1_440,
    );
  });

  it('records a question that fails, asks it again when resumed, and loses nothing', async () => {
    const failing = reader('suspect', 7);
    let away = true;
    const flaky: Runtime = {
      ...failing,
      ask: (question, decoding, options) =>
        away && question.images[0]?.bytes[0] === 5
          ? Promise.reject(new ForebearError('source', 'http://host', 'an answer in time', 'none for 600 s'))
          : failing.ask(question, decoding, options),
    };
    const first = collected();
    const { weighed } = await askAll(planOf(flaky, reader('candidate', 8)), first.sink);
    expect(weighed.faults).toEqual([
      { model: 'suspect', count: 1, first: 'http://host: expected an answer in time, found none for 600 s' },
    ]);
    away = false;
    const again = await askAll(
      planOf(flaky, reader('candidate', 8), { earlier: parseRecording(first.text(), 'recording') }),
      () => {},
    );
    expect(again.weighed.faults).toEqual([]);
    expect(failing.asked.filter((item) => item === 'c5')).toHaveLength(1);
    // The file holds both lines then, and the later one is believed.
    const rest = collected();
    await askAll(planOf(failing, reader('candidate', 8), { earlier: parseRecording(first.text(), 'r') }), rest.sink);
    const joined = parseRecording(`${first.text()}${rest.text()}`, 'r');
    expect(joined.replies).toHaveLength(1_440);
    expect(weighProbe(joined, items.map(itemOf)).faults).toEqual([]);
  });

  it('stops when it is asked to, with all that was said written down', async () => {
    const abort = new AbortController();
    const { sink, lines } = collected();
    const stopping = async (line: string): Promise<void> => {
      sink(line);
      if (lines.length === 60) abort.abort(new DOMException('enough', 'AbortError'));
    };
    const asking = askAll(planOf(reader('suspect', 7), reader('candidate', 8)), stopping, { signal: abort.signal });
    await expect(asking).rejects.toThrow('enough');
    expect(parseRecording(`${lines.join('\n')}\n`, 'recording').replies.length).toBeGreaterThanOrEqual(59);
  });

  it('refuses to go on with other models or questions', async () => {
    const { sink, text } = collected();
    await askAll(planOf(reader('suspect', 7), reader('candidate', 8)), sink);
    const earlier = parseRecording(text(), 'recording');
    await expect(askAll(planOf(reader('another', 7), reader('candidate', 8), { earlier }), () => {})).rejects.toThrow(
      'the same questions to the same models',
    );
  });
});

describe('a recording', () => {
  const lines = (async () => {
    const { sink, lines: all } = collected();
    await askAll(planOf(reader('suspect', 7), reader('candidate', 7)), sink);
    return all;
  })();

  it.each<readonly [string, (lines: readonly string[]) => readonly string[], string]>([
    [
      'another answer was right',
      (all) => all.map((line) => line.replace('"gold":["right 3"]', '"gold":["wrong 1"]')),
      'another set',
    ],
    [
      'another commitment stands',
      (all) => all.map((line) => line.replace(set.commitment, '0'.repeat(64))),
      'another set',
    ],
    ['a reply stands twice', (all) => [...all.slice(0, 3), all[2] as string, ...all.slice(3)], 'each reply once'],
    [
      'a reply is to another picture',
      (all) => all.map((line, at) => (at === 4 ? line.replace(/"image":"\d/, '"image":"f') : line)),
      'with its picture',
    ],
    [
      'a reply is of no model',
      (all) => all.map((line, at) => (at === 4 ? line.replace(/"model":\d+/, '"model":77') : line)),
      'a model of the first line',
    ],
    ['there are two reveals', (all) => [...all, all.at(-1) as string], 'one reveal'],
    [
      'there is no candidate',
      (all) => all.map((line) => line.replace('"role":"candidate"', '"role":"panel"')),
      'one candidate',
    ],
    [
      'an item is revealed twice',
      (all) => [...all.slice(0, -1), (all.at(-1) as string).replace('"id":"c1"', '"id":"c0"')],
      'each once',
    ],
    [
      'more items are announced than shown',
      (all) => all.map((line) => line.replace('"items":80', '"items":800')),
      '800 items, each once',
    ],
    ['a line is no JSON', (all) => [...all.slice(0, 2), '{"item":', ...all.slice(2)], 'line 3'],
    [
      'a field is of another kind',
      (all) => all.map((line) => line.replace('"items":80', '"items":"80"')),
      'items: expected a number',
    ],
    ['nothing stands', () => [], 'an empty file'],
  ])('in which %s is refused', async (_, change, message) => {
    const changed = change(await lines);
    expect(() => parseRecording(changed.length === 0 ? '' : `${changed.join('\n')}\n`, 'recording')).toThrow(message);
  });

  it('shows no sign that a terminal would obey', async () => {
    const rude: Runtime = { ...reader('suspect', 7), ask: async () => replying('a\u202eb\u009bc') };
    const { sink, lines: all } = collected();
    await askAll(planOf(rude, reader('candidate', 7)), sink);
    expect(all.join('')).not.toMatch(/[\u007f-\u009f\u202a-\u202e]/);
    expect(parseRecording(`${all.join('\n')}\n`, 'recording').replies.find(({ model }) => model === 0)?.text).toBe(
      'a\u202eb\u009bc',
    );
  });
});
