// Forged models opened without a disk: a folder of byte arrays, whole or in shards, and the comparison of two of them.
import type { ForgedModel } from '../../forgeries/forged-model.ts';
import { memoryFolder } from '../../forgeries/memory-folder.ts';
import { encodeSafetensors } from '../../forgeries/write-safetensors.ts';
import type { CaseFile, Comparison } from '../../src/case/case-file.ts';
import { type Examination, examine } from '../../src/case/examine.ts';
import type { Model } from '../../src/model/model.ts';
import { openModel } from '../../src/model/open.ts';

interface Layout {
  readonly name?: string;
  readonly shards?: number;
  readonly config?: object;
  /** Bytes of the named file that are left; the rest is cut off. */
  readonly cut?: { readonly [file: string]: number };
}

/** The model's folder as it would lie on a disk. */
export function filesOf(model: ForgedModel, layout: Layout = {}): Map<string, Uint8Array> {
  const shards = layout.shards ?? 1;
  const files = new Map<string, Uint8Array>();
  const entries = [...model];
  const weightMap: { [name: string]: string } = {};
  for (let shard = 0; shard < shards; shard++) {
    const here = entries.filter((_, i) => Math.floor((i * shards) / entries.length) === shard);
    const file = shards === 1 ? 'model.safetensors' : `model-${shard + 1}.safetensors`;
    for (const [name] of here) weightMap[name] = file;
    const bytes = encodeSafetensors(
      here.map(([name, { dtype, shape, values }]) => ({
        name,
        dtype,
        shape,
        values: dtype === 'F16' ? new Uint8Array(new Float16Array(values).buffer) : values,
      })),
    );
    files.set(file, bytes.slice(0, layout.cut?.[file] ?? bytes.length));
  }
  const json = (value: object): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
  if (shards > 1) files.set('model.safetensors.index.json', json({ weight_map: weightMap }));
  if (layout.config !== undefined) files.set('config.json', json(layout.config));
  return files;
}

/** Opens a forged model by the folder that it would be. */
export function openForged(model: ForgedModel, layout: Layout = {}): Promise<Model> {
  const folder = memoryFolder(filesOf(model, layout));
  return openModel({ kind: 'folder', name: layout.name ?? 'forged', folder });
}

/** The whole case of one forged suspect and one forged candidate. */
export async function caseOf(
  suspect: ForgedModel | Model,
  candidate: ForgedModel | Model,
  options: Examination = {},
): Promise<CaseFile> {
  const open = async (model: ForgedModel | Model): Promise<Model> =>
    model instanceof Map ? openForged(model as ForgedModel) : (model as Model);
  return examine(await open(suspect), [await open(candidate)], options);
}

/** The one comparison of a case of two. */
export async function compareForged(
  suspect: ForgedModel | Model,
  candidate: ForgedModel | Model,
  options: Examination = {},
): Promise<Comparison> {
  return (await caseOf(suspect, candidate, options)).comparisons[0]!;
}
