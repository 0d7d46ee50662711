// Adapters: what they add to a base's weights as tensors under the base's names, and what they say of themselves.
import { ForebearError, isForebearError, type Problem } from '../../errors.ts';
import type { TensorInfo } from '../../formats/format.ts';
import type { RunOptions } from '../../run.ts';
import { roleOf } from '../roles/role.ts';
import { type AssembledInfo, checkType, problemsOf, product, type Refusal } from '../schemes/scheme.ts';
import type { PartReader } from '../values/assembly.ts';
import type { AdapterConfig } from './adapter-config.ts';
import { kindByNames, kindOfPeft } from './adapter-kinds.ts';
import { type Factor, lowRank } from './low-rank.ts';
import { moduleName, savedName } from './module-names.ts';

/** What an adapter is. All of it is its own claim but ranks, targets and the number of deltas, which its tensors show. */
export interface AdapterFacts {
  /** LoRA, or what else it is called. */
  readonly kind: string;
  /** Ranks of its products, ascending. */
  readonly ranks: readonly number[];
  readonly alpha: number | undefined;
  /** Last segments of the modules that it changes. */
  readonly targets: readonly string[];
  /** The base that it names. Untrusted text. */
  readonly base: string | undefined;
  /** Tensors that are to be added to a base's. */
  readonly deltas: number;
  /** DoRA: the sums are scaled to stored lengths, which without the base cannot be done. */
  readonly magnitudes: boolean;
}

export interface ReadAdapter {
  readonly facts: AdapterFacts;
  readonly infos: readonly AssembledInfo[];
}

interface Parts {
  down?: TensorInfo;
  up?: TensorInfo;
  alpha?: TensorInfo;
  magnitude?: TensorInfo;
  embedding: boolean;
}

type Slot = 'down' | 'up' | 'alpha' | 'magnitude';

const spellings: readonly { readonly pattern: RegExp; readonly slot: Slot; readonly embedding?: true }[] = [
  { pattern: /^(.+)\.lora_A(?:\.[^.]+)?\.weight$/, slot: 'down' },
  { pattern: /^(.+)\.lora_B(?:\.[^.]+)?\.weight$/, slot: 'up' },
  { pattern: /^(.+)\.lora_embedding_A(?:\.[^.]+)?$/, slot: 'down', embedding: true },
  { pattern: /^(.+)\.lora_embedding_B(?:\.[^.]+)?$/, slot: 'up', embedding: true },
  { pattern: /^(.+)\.lora_magnitude_vector(?:\.[^.]+)?(?:\.weight)?$/, slot: 'magnitude' },
  { pattern: /^(.+)\.lora_down\.weight$/, slot: 'down' },
  { pattern: /^(.+)\.lora_up\.weight$/, slot: 'up' },
  { pattern: /^(.+)\.lora(?:_linear_layer)?\.down\.weight$/, slot: 'down' },
  { pattern: /^(.+)\.lora(?:_linear_layer)?\.up\.weight$/, slot: 'up' },
  { pattern: /^(.+)\.alpha$/, slot: 'alpha' },
];

/**
 * Reads a model's tensors as an adapter: undefined where neither names nor a configuration say that it is one. Products
 * that cannot be formed become problems, and their factors stay as stored.
 */
export async function readAdapter(
  infos: readonly TensorInfo[],
  config: AdapterConfig | undefined,
  reader: PartReader,
  problems: Problem[],
  options?: RunOptions,
): Promise<ReadAdapter | undefined> {
  const modules = modulesOf(infos);
  const named = kindByNames(infos);
  if (config === undefined && named === undefined && !isMostly(modules, infos)) return undefined;
  const declared = kindOfPeft(config?.kind);
  const isLora = (declared === undefined || declared === 'LoRA') && (named === undefined || modules.size > 0);
  const kind = isLora && modules.size > 0 ? 'LoRA' : (declared ?? named ?? 'unknown');
  const made = new Map<string, AssembledInfo>();
  const names = new Set<string>();
  const refused: Refusal[] = [];
  const ranks = new Set<number>();
  const taken = new Set<string>();
  for (const [stem, parts] of isLora ? modules : []) {
    const weight = `${moduleName(stem)}.weight`;
    try {
      const { info, rank } = await delta(stem, weight, parts, config, reader, options);
      if (names.has(weight)) throw new ForebearError('format', stem, `one product for ${weight}`, 'two');
      names.add(weight);
      made.set(info.assembly?.parts[0]?.name ?? info.name, info);
      ranks.add(rank);
      for (const part of info.assembly?.parts ?? []) taken.add(part.name);
      checkRank(stem, rank, config, problems);
    } catch (error) {
      if (!isForebearError(error) || error.code === 'integrity') throw error;
      refused.push({ weight, error });
    }
  }
  problems.push(...problemsOf(refused), ...saidOf(config, kind, isLora, modules.size > 0));
  const kept = infos.flatMap((info): AssembledInfo[] => {
    const product = made.get(info.name);
    if (product !== undefined) return [product];
    if (taken.has(info.name)) return [];
    const name = savedName(info.name);
    if (names.has(name)) return [info];
    names.add(name);
    return [{ ...info, name }];
  });
  const facts: AdapterFacts = {
    kind,
    ranks: [...ranks].toSorted((a, b) => a - b),
    alpha: config?.alpha,
    targets: [...new Set([...made.values()].map(({ name }) => lastSegment(name)))].toSorted(),
    base: config?.base,
    deltas: made.size,
    magnitudes: [...modules.values()].some(({ magnitude }) => magnitude !== undefined),
  };
  return { facts, infos: kept };
}

/** Two thin factors of a megabyte make a product of 10^11 elements; the largest published matrices have 2^31. */
const productLimit = 8_589_934_592;

const lastSegment = (name: string): string => name.split('.').at(-2) ?? name;

/** A whole model may hold the factors of adapters beside its own weights; an adapter holds little else. */
function isMostly(modules: ReadonlyMap<string, Parts>, infos: readonly TensorInfo[]): boolean {
  let factors = 0;
  for (const parts of modules.values()) {
    factors += [parts.down, parts.up, parts.alpha, parts.magnitude].filter((part) => part !== undefined).length;
  }
  return factors > 0 && factors * 2 >= infos.length;
}

function modulesOf(infos: readonly TensorInfo[]): Map<string, Parts> {
  const modules = new Map<string, Parts>();
  if (!infos.some(({ name }) => name.includes('lora'))) return modules;
  for (const info of infos) {
    if (!info.name.includes('lora') && !info.name.endsWith('.alpha')) continue;
    for (const { pattern, slot, embedding } of spellings) {
      const stem = pattern.exec(info.name)?.[1];
      if (stem === undefined) continue;
      const parts = modules.get(stem) ?? { embedding: embedding === true };
      // Two adapters in one file: the first is read, the other stays as stored.
      if (parts[slot] === undefined) parts[slot] = info;
      modules.set(stem, parts);
      break;
    }
  }
  for (const [stem, { down, up }] of modules) if (down === undefined && up === undefined) modules.delete(stem);
  return modules;
}

async function delta(
  stem: string,
  weight: string,
  { down, up, alpha, magnitude, embedding }: Parts,
  config: AdapterConfig | undefined,
  reader: PartReader,
  options?: RunOptions,
): Promise<{ info: AssembledInfo; rank: number }> {
  if (down === undefined || up === undefined) {
    throw new ForebearError('format', (down ?? up)?.name ?? stem, 'both factors of a product', 'one of them');
  }
  for (const part of [down, up]) {
    checkType(part, 'F32', 'F16', 'BF16', 'F64');
    if (part.shape.length < 2) throw new ForebearError('format', part.name, 'a matrix', `[${part.shape.join(', ')}]`);
  }
  const [rank = 0, ...inputs] = down.shape;
  const [outputs = 0, other = 0, ...rest] = up.shape;
  const empty = [rank, outputs, ...inputs].includes(0);
  if (empty || other !== rank || rest.some((side) => side !== 1)) {
    const found = `[${down.shape.join(', ')}] and [${up.shape.join(', ')}]`;
    throw new ForebearError('format', stem, 'factors of one rank', found);
  }
  const first: Factor = { part: up, length: outputs, rankFirst: false };
  const second: Factor = { part: down, length: product(inputs, down.name), rankFirst: true };
  const scale = await scaleOf(moduleName(stem), rank, alpha, config, reader, options);
  const turned = embedding || isTurned(weight, config);
  const scheme = `LoRA${magnitude === undefined ? '' : ' with magnitudes (DoRA)'}, rank ${rank}, scale ${shownScale(scale)}`;
  const shape = turned ? [product(inputs, down.name), outputs] : [outputs, ...inputs];
  const elements = product(shape, weight);
  if (elements > productLimit) {
    throw new ForebearError('limit', stem, `a product of at most ${productLimit} elements`, `${elements}`);
  }
  const assembly = turned ? lowRank(scheme, second, first, rank, scale) : lowRank(scheme, first, second, rank, scale);
  const { byteOrder: _b, strides: _s, affine: _a, ...place } = up;
  const parts = [up, down, ...(alpha === undefined ? [] : [alpha])];
  return { rank, info: { ...place, name: weight, dtype: 'F32', shape, assembly: { ...assembly, parts } } };
}

/** GPT-2 keeps its weights [in, out], and PEFT turns the products of such modules whatever the configuration says. */
function isTurned(weight: string, config: AdapterConfig | undefined): boolean {
  const role = roleOf(weight);
  return role === undefined ? config?.turned === true : role.transposed === true;
}

/** alpha over rank; one where nothing says what it is. */
async function scaleOf(
  module: string,
  rank: number,
  alpha: TensorInfo | undefined,
  config: AdapterConfig | undefined,
  reader: PartReader,
  options?: RunOptions,
): Promise<number> {
  if (alpha === undefined) return config === undefined ? 1 : config.scaleOf(module, rank);
  if (product(alpha.shape, alpha.name) !== 1) {
    throw new ForebearError('format', alpha.name, 'one number', `[${alpha.shape.join(', ')}]`);
  }
  const [value = Number.NaN] = await reader.values(alpha, 0, 1, options);
  return value / rank;
}

const shownScale = (scale: number): string => `${Number(scale.toPrecision(4))}`;

function checkRank(stem: string, rank: number, config: AdapterConfig | undefined, problems: Problem[]): void {
  const declared = config?.rankOf(moduleName(stem));
  if (declared === undefined || declared === rank) return;
  const subject = 'adapter_config.json';
  if (problems.some((problem) => problem.subject === subject && problem.found.startsWith('rank'))) return;
  problems.push({
    code: 'format',
    subject,
    expected: `rank ${rank}, as ${stem} has`,
    found: `rank ${declared}`,
    lost: [],
  });
}

/** Problems of the configuration, and of kinds that are named and not read. */
function saidOf(
  config: AdapterConfig | undefined,
  kind: string,
  isLora: boolean,
  hasProducts: boolean,
): readonly Problem[] {
  const said: Problem[] = [];
  const subject = 'adapter_config.json';
  if (config !== undefined && config.patterns.length > 0) {
    const found = `regular expressions, first ${config.patterns[0]}`;
    said.push({
      code: 'unsupported',
      subject,
      expected: 'names as keys of alpha_pattern and rank_pattern',
      found,
      lost: [],
    });
  }
  if (config === undefined && isLora && hasProducts) {
    said.push({
      code: 'format',
      subject,
      expected: 'the scale of the products',
      found: 'nothing: 1 is taken',
      lost: [],
    });
  }
  if (!isLora || !hasProducts) {
    said.push({ code: 'unsupported', subject, expected: 'a LoRA adapter', found: kind, lost: [] });
  }
  return said;
}
