// What stands in a pickle that was refused because loading it would run code: its instructions, listed and not run.
import { stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { openFile, openFolder } from '../../bytes/file.ts';
import type { Source } from '../../bytes/source.ts';
import { type ForebearError, isForebearError } from '../../errors.ts';
import { archiveFormats } from '../../formats/formats.ts';
import { pickleMember } from '../../formats/pytorch/checkpoint.ts';
import { disassemble, type PickleListing, refusedOffset } from '../../formats/pytorch/disassembly.ts';
import { sniff } from '../../formats/sniff.ts';
import { clean } from '../../report/clean.ts';
import { painter, paragraph, table } from '../../report/columns.ts';
import type { RunOptions } from '../../run.ts';
import type { Language } from '../../wording/catalogue.ts';
import { cliWords } from '../words.ts';

/** The last instructions before the refusal: what led up to it. */
const shownLines = 40;

export interface PickleExhibit {
  /** The file, or the member of it behind `!/`. Untrusted text. */
  readonly path: string;
  readonly refusal: ForebearError;
  readonly listing: PickleListing;
}

const pickleEnding = /\.(?:bin|pt|pth|ckpt|pkl|pickle)$/i;

/** The exhibit for a file or folder whose opening ended in `unsafe`; undefined where no pickle in it is to blame. */
export async function pickleExhibit(path: string, run: RunOptions): Promise<PickleExhibit | undefined> {
  const absolute = resolve(path);
  const found = await stat(absolute).catch(() => undefined);
  if (found === undefined) return undefined;
  if (!found.isDirectory()) return exhibitOf(absolute, basename(absolute), run);
  const folder = await openFolder(absolute, { ...run, label: basename(absolute) });
  for (const { path: name } of await folder.list(run)) {
    const exhibit = pickleEnding.test(name) ? await exhibitOf(join(absolute, name), name, run) : undefined;
    if (exhibit !== undefined) return exhibit;
  }
  return undefined;
}

async function exhibitOf(file: string, name: string, run: RunOptions): Promise<PickleExhibit | undefined> {
  const source = await openFile(file, { ...run, label: name });
  try {
    const recognised = await sniff(source, run);
    if (recognised.kind === 'format') {
      const refusal = await refusalOf(() => recognised.format.readHeader(source, run));
      return refusal === undefined ? undefined : { path: name, refusal, listing: await list(source, refusal, run) };
    }
    const archive = await recognised.container.open(source, { ...run, name });
    const format = archiveFormats.find((each) => each.matches(archive.members));
    const refusal = await refusalOf(async () => format?.readHeader(archive, name, run));
    // The refusal names the member that it is about; TorchScript has two.
    const named = archive.members.find((member) => refusal?.subject.includes(member.path));
    const member = named ?? pickleMember(archive.members);
    if (refusal === undefined || member === undefined) return undefined;
    const listing = await list(await member.open(run), refusal, run);
    return { path: `${name}!/${member.path}`, refusal, listing };
  } catch (error) {
    if (isForebearError(error)) return undefined;
    throw error;
  } finally {
    await source.close();
  }
}

async function refusalOf(read: () => Promise<unknown>): Promise<ForebearError | undefined> {
  try {
    await read();
    return undefined;
  } catch (error) {
    if (isForebearError(error, 'unsafe')) return error;
    throw error;
  }
}

function list(source: Source, refusal: ForebearError, run: RunOptions): Promise<PickleListing> {
  return disassemble(source, { until: refusedOffset(refusal), lines: shownLines }, run);
}

/** The exhibit as a page for a terminal. */
export function printExhibit({ path, listing }: PickleExhibit, language: Language, colour: boolean): string {
  const words = cliWords[language].inspect;
  const rows = listing.lines.map(({ offset, opcode, argument }) => [`${offset}`, opcode, clean(argument, 60)]);
  const columns = [
    { header: words.offset, align: 'right' },
    { header: words.instruction },
    { header: words.argument },
  ] as const;
  const lines = [
    ...paragraph(clean(path, 200), `${words.model}: `),
    '',
    ...paragraph(words.refusedPickle(listing.lines.length)),
    '',
    ...table(columns, rows, painter(colour)),
  ];
  return `${lines.join('\n')}\n`;
}

/** The exhibit as a document of schema forebear.inspection/1 that holds nothing else. */
export function exhibitDocument({ path, refusal, listing }: PickleExhibit): object {
  const { code, subject, expected, found } = refusal;
  return {
    schema: 'forebear.inspection/1',
    refused: { code, subject, expected, found },
    pickle: { path, ended: listing.ended, end: listing.end, lines: listing.lines },
  };
}
