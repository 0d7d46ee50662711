// `npm run real:text [-- FOLDER [TEXT...]]`: text reuse on the Analects and on a made set with known places, and how fast a library goes by.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { decodeDocument, type TextDocument } from '../src/documents/document.ts';
import { createRandom } from '../src/math/random.ts';
import { examineTexts } from '../src/text/examine.ts';
import { folded } from '../src/text/folding.ts';
import { variants } from '../src/text/folding-table.ts';
import { exactWords, indexed, passagesOf } from '../src/text/passages.ts';
import { plagdet, type Reuse } from './plagdet.ts';
import { type Obfuscation, reuseSet } from './reuse-set.ts';
import { runScript } from './run-script.ts';

const [folderGiven, ...others] = process.argv.slice(2);
const folder = path.resolve(folderGiven ?? path.join(import.meta.dirname, '..', '..', 'shared', 'data'));

let passed = 0;
let failed = 0;

function check(what: string, holds: boolean, found: string): void {
  if (holds) passed += 1;
  else failed += 1;
  console.log(`  ${holds ? '✓' : '✗'} ${what}: ${found}`);
}

const document = (name: string, text: string): TextDocument => decodeDocument(name, new TextEncoder().encode(text));

interface Chapter {
  readonly chapter: string;
  readonly paragraphs: readonly string[];
}

/** Every common run of `exactWords` Han characters or more, found by comparing each place with each: slow, and with no part of the program. */
function commonRuns(a: string, b: string): { readonly a: number; readonly length: number }[] {
  const runs: { a: number; length: number }[] = [];
  for (let shift = -(b.length - 1); shift < a.length; shift++) {
    let length = 0;
    for (let at = Math.max(0, shift); ; at++) {
      const same = at < a.length && at - shift < b.length && a[at] === b[at - shift];
      if (same) length += 1;
      else {
        if (length >= exactWords) runs.push({ a: at - length, length });
        length = 0;
        if (at >= a.length || at - shift >= b.length) break;
      }
    }
  }
  return runs;
}

/** Han characters alone, 於 as 于: what the oracle compares. */
const bare = (text: string): string =>
  [...text]
    .filter((point) => /\p{Script=Han}/u.test(point))
    .join('')
    .replaceAll('於', '于');

function analects(chapters: readonly Chapter[]): void {
  const paragraphs = chapters.flatMap(({ chapter, paragraphs: all }) =>
    all.map((text, at) => ({ name: `${chapter} ${at + 1}`, text })),
  );
  const prepared = paragraphs.map(({ text }) => {
    const words = folded(text);
    return { words, index: indexed(words.words) };
  });
  const bares = paragraphs.map(({ text }) => bare(text));
  let [expected, missed, wrong, extra] = [0, 0, 0, 0];
  const longest: { length: number; line: string }[] = [];
  const begun = performance.now();
  for (const [i, one] of prepared.entries()) {
    for (let j = i + 1; j < prepared.length; j++) {
      const other = prepared[j] as (typeof prepared)[number];
      const found = passagesOf(one.index, other.words.words);
      const oracle = commonRuns(bares[i] as string, bares[j] as string);
      expected += oracle.length;
      for (const run of oracle) {
        // The n-th Han character is the n-th word, as the Analects hold nothing else.
        const hit = found.find(
          ({ suspectStart, suspectEnd }) => suspectStart <= run.a && suspectEnd >= run.a + run.length,
        );
        if (hit === undefined) missed += 1;
        else {
          const [start, end] = [one.words.starts[run.a] as number, one.words.ends[run.a + run.length - 1] as number];
          const text = paragraphs[i]?.text.slice(start, end) ?? '';
          if (bare(text) !== bares[i]?.slice(run.a, run.a + run.length)) wrong += 1;
          longest.push({ length: run.length, line: `${paragraphs[i]?.name} / ${paragraphs[j]?.name}: ${text}` });
        }
      }
      if (oracle.length === 0) extra += found.length;
    }
  }
  const seconds = (performance.now() - begun) / 1000;
  console.log(
    `The Analects: ${paragraphs.length} paragraphs, ${bares.join('').length} characters, every pair, ${seconds.toFixed(1)} s with the slow comparison`,
  );
  check(
    `repeats of ${exactWords} characters or more, none missed`,
    expected > 0 && missed === 0,
    `${expected - missed} of ${expected}`,
  );
  check('offsets exact', wrong === 0, `${wrong} wrong`);
  console.log(`  passages with changed words and no run of ${exactWords}: ${extra}`);
  for (const { length, line } of longest.toSorted((a, b) => b.length - a.length).slice(0, 6))
    console.log(`  ${length} ${line}`);
}

/** The chapters without paragraphs that repeat an earlier one: in the made set, what repeats is to be known. */
function withoutRepeats(chapters: readonly Chapter[]): readonly string[] {
  const seen: string[] = [];
  return chapters.map(({ paragraphs }) =>
    paragraphs
      .filter((paragraph) => {
        const plain = bare(paragraph);
        const isRepeat = seen.some((earlier) => commonRuns(earlier, plain).length > 0);
        seen.push(plain);
        return !isRepeat;
      })
      .join('\n'),
  );
}

/** The same text in traditional characters, 於 for 于, and other marks. */
function traditional(text: string): string {
  const back = new Map<string, string>();
  for (const [from, to] of variants) if (!back.has(to)) back.set(to, from);
  back.set('于', '於');
  return [...text].map((point) => back.get(point) ?? { '，': ',', '：': ':', '？': '?' }[point] ?? point).join('');
}

async function folding(whole: string): Promise<void> {
  const changed = traditional(whole);
  const examined = await examineTexts([document('traditional.txt', changed)], [document('simplified.txt', whole)]);
  const [text] = examined.suspects;
  const covered = text === undefined ? 0 : text.covered.verbatim + text.covered.marked;
  const differs = [...changed].filter((point, at) => point !== [...whole][at]).length;
  check(
    'the Analects in traditional characters, with 於 and other marks, are the same text',
    covered === text?.words && differs > 1_000,
    `${covered} of ${text?.words} words; ${differs} characters differ`,
  );
}

async function madeSet(language: string, parts: readonly string[], passagesEach: number): Promise<void> {
  for (const kind of ['none', 'light', 'heavy'] as const satisfies readonly Obfuscation[]) {
    const set = reuseSet(parts, kind, 7, passagesEach);
    const detections: Reuse[] = [];
    for (const [suspect, text] of set.suspects) {
      const examined = await examineTexts(
        [document(suspect, text)],
        [...set.sources].map(([name, source]) => document(name, source)),
      );
      for (const one of examined.passages) {
        detections.push({
          suspect,
          start: one.suspect.start,
          end: one.suspect.end,
          source: one.source.file,
          sourceStart: one.source.start,
          sourceEnd: one.source.end,
        });
      }
    }
    const { precision, recall, granularity, score } = plagdet(set.cases, detections);
    const told = `${score.toFixed(3)} (precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}, granularity ${granularity.toFixed(3)}; ${set.cases.length} cases, ${detections.length} detections)`;
    if (kind === 'heavy') console.log(`  ${language}, many changes (a third of the words): plagdet ${told}`);
    else check(`${language}, ${kind === 'none' ? 'word for word' : 'few changes'}: plagdet >= 0.9`, score >= 0.9, told);
  }
}

/** Words of one text in random order: nothing of it is left but its vocabulary. */
function shuffled(text: string, seed: number): string {
  const words = text.match(/\p{Script=Han}|[\p{L}\p{N}]+/gu) ?? [];
  const order = createRandom(seed).permutation(words.length);
  return [...order].map((at) => words[at]).join(' ');
}

async function strangers(parts: readonly string[]): Promise<void> {
  const shuffles = parts.map((part, at) => document(`shuffled-${at}`, shuffled(part, at)));
  const examined = await examineTexts(
    parts.map((part, at) => document(`own-${at}`, part)),
    shuffles,
  );
  check(
    'texts in random order share nothing with the texts',
    examined.passages.length === 0,
    `${examined.passages.length} passages of ${parts.length * parts.length} pairs`,
  );
}

/** A book of a thousand pages against a library that is made as it is read: nothing is on disk. */
async function speed(gigabytes: number): Promise<void> {
  const words = Array.from({ length: 30_000 }, (_, at) => {
    const random = createRandom(at);
    return Array.from({ length: 2 + random.integer(8) }, () => String.fromCharCode(97 + random.integer(26))).join('');
  });
  const made = (seed: number, length: number): string => {
    const random = createRandom(seed);
    const out: string[] = [];
    for (let size = 0; size < length; ) {
      // Words as uneven as those of a language.
      const word = words[Math.floor(words.length * random.uniform() ** 3)] as string;
      out.push(word);
      size += word.length + 1;
    }
    return out.join(' ');
  };
  const book = made(1, 3_000_000);
  const planted = book.slice(1_000_000, 1_001_000);
  let [bytes, making] = [0, 0];
  const total = gigabytes * 1e9;
  function* library(): Generator<TextDocument> {
    const base = made(2, 4_000_000);
    for (let at = 0; bytes < total; at++) {
      const begun = performance.now();
      // Rotated, so that no two are alike at one place; making each anew would be most of the time.
      const cut = (at * 1_000_003) % base.length;
      const text = `${base.slice(cut)} ${at === 1 ? planted : ''} ${base.slice(0, cut)}`;
      making += performance.now() - begun;
      bytes += text.length;
      yield { path: `library-${at}.txt`, text, bytes: text.length, encoding: 'utf-8', broken: 0, truncated: false };
    }
  }
  let peak = 0;
  const begun = performance.now();
  const examined = await examineTexts([document('book.txt', book)], library(), {
    onProgress: () => {
      peak = Math.max(peak, process.memoryUsage.rss());
    },
  });
  const seconds = (performance.now() - begun - making) / 1000;
  const found = examined.passages.some(({ source, words: count }) => source.file === 'library-1.txt' && count > 100);
  console.log(
    `A book of 3 MB (1,000 pages) against ${(bytes / 1e9).toFixed(2)} GB: ${seconds.toFixed(0)} s, ${(bytes / 1e6 / seconds).toFixed(1)} MB/s, peak ${Math.round(peak / 2 ** 20)} MB`,
  );
  check('the planted page is found', found, found ? 'found' : `not among ${examined.passages.length} passages`);
}

await runScript(async () => {
  const json = await readFile(path.join(folder, 'lunyu.json'), 'utf8').catch(() => undefined);
  if (json === undefined) {
    console.log('real:text: expected lunyu.json in the folder given, found none; nothing was measured');
    return false;
  }
  const chapters = JSON.parse(json) as readonly Chapter[];
  analects(chapters);
  await folding(chapters.flatMap(({ paragraphs }) => paragraphs).join('\n'));
  const parts = withoutRepeats(chapters);
  console.log('A made set with known places (PAN-style):');
  await madeSet('Chinese', parts, 4);
  await strangers(parts);
  const texts: string[] = [];
  for (const file of others.filter((one) => !one.startsWith('--')))
    texts.push((await readFile(file, 'utf8')).replace(/\r\n?/g, '\n'));
  if (texts.length > 0) {
    const english = texts.flatMap((text) =>
      Array.from({ length: 8 }, (_, at) => text.slice((at * text.length) / 8, ((at + 1) * text.length) / 8)),
    );
    await madeSet('English', english, 8);
    await strangers(english.slice(0, 12));
  }
  const gigabytes = others.includes('--speed') ? 1 : 0.03;
  await speed(gigabytes);
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0;
});
