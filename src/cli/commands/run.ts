// `forebear run`: one answer of a model, with everything that a record of it needs.
import { ForebearError } from '../../errors.ts';
import { decodeImage } from '../../image/decode.ts';
import { slicePlan } from '../../minicpm/slice-plan.ts';
import { clean } from '../../report/clean.ts';
import { painter } from '../../report/columns.ts';
import { type Answered, type AskedImage, runSections } from '../../report/runs/run-sections.ts';
import { sectionLines } from '../../report/sections.ts';
import type { RunOptions } from '../../run.ts';
import { type Cut, cutsDiffer, llamaCut } from '../../runtimes/divergences.ts';
import { llamaPreprocessing } from '../../runtimes/llama-cpp.ts';
import { releasedPreprocessing } from '../../runtimes/own.ts';
import type { EncodedImage, RuntimeIdentity } from '../../runtimes/runtime.ts';
import { runWords } from '../../wording/findings/run-words.ts';
import type { Request } from '../arguments.ts';
import { openImage } from '../open-image.ts';
import { openRuntime } from '../open-runtime.ts';
import { exitCodes, type Streams } from './compare.ts';
import { showAs } from './show.ts';

export async function run(
  { model, options }: Extract<Request, { command: 'run' }>,
  streams: Streams,
  settings: RunOptions,
  beforePrinting: () => void,
): Promise<number> {
  const { lang } = options;
  if (options.prompt.trim() === '') throw new ForebearError('usage', '--prompt', 'a question', 'nothing');
  const images: EncodedImage[] = [];
  for (const path of options.image) images.push(await openImage(path, settings));
  const runtime = await openRuntime(model, options, settings);
  // With a document on standard output nothing else may stand there.
  const shows = !options.quiet && options.json !== '-';
  let begun = false;
  try {
    const decoding = {
      mostTokens: options.maxTokens,
      temperature: options.temperature,
      topP: options.topP,
      topK: options.topK,
      seed: options.seed,
      stop: options.stop,
      alternatives: options.probabilities,
    };
    const reply = await runtime.ask({ prompt: options.prompt, images }, decoding, {
      ...settings,
      onText: (text) => {
        if (!shows) return;
        if (!begun) beforePrinting();
        begun = true;
        streams.out(shownPiece(text));
      },
    });
    beforePrinting();
    if (shows) streams.out('\n\n');
    const answered: Answered = {
      identity: runtime.identity,
      prompt: options.prompt,
      images: images.map((image) => askedImage(image, runtime.identity)),
      decoding,
      reply,
    };
    await showAs(
      {
        document: () => documentOf(answered),
        page: async () => (await import('../../report/runs/render-run.ts')).renderRun(answered, lang),
        terminal: () => {
          const lines = sectionLines(runSections(answered, lang, false), painter(streams.colour), runWords[lang].colon);
          return `${lines.join('\n')}\n`;
        },
      },
      options,
      streams,
    );
    return exitCodes.examined;
  } finally {
    await runtime.close();
  }
}

/** A piece of a reply for the terminal: line breaks stay, everything that a terminal would obey is written out. */
function shownPiece(text: string): string {
  return text
    .split('\n')
    .map((line) => clean(line, 100_000))
    .join('\n');
}

function askedImage({ bytes, sha256 }: EncodedImage, { preprocessing, kind }: RuntimeIdentity): AskedImage {
  const { width, height } = decodeImage(bytes);
  let cut: Cut | undefined;
  // Other projectors are shown images by other rules, which we do not describe.
  const ruled = kind === 'llama.cpp' && preprocessing.startsWith(`${llamaPreprocessing('2')},`);
  if (ruled) cut = llamaCut({ width, height });
  if (preprocessing === releasedPreprocessing) cut = slicePlan({ width, height });
  const differs = ruled ? cutsDiffer({ width, height }) : 'no';
  return { width, height, bytes: bytes.length, sha256, cut, differs };
}

function documentOf({ identity, prompt, images, decoding, reply }: Answered): object {
  return {
    schema: 'forebear.run/1',
    runtime: identity,
    question: { prompt, images },
    decoding,
    reply: {
      text: reply.text,
      finish: reply.finish,
      promptTokens: reply.promptTokens < 0 ? null : reply.promptTokens,
      ...(reply.saysModel === undefined ? {} : { saysModel: reply.saysModel }),
      steps: reply.steps,
    },
    exchanges: reply.exchanges,
  };
}
