// `forebear probe`: the same secret questions to a suspect, a candidate and a panel, or what a recording says they answered.
import { randomBytes } from 'node:crypto';
import { basename, resolve } from 'node:path';
import { openFolder } from '../../bytes/file.ts';
import type { CanaryItem, CanarySet } from '../../canary/item.ts';
import { makeCanarySet } from '../../canary/make-set.ts';
import { openOwnSet } from '../../canary/own-set.ts';
import { ForebearError } from '../../errors.ts';
import { decodeImage } from '../../image/decode.ts';
import { encodePng } from '../../image/encode-png.ts';
import { askAll, itemOf } from '../../probe/ask.ts';
import type { ProbeModel, ProbeRole, Recording, Sink } from '../../probe/recording.ts';
import { weighProbe } from '../../probe/weigh.ts';
import { painter, paragraph } from '../../report/columns.ts';
import { type Probed, probeSections } from '../../report/runs/probe-sections.ts';
import { sectionLines } from '../../report/sections.ts';
import type { RunOptions } from '../../run.ts';
import { greedy, type Runtime } from '../../runtimes/runtime.ts';
import { probeWords } from '../../wording/findings/probe-words.ts';
import type { ProbeArguments, Request } from '../arguments.ts';
import { openFonts } from '../canary-fonts.ts';
import { openRuntime } from '../open-runtime.ts';
import { beginRecord, continueRecord, readRecord, secretFile } from '../record-file.ts';
import { cliWords } from '../words.ts';
import { exitCodes, type Streams } from './compare.ts';
import { showAs } from './show.ts';

/** As many as a page shows; photographs are not encoded anew. */
const mostPictures = 200;
const mostPictureBytes = 262_144;

type ProbeRequest = Extract<Request, { command: 'probe' }>;

export async function probe(
  request: ProbeRequest,
  streams: Streams,
  run: RunOptions,
  beforePrinting: () => void,
): Promise<number> {
  const { options } = request;
  const { lang } = options;
  const probed = options.replay === undefined ? await asked(request, streams, run) : await replayed(options, run);
  beforePrinting();
  await showAs(
    {
      document: () => documentOf(probed),
      page: async () => (await import('../../report/runs/render-probe.ts')).renderProbe(probed, lang),
      terminal: () => {
        const words = probeWords[lang];
        const lines = sectionLines(probeSections(probed, lang), painter(streams.colour), words.colon);
        return `${[...lines, '', ...paragraph(words.lawful)].join('\n')}\n`;
      },
    },
    options,
    streams,
  );
  const silent = probed.weighed.faults.reduce((sum, { count }) => sum + count, 0);
  if (silent === 0) return exitCodes.examined;
  streams.error(cliWords[lang].leftOut(silent));
  return exitCodes.partly;
}

/** What a recording says, without any model. The pictures come back where the fonts of its recipe are at hand. */
async function replayed(options: ProbeArguments, run: RunOptions): Promise<Probed> {
  const recording = await readRecord(options.replay as string);
  const { head, reveal } = recording;
  if (reveal === undefined)
    throw new ForebearError(
      'usage',
      options.replay as string,
      'a recording to its end (--record FILE --resume goes on)',
      'one that was cut',
    );
  const items = reveal.reveal.map(itemOf);
  const pictures = await picturesAgain(recording, options, run);
  return { head, weighed: weighProbe(recording, items), reveal, pictures };
}

async function picturesAgain(
  { head, reveal }: Recording,
  options: ProbeArguments,
  run: RunOptions,
): Promise<Probed['pictures']> {
  const recipe = reveal?.recipe;
  // A recipe of another number of pictures than were shown is not theirs, and nothing is drawn for it.
  if (recipe === null || recipe === undefined || recipe.count !== reveal?.reveal.length || options.html === undefined)
    return new Map();
  try {
    const set = makeCanarySet(recipe, await openFonts(options.font, run), run);
    if (set.commitment !== head.commitment) return new Map();
    return ownPictures(set.items);
  } catch (error) {
    // Without the fonts there are no pictures, and everything else all the same.
    if (error instanceof ForebearError) return new Map();
    throw error;
  }
}

/** Pictures for the page: canaries are of our own encoder, others are encoded anew, so that no stranger's bytes reach a browser. */
function ownPictures(items: readonly CanaryItem[]): Map<string, Uint8Array> {
  const shown = items
    .slice(0, mostPictures)
    .filter(({ kind, image }) => kind !== 'own' || image.bytes.length <= mostPictureBytes);
  return new Map(
    shown.map(({ id, kind, image }) => [id, kind === 'own' ? encodePng(decodeImage(image.bytes)) : image.bytes]),
  );
}

async function asked(
  { suspect, candidate, options }: ProbeRequest,
  streams: Streams,
  run: RunOptions,
): Promise<Probed> {
  if (suspect === undefined || candidate === undefined)
    throw new ForebearError('usage', 'probe', 'a suspect and a candidate, or --replay', 'neither');
  const earlier = options.resume && options.record !== undefined ? await readRecord(options.record) : undefined;
  if (options.resume && earlier === undefined)
    throw new ForebearError('usage', '--resume', '--record FILE to go on with', 'none');
  const set = await setOf(options, earlier, run);
  if (!options.quiet) streams.error(cliWords[options.lang].committed(set.commitment));
  const opened: Runtime[] = [];
  try {
    const models: ProbeModel[] = [];
    for (const [role, spec] of [
      ['suspect', suspect],
      ['candidate', candidate],
      ...options.panel.map((one) => ['panel', one]),
    ] as [ProbeRole, string][]) {
      const named = role === 'panel' ? /^(?<family>[\w.-]{1,40})=(?<spec>.+)$/.exec(spec)?.groups : undefined;
      const runtime = await openRuntime(named?.['spec'] ?? spec, options, run);
      opened.push(runtime);
      models.push({ role, family: named?.['family'] ?? originOf(spec), identity: runtime.identity });
    }
    const plan = {
      set,
      runtimes: opened,
      models,
      decoding: { ...greedy, mostTokens: options.maxTokens },
      seed: options.seed,
      earlier,
      sequential: options.stopEarly,
    };
    const { recording, weighed } = await recorded(options, set.recipe?.seed, (sink) => askAll(plan, sink, run));
    const pictures = options.html === undefined ? new Map<string, Uint8Array>() : ownPictures(set.items);
    return { head: recording.head, weighed, reveal: recording.reveal, pictures };
  } finally {
    for (const runtime of opened) await runtime.close();
  }
}

/** Two models of one server are one server's; files have no origin that would make them alike. */
const originOf = (spec: string): string => (/^https?:\/\//i.test(spec) ? new URL(spec).origin : '');

/** The secret is written once the recording has begun: nothing is left of a run that could not begin. */
async function recorded<T>(
  options: ProbeArguments,
  seed: string | undefined,
  work: (sink: Sink) => Promise<T>,
): Promise<T> {
  if (options.record === undefined) return work(() => {});
  await using file = options.resume ? await continueRecord(options.record) : await beginRecord(options.record);
  if (seed !== undefined && !options.resume) await secretFile.write(options.record, seed);
  const result = await work(file.sink);
  await secretFile.remove(options.record);
  return result;
}

async function setOf(options: ProbeArguments, earlier: Recording | undefined, run: RunOptions): Promise<CanarySet> {
  if (options.set !== undefined) {
    const path = resolve(options.set);
    return openOwnSet(await openFolder(path, { ...run, label: basename(path) }), basename(path), options.lang, run);
  }
  const kept = options.resume && options.record !== undefined ? await secretFile.read(options.record) : undefined;
  const told = earlier?.reveal?.recipe?.seed;
  const seed = options.canarySeed ?? kept ?? told ?? randomBytes(32).toString('hex');
  const { items: count, severity, kinds, lang: language, characters } = options;
  const alphabet = characters === undefined ? {} : { alphabet: characters };
  return makeCanarySet(
    { seed, count, severity, language, kinds, ...alphabet },
    await openFonts(options.font, run),
    run,
  );
}

function documentOf({ head, weighed, reveal }: Probed): object {
  const { met, ...rest } = weighed;
  return {
    schema: 'forebear.probe-report/1',
    head,
    ...rest,
    items: met.map(({ item, suspect, candidate, suspectRight, candidateRight, panelWrong }) => ({
      id: item.id,
      gold: item.gold,
      suspect,
      candidate,
      suspectRight,
      candidateRight,
      panelWrong,
    })),
    recipe: reveal?.recipe ?? null,
  };
}
