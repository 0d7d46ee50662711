// The .keras file: an archive with the weights as HDF5 beside a description of the model.
import type { Archive, Member } from '../../containers/container.ts';
import { ForebearError, isForebearError } from '../../errors.ts';
import { type JsonValue, readJsonBounded } from '../../json/json-value.ts';
import type { RunOptions } from '../../run.ts';
import type { ArchiveFormat, TensorInfo } from '../format.ts';
import { kerasH5Format } from './keras-h5.ts';

const weightsPath = 'model.weights.h5';
const metadataPath = 'metadata.json';
const configPath = 'config.json';

/** The description of a description: a version and a date. */
const metadataLimits = { maxBytes: 65_536, maxDepth: 8 };

/** Characters of each free text that we keep. */
const maxTextLength = 1024;

/** Reads the weights within, named as in a weights file of its own, and what the archive says of its making. */
export const kerasArchiveFormat: ArchiveFormat = {
  id: 'keras-h5',

  matches(members) {
    const has = (path: string): boolean => members.some((member) => member.path === path);
    return has(weightsPath) && (has(metadataPath) || has(configPath));
  },

  async readHeader(archive, subject, options) {
    const weights = memberOf(archive, weightsPath);
    if (weights === undefined) throw new ForebearError('format', subject, weightsPath, 'none');
    const header = await kerasH5Format.readHeader(await weights.open(options), options);
    const inside = (file: string): string => `${weightsPath}${file}`;
    return {
      ...header,
      metadata: new Map([...header.metadata, ...(await readMetadata(memberOf(archive, metadataPath), options))]),
      tensors: header.tensors.map((info): TensorInfo => ({ ...info, file: inside(info.file) })),
      members: (header.members ?? []).map((member) => ({ ...member, path: inside(`!/${member.path}`) })),
    };
  },
};

function memberOf({ members }: Archive, path: string): Member | undefined {
  return members.find((member) => member.path === path);
}

/** The texts of metadata.json; none where it is missing or broken, which takes nothing from the weights. */
async function readMetadata(member: Member | undefined, options?: RunOptions): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  if (member === undefined) return texts;
  try {
    const source = await member.open(options);
    const root: JsonValue = await readJsonBounded(source, metadataLimits, options);
    await source.close();
    for (const [key, value] of root instanceof Map ? (root as ReadonlyMap<string, JsonValue>) : []) {
      if (typeof value === 'string') texts.set(key, value.slice(0, maxTextLength));
    }
  } catch (error) {
    if (!isForebearError(error)) throw error;
  }
  return texts;
}
