// The behaviour section of `npm start`: recordings of small readers with planted kinship, weighed again and shown.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { FoundingRole } from '../forgeries/founding-case.ts';
import { makeCanarySet } from '../src/canary/make-set.ts';
import { openFonts } from '../src/cli/canary-fonts.ts';
import { ForebearError } from '../src/errors.ts';
import { itemOf } from '../src/probe/ask.ts';
import { parseRecording } from '../src/probe/parse-recording.ts';
import type { Recording } from '../src/probe/recording.ts';
import { weighProbe } from '../src/probe/weigh.ts';
import { type Paint, paragraph, table } from '../src/report/columns.ts';
import type { Probed } from '../src/report/runs/probe-sections.ts';
import { renderProbe } from '../src/report/runs/render-probe.ts';
import type { RunOptions } from '../src/run.ts';
import type { Language } from '../src/wording/catalogue.ts';
import { probeWords } from '../src/wording/findings/probe-words.ts';
import { formatCount, formatNumber, formatPercent } from '../src/wording/numbers.ts';
import type { StartWords } from './start-words.ts';

export type Suspect = Exclude<FoundingRole, 'original'>;

export type Behaviour = { readonly [suspect in Suspect]: Probed };

const folder = path.join(import.meta.dirname, '..', 'forgeries', 'recordings');

/** The three recordings, each held to its commitment; pictures where the fonts are installed. */
export async function replayBehaviour(suspects: readonly Suspect[], run: RunOptions): Promise<Behaviour> {
  const found: Partial<Record<Suspect, Probed>> = {};
  for (const name of suspects) {
    const file = `${name}.jsonl`;
    const recording = parseRecording(await readFile(path.join(folder, file), 'utf8'), file);
    const { head, reveal } = recording;
    if (reveal === undefined) throw new ForebearError('format', file, 'a recording to its end', 'one that was cut');
    const weighed = weighProbe(recording, reveal.reveal.map(itemOf));
    found[name] = { head, weighed, reveal, pictures: await picturesOf(recording, run) };
  }
  return found as Behaviour;
}

async function picturesOf({ head, reveal }: Recording, run: RunOptions): Promise<ReadonlyMap<string, Uint8Array>> {
  const recipe = reveal?.recipe;
  if (recipe === null || recipe === undefined) return new Map();
  const wanted = new Set(recipe.fonts.map(({ name }) => name));
  const fonts = (await openFonts([], run)).filter(({ name }) => wanted.has(name));
  const set = makeCanarySet(recipe, fonts, run);
  if (set.commitment !== head.commitment)
    throw new ForebearError(
      'integrity',
      'canaries',
      `the set of commitment ${head.commitment.slice(0, 16)}…`,
      'another set',
    );
  return new Map(set.items.map(({ id, image }) => [id, image.bytes]));
}

/** A column for each suspect, as the tables before it have. */
export function behaviourLines(
  behaviour: Behaviour,
  suspects: readonly Suspect[],
  words: StartWords,
  language: Language,
  paint: Paint,
): string[] {
  const probe = probeWords[language];
  const row = (title: string, cell: (probed: Probed) => string): string[] => [
    title,
    ...suspects.map((name) => cell(behaviour[name])),
  ];
  const columns = [{ header: words.part, rigid: true }, ...suspects.map((name) => ({ header: words.names[name] }))];
  return [
    ...paragraph(words.behaviour, '  '),
    ...table(
      columns,
      [
        row(probe.finding, ({ weighed }) => probe.words[weighed.finding.word]),
        row(probe.bothWrong, ({ weighed: { errors } }) =>
          probe.of(formatCount(errors.bothWrong.same), formatCount(errors.bothWrong.of)),
        ),
        row(probe.expected, ({ weighed }) => formatPercent(weighed.errors.expected)),
        row(`log10 ${probe.ratio}`, ({ weighed }) => formatNumber(weighed.errors.log10Ratio, 3)),
        row(words.asked, ({ weighed, head }) => probe.of(formatCount(weighed.asked), formatCount(head.items))),
      ],
      paint,
    ),
    ...paragraph(words.readers, '  '),
  ];
}

/** A page of each in both languages. Gives their names without endings. */
export async function writeBehaviour(behaviour: Behaviour, into: string): Promise<readonly string[]> {
  const names: string[] = [];
  for (const [name, probed] of Object.entries(behaviour)) {
    await writeFile(path.join(into, `${name}.behaviour.html`), renderProbe(probed, 'en'));
    await writeFile(path.join(into, `${name}.behaviour.zh.html`), renderProbe(probed, 'zh'));
    names.push(name);
  }
  return names;
}
