// The recordings that `npm start` weighs again: small readers with planted kinship are asked about secret slips, beside a panel of sixteen.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { seedFor } from '../forgeries/random.ts';
import {
  cousinOf,
  noisyCopy,
  type SlipForm,
  slipForms,
  slipPool,
  slipReader,
  slipRuntime,
} from '../forgeries/slip-readers.ts';
import { makeCanarySet } from '../src/canary/make-set.ts';
import { openFont } from '../src/image/font/font.ts';
import { askAll } from '../src/probe/ask.ts';
import { greedy } from '../src/runtimes/runtime.ts';

const seed = 20240602;
const fontPath = '@fontsource/noto-serif-tangut/files/noto-serif-tangut-tangut-400-normal.woff';
const folder = path.join(import.meta.dirname, '..', 'forgeries', 'recordings');

/** Told after the fact: any other would do. */
const secret = '7a5b9c1e3f6d2480b6e1c9d47f3a0258';
const letters = 160;
const lessons = 4_800;

export async function makeBehaviourRecordings(): Promise<void> {
  const bytes = new Uint8Array(await readFile(fileURLToPath(import.meta.resolve(fontPath))));
  const font = openFont(bytes);
  const tangut = font.points.filter((point) => point >= 0x17000 && point <= 0x187ff);
  const step = Math.floor(tangut.length / letters);
  const alphabet = Array.from({ length: letters }, (_, at) => String.fromCodePoint(tangut[at * step] as number));
  const pool = slipPool(font, alphabet, lessons, seedFor(seed, 'slips'));
  const form = slipForms[1] as SlipForm;
  const original = slipReader(pool, form, seedFor(seed, 'original'));
  const suspects = {
    copy: noisyCopy(original, seed),
    cousin: cousinOf(pool, form, original, seed),
    stranger: slipReader(pool, form, seedFor(seed, 'stranger')),
  };
  const panel = Array.from({ length: 16 }, (_, at) => {
    const own = slipForms[at % slipForms.length] as SlipForm;
    const runtime = slipRuntime(`reader ${at + 1}`, own, alphabet, slipReader(pool, own, seedFor(seed, `panel ${at}`)));
    return { runtime, family: `${own.side} × ${own.side}, ${own.hidden} ${own.bend}` };
  });
  const wish = {
    seed: secret,
    count: 90,
    severity: 0.8,
    language: 'en',
    kinds: ['glyph'],
    alphabet: alphabet.join(''),
  } as const;
  const set = makeCanarySet(wish, [{ name: path.basename(fontPath), bytes }]);
  await mkdir(folder, { recursive: true });
  for (const [name, reader] of Object.entries(suspects)) {
    const runtimes = [
      slipRuntime(name, form, alphabet, reader),
      slipRuntime('original', form, alphabet, original),
      ...panel.map(({ runtime }) => runtime),
    ];
    const models = runtimes.map(({ identity }, at) => ({
      role: at === 0 ? ('suspect' as const) : at === 1 ? ('candidate' as const) : ('panel' as const),
      family: at < 2 ? '' : (panel[at - 2]?.family ?? ''),
      identity,
    }));
    const lines: string[] = [];
    const plan = { set, runtimes, models, decoding: greedy, seed, sequential: true };
    const { weighed } = await askAll(plan, (line) => void lines.push(line));
    await writeFile(path.join(folder, `${name}.jsonl`), `${lines.join('\n')}\n`);
    const { same, of } = weighed.errors.bothWrong;
    console.log(
      `${name}: ${weighed.finding.word}, ${same} of ${of} mistakes the same, log10 ratio ${weighed.errors.log10Ratio.toFixed(1)}, ${weighed.asked} asked, expected ${(100 * weighed.errors.expected).toFixed(1)} %, right ${weighed.met.filter((m) => m.candidateRight).length}`,
    );
  }
}
