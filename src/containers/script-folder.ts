// TensorFlow.js models as packages carry them: the description in one script, each shard of weights in another.
import { relativeSegments } from '../bytes/relative-path.ts';
import type { Folder } from '../bytes/source.ts';
import { ForebearError, isForebearError } from '../errors.ts';
import { isMap } from '../json/json-value.ts';
import type { RunOptions } from '../run.ts';
import type { Member } from './container.ts';
import { isList, objectIn } from './index-file.ts';
import { javascriptContainer } from './javascript.ts';
import type { LaidOut, LayoutRequest } from './layout.ts';
import { type NamedFile, namedFiles } from './named-files.ts';
import { moduleName } from './script-names.ts';

const script = /^[^/]+\.[cm]?js$/i;

/** A model has one script for its description and one for each 4 MB of weights. */
const mostScripts = 1000;

/** Bytes that tell whether a script could hold a description. */
const manifestWord = 'weightsManifest';

/** The longest script that could be a description alone. */
const mostDescriptionBytes = 16_777_216;

interface Description {
  readonly script: string;
  readonly member: Member;
  readonly shards: readonly string[];
}

/**
 * The folder as a TensorFlow.js model: `model.json` and its shards. `pick` is the script with the description. Undefined
 * where no script at the top of the folder has one, or where its shards are not there.
 */
export async function layOutScripts(request: LayoutRequest, options?: RunOptions): Promise<LaidOut | undefined> {
  const { folder, listed, pick } = request;
  const scripts = listed.filter(({ path }) => script.test(path)).slice(0, mostScripts);
  const likely = scripts.filter(({ path, bytes }) => bytes <= mostDescriptionBytes && (pick ?? path) === path);
  const found: Description[] = [];
  for (const { path } of likely) found.push(...(await descriptionsIn(folder, path, options)));
  const [only] = found;
  if (only === undefined) return undefined;
  if (found.length > 1) {
    const names = found.map((one) => one.script).join(', ');
    throw new ForebearError('usage', folder.uri, 'the scripts of one model, or one of them named', names);
  }
  const files = new Map<string, NamedFile>();
  files.set('model.json', { bytes: only.member.size, open: (openOptions) => only.member.open(openOptions) });
  for (const shard of only.shards) {
    const path = scripts.find(
      (one) => one.path !== only.script && moduleName(one.path) === moduleName(stem(shard)),
    )?.path;
    const weights = path === undefined ? undefined : await stringIn(folder, path, options);
    if (weights === undefined) return undefined;
    files.set(shard, weights);
  }
  return { layout: 'scripts', folder: namedFiles(folder.uri, files), metadata: new Map() };
}

const stem = (shard: string): string => shard.replace(/\.bin$/i, '');

async function descriptionsIn(folder: Folder, path: string, options?: RunOptions): Promise<readonly Description[]> {
  const source = await folder.open(path, options);
  try {
    const text = new TextDecoder('latin1').decode(await source.read(0, source.size, options));
    if (!text.includes(manifestWord)) return [];
    const { members } = await javascriptContainer.open(source, { ...options, name: path });
    const found: Description[] = [];
    for (const member of members.filter((each) => each.path.endsWith('.json'))) {
      const opened = await member.open(options);
      const shards = shardsOf(await opened.read(0, opened.size, options), path);
      if (shards.length > 0) found.push({ script: path, member, shards });
    }
    return found;
  } catch (error) {
    if (isForebearError(error, 'unsupported', 'format', 'limit')) return [];
    throw error;
  } finally {
    await source.close();
  }
}

/** The paths in the manifest of a description, in order; none where it has no manifest. Throws `containment`. */
function shardsOf(bytes: Uint8Array, subject: string): readonly string[] {
  const manifest = objectIn(bytes, subject).get(manifestWord);
  const groups = isList(manifest) ? manifest : [];
  const paths = groups.flatMap((group) => {
    const list = isMap(group) ? group.get('paths') : undefined;
    return isList(list) ? list : [];
  });
  return paths.every((path) => typeof path === 'string')
    ? paths.map((path) => relativeSegments(path, subject).join('/'))
    : [];
}

/** The only long string of a script, as a file. */
async function stringIn(folder: Folder, path: string, options?: RunOptions): Promise<NamedFile | undefined> {
  const source = await folder.open(path, options);
  try {
    const { members } = await javascriptContainer.open(source, { ...options, name: path });
    const strings = members.filter((each) => !each.path.endsWith('.json'));
    const [only] = strings;
    if (only === undefined || strings.length > 1) return undefined;
    return { bytes: only.size, open: (openOptions) => reopened(folder, path, only.path, openOptions) };
  } catch (error) {
    if (isForebearError(error, 'unsupported', 'limit')) return undefined;
    throw error;
  } finally {
    await source.close();
  }
}

/** The string again, out of a script that is opened for it alone and closed with it. */
async function reopened(
  folder: Folder,
  path: string,
  name: string,
  options?: RunOptions,
): Promise<Awaited<ReturnType<Member['open']>>> {
  const source = await folder.open(path, options);
  const { members } = await javascriptContainer.open(source, { ...options, name: path });
  const member = members.find((each) => each.path === name);
  if (member === undefined) {
    await source.close();
    throw new ForebearError('integrity', path, 'the same script as before', 'another one');
  }
  return { ...(await member.open(options)), close: () => source.close() };
}
