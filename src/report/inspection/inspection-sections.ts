// An inspection as sections: what the model is, its parts, architecture, storage, files, declarations and problems.
import type { Inspection } from '../../case/inspection/inspection.ts';
import type { InspectWords } from '../../wording/inspection-words.ts';
import { formatBytes, formatCount, formatPercent } from '../../wording/numbers.ts';
import { clean } from '../clean.ts';
import { type Grid, inner, item, type Passage, plain, type Section } from '../sections.ts';
import { architectureSection } from './architecture-section.ts';

type Component = Inspection['components'][number];

/** Rows of the longer tables, and lines of the longer lists; the document holds all. */
export interface Limits {
  readonly rows: number;
  readonly problems: number;
}

/** Longest quotation of an untrusted path in a table or a fact. */
const pathLength = 120;

/** What a file says of itself is shown in one line each. */
const metadataLength = 200;

/** The inspection in the order in which it is read. Every text is clean. */
export function inspectionSections(one: Inspection, words: InspectWords, limits: Limits): readonly Section[] {
  return [
    overview(one, words),
    { title: words.components, beside: undefined, passages: [componentGrid(one.components, words)] },
    architectureSection(one.architecture, words),
    ...storageSection(one, words, limits),
    ...contentSection(one, words, limits),
    ...metadataSection(one, words, limits),
    ...factSection(one, words, limits),
    problemSection(one, words, limits),
  ];
}

function overview(one: Inspection, words: InspectWords): Section {
  const bytes = one.files.reduce((sum, file) => sum + file.bytes, 0);
  return {
    title: words.overview,
    beside: undefined,
    passages: [
      plain(clean(one.id), words.model),
      ...(one.formats.length > 0 ? [plain(one.formats.join(words.comma), words.formats)] : []),
      plain(`${formatCount(one.files.length)} (${formatBytes(bytes)})`, words.files),
      plain(formatCount(one.architecture.tensors), words.tensors),
      ...indexPassages(one, words),
      ...(one.declared === undefined ? [] : [plain(clean(one.declared), words.config)]),
      ...(one.adapter === undefined ? [] : [plain(clean(adapterLine(one.adapter, words)), words.adapter)]),
    ],
  };
}

function adapterLine(
  { kind, ranks, alpha, targets, base, magnitudes }: NonNullable<Inspection['adapter']>,
  words: InspectWords,
): string {
  return [
    `${kind}${magnitudes ? ' (DoRA)' : ''}`,
    ...(ranks.length === 0 ? [] : [`${words.rank} ${ranks.join(words.comma)}`]),
    ...(alpha === undefined || ranks.length === 0 ? [] : [`α ${alpha}`]),
    ...(targets.length === 0 ? [] : [targets.join(words.comma)]),
    `${words.declaredBase}${words.colon}${base ?? words.none}`,
  ].join('; ');
}

function indexPassages({ index }: Inspection, words: InspectWords): Passage[] {
  if (index === undefined) return [];
  const { path, shards } = index.summary;
  return [plain(words.index(clean(path, pathLength), formatCount(shards.size))), plain(words.indexOnly)];
}

function componentGrid(components: readonly Component[], words: InspectWords): Grid {
  const shaped = components.some(({ parameters }) => parameters !== null);
  return {
    kind: 'grid',
    columns: [
      { header: words.component, quoted: true },
      { header: words.tensors, numeric: true },
      ...(shaped ? [{ header: words.parameters, numeric: true }, { header: words.dtypes }] : []),
    ],
    rows: foldExperts(components, words).map(({ component, tensors, parameters, dtypes }) => [
      clean(component, pathLength),
      formatCount(tensors),
      ...(shaped ? [formatCount(parameters ?? 0), dtypes.join(' ')] : []),
    ]),
  };
}

/** Experts are many and alike: one line for all of them. */
export function foldExperts(components: readonly Component[], words: InspectWords): readonly Component[] {
  const experts = components.filter(({ component }) => component.startsWith('expert:'));
  if (experts.length < 2) return components;
  const all: Component = {
    component: words.experts(experts.length),
    tensors: experts.reduce((sum, { tensors }) => sum + tensors, 0),
    parameters: experts.reduce((sum, { parameters }) => sum + (parameters ?? 0), 0),
    dtypes: [...new Set(experts.flatMap(({ dtypes }) => dtypes))].toSorted(),
  };
  return [all, ...components.filter((one) => !experts.includes(one))];
}

function storageSection({ storages }: Inspection, words: InspectWords, { rows }: Limits): Section[] {
  if (storages.length === 0) return [];
  const grid: Grid = {
    kind: 'grid',
    columns: [
      { header: words.storage, quoted: true },
      { header: words.tensors, numeric: true },
      { header: words.parameters, numeric: true },
      { header: words.bytes, numeric: true },
      { header: words.share, numeric: true },
    ],
    rows: storages
      .slice(0, rows)
      .map(({ storage, tensors, parameters, bytes, share }) => [
        clean(storage, pathLength),
        formatCount(tensors),
        formatCount(parameters),
        formatBytes(bytes),
        formatPercent(share),
      ]),
  };
  return [
    { title: words.storage, beside: undefined, passages: [grid, ...more(storages.length - grid.rows.length, words)] },
  ];
}

/** A member of a container by its own name, under the container's line. */
function shortPath(path: string): string {
  const at = path.lastIndexOf('!/');
  return at < 0 ? path : `!/${path.slice(Math.max(at + 2, path.lastIndexOf('/') + 1))}`;
}

function contentSection({ contents, unread }: Inspection, words: InspectWords, { rows }: Limits): Section[] {
  if (contents.length === 0) return [];
  const grid: Grid = {
    kind: 'grid',
    columns: [
      { header: words.file, quoted: true },
      { header: words.type },
      { header: words.bytes, numeric: true },
      { header: words.tensors, numeric: true },
      { header: words.undeclared, numeric: true },
    ],
    rows: contents
      .slice(0, rows)
      .map(({ path, type, bytes, tensors, undeclaredBytes }) => [
        clean(shortPath(path), pathLength),
        type,
        formatBytes(bytes),
        formatCount(tensors),
        formatCount(undeclaredBytes),
      ]),
  };
  const passages: Passage[] = [grid, ...more(contents.length - grid.rows.length, words)];
  if (unread.length > 0) {
    const named = unread.slice(0, rows).map((path) => clean(path, pathLength));
    passages.push(plain(words.unread(named.join(words.comma))), ...more(unread.length - named.length, words));
  }
  return [{ title: words.files, beside: undefined, passages }];
}

/** What the files say of themselves, as they say it. */
function metadataSection({ metadata }: Inspection, words: InspectWords, { rows }: Limits): Section[] {
  if (metadata.size === 0) return [];
  const told = [...metadata].slice(0, rows);
  return [
    {
      title: words.metadata,
      beside: '',
      passages: [
        ...told.map(([key, value]) => item(`${clean(key, pathLength)}${words.colon}${clean(value, metadataLength)}`)),
        ...more(metadata.size - told.length, words),
      ],
    },
  ];
}

/** What disagrees, one line each; of the rest only how many. */
function factSection({ facts }: Inspection, words: InspectWords, { rows }: Limits): Section[] {
  if (facts.length === 0) return [];
  const against = facts.filter(({ agrees }) => !agrees);
  const agreeing = facts.length - against.length;
  const passages = against.slice(0, rows).map(({ subject, declared, implied, measure }) => {
    const said = measure === 'bytes per parameter' ? declared : words.measure(declared, measure);
    const both = words.fact(clean(said, pathLength), clean(words.measure(implied, measure), pathLength));
    return item(`${clean(subject, pathLength)}${words.colon}${both}`);
  });
  return [
    {
      title: words.facts,
      beside: against.length === 0 ? words.agreeing(agreeing) : '',
      passages: [
        ...passages,
        ...more(against.length - passages.length, words),
        ...(against.length > 0 && agreeing > 0 ? [inner(words.agreeing(agreeing))] : []),
      ],
    },
  ];
}

function problemSection({ problems }: Inspection, words: InspectWords, limits: Limits): Section {
  const passages = problems.slice(0, limits.problems).map((problem) => {
    const lost = problem.lost.length > 0 ? ` ${words.lost(problem.lost.length)}` : '';
    return item(`${clean(words.expected(problem.subject, problem.expected, problem.found))}${lost}`);
  });
  return {
    title: words.problems,
    beside: problems.length === 0 ? words.none : '',
    passages: [...passages, ...more(problems.length - passages.length, words)],
  };
}

function more(count: number, words: InspectWords): Passage[] {
  return count > 0 ? [inner(words.more(formatCount(count)))] : [];
}
