// `forebear probe SUSPECT REFERENCE --identity`: whether an endpoint answers as the model does that it names.
import { ForebearError } from '../../errors.ts';
import { testIdentity } from '../../probe/identity.ts';
import { painter } from '../../report/columns.ts';
import { identitySections, renderIdentity } from '../../report/runs/identity-sections.ts';
import { sectionLines } from '../../report/sections.ts';
import type { RunOptions } from '../../run.ts';
import { identityWords } from '../../wording/findings/identity-words.ts';
import type { Request } from '../arguments.ts';
import { openRuntime } from '../open-runtime.ts';
import { cliWords } from '../words.ts';
import { exitCodes, type Streams } from './compare.ts';
import { showAs } from './show.ts';

export async function identity(
  { suspect, candidate, options }: Extract<Request, { command: 'probe' }>,
  streams: Streams,
  run: RunOptions,
  beforePrinting: () => void,
): Promise<number> {
  if (suspect === undefined || candidate === undefined)
    throw new ForebearError('usage', '--identity', 'an endpoint and a reference', 'one or none');
  const endpoint = await openRuntime(suspect, options, run);
  try {
    const reference = await openRuntime(candidate, options, run);
    try {
      const { samples, seed, maxTokens: mostTokens, lang } = options;
      const found = await testIdentity({ suspect: endpoint, reference, samples, seed, mostTokens }, run);
      beforePrinting();
      await showAs(
        {
          document: () => ({
            schema: 'forebear.identity/1',
            suspect: endpoint.identity,
            reference: reference.identity,
            ...found,
          }),
          page: async () => renderIdentity(found, lang),
          terminal: () =>
            `${sectionLines(identitySections(found, lang), painter(streams.colour), identityWords[lang].colon).join('\n')}\n`,
        },
        options,
        streams,
      );
      if (found.unanswered === 0) return exitCodes.examined;
      streams.error(cliWords[lang].leftOut(found.unanswered));
      return exitCodes.partly;
    } finally {
      await reference.close();
    }
  } finally {
    await endpoint.close();
  }
}
