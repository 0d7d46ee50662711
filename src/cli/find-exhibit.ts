// Finds the pickle that an opening was refused for, behind whatever it is packed in.
import { stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { openFile, openFolder } from '../bytes/file.ts';
import type { Source } from '../bytes/source.ts';
import type { PickleExhibit } from '../case/inspection/pickle-exhibit.ts';
import { type ForebearError, isForebearError } from '../errors.ts';
import { archiveFormats } from '../formats/formats.ts';
import { pickleMember } from '../formats/pytorch/checkpoint.ts';
import { disassemble, type PickleListing, refusedOffset } from '../formats/pytorch/pickle/disassembly.ts';
import { sniff } from '../formats/sniff.ts';
import type { RunOptions } from '../run.ts';

/** The last instructions before the refusal: what led up to it. */
const shownLines = 40;

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
