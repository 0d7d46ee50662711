// The inspection as a page for a terminal, 80 columns wide.
import type { AdapterFacts } from '../../model/adapters/adapter.ts';
import type { Fact } from '../../model/facts/declared-facts.ts';
import { clean } from '../../report/clean.ts';
import { type Paint, painter, paragraph, table } from '../../report/columns.ts';
import type { Language } from '../../wording/catalogue.ts';
import { formatBytes, formatCount, formatPercent } from '../../wording/numbers.ts';
import { cliWords } from '../words.ts';
import type { Inspection } from './inspection.ts';
import { architectureLines } from './print-architecture.ts';
import type { Component } from './summaries.ts';
import type { InspectWords } from './words.ts';

/** Rows of the longer tables; the document holds all. */
const mostFiles = 12;
const mostFacts = 12;
const mostStorages = 12;
const mostProblems = 20;

/** Longest quotation of an untrusted path in a table or a fact. */
const pathLength = 120;

export function printInspection(one: Inspection, language: Language, colour: boolean): string {
  const words = cliWords[language].inspect;
  const paint = painter(colour);
  const bytes = one.files.reduce((sum, file) => sum + file.bytes, 0);
  const formats = one.formats.length > 0 ? `${words.formats}: ${one.formats.join(', ')}   ` : '';
  const counts = `${words.files}: ${one.files.length} (${formatBytes(bytes)})   ${words.tensors}: ${formatCount(one.architecture.tensors)}`;
  const lines = [
    ...paragraph(clean(one.id), `${words.model}: `),
    ...paragraph(`${formats}${counts}`),
    ...indexLines(one, words),
    ...(one.declared === undefined ? [] : paragraph(clean(one.declared), `${words.config}: `)),
    ...(one.adapter === undefined ? [] : paragraph(clean(adapterLine(one.adapter, words)), `${words.adapter}: `)),
    '',
    ...componentTable(one.components, words, paint),
    '',
    ...architectureLines(one.architecture, words),
    ...storageTable(one, words, paint),
    ...contentTable(one, words, paint),
    ...factLines(one.facts, words),
    '',
    ...problemLines(one, language, words),
  ];
  return `${lines.join('\n')}\n`;
}

function adapterLine({ kind, ranks, alpha, targets, base, magnitudes }: AdapterFacts, words: InspectWords): string {
  return [
    `${kind}${magnitudes ? ' (DoRA)' : ''}`,
    ...(ranks.length === 0 ? [] : [`${words.rank} ${ranks.join(', ')}`]),
    ...(alpha === undefined || ranks.length === 0 ? [] : [`α ${alpha}`]),
    ...(targets.length === 0 ? [] : [targets.join(', ')]),
    `${words.declaredBase}: ${base ?? words.none}`,
  ].join('; ');
}

function indexLines({ index }: Inspection, words: InspectWords): string[] {
  if (index === undefined) return [];
  const { path, shards } = index.summary;
  return [...paragraph(words.index(clean(path, pathLength), formatCount(shards.size))), ...paragraph(words.indexOnly)];
}

function componentTable(components: readonly Component[], words: InspectWords, paint: Paint): string[] {
  const shaped = components.some(({ parameters }) => parameters !== null);
  return table(
    [
      { header: words.component },
      { header: words.tensors, align: 'right' },
      ...(shaped ? [{ header: words.parameters, align: 'right' } as const, { header: words.dtypes }] : []),
    ],
    foldExperts(components, words).map(({ component, tensors, parameters, dtypes }) => [
      clean(component, pathLength),
      formatCount(tensors),
      ...(shaped ? [formatCount(parameters ?? 0), dtypes.join(' ')] : []),
    ]),
    paint,
  );
}

/** Experts are many and alike: one line for all of them. */
function foldExperts(components: readonly Component[], words: InspectWords): readonly Component[] {
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

function storageTable({ storages }: Inspection, words: InspectWords, paint: Paint): string[] {
  if (storages.length === 0) return [];
  return [
    '',
    ...table(
      [
        { header: words.storage },
        { header: words.tensors, align: 'right' },
        { header: words.parameters, align: 'right' },
        { header: words.bytes, align: 'right' },
        { header: words.share, align: 'right' },
      ],
      storages
        .slice(0, mostStorages)
        .map(({ storage, tensors, parameters, bytes, share }) => [
          clean(storage, pathLength),
          formatCount(tensors),
          formatCount(parameters),
          formatBytes(bytes),
          formatPercent(share),
        ]),
      paint,
    ),
    ...moreLine(storages.length - mostStorages, words),
  ];
}

/** A member of a container by its own name, under the container's line. */
function shortPath(path: string): string {
  const at = path.lastIndexOf('!/');
  return at < 0 ? path : `!/${path.slice(Math.max(at + 2, path.lastIndexOf('/') + 1))}`;
}

function contentTable({ contents }: Inspection, words: InspectWords, paint: Paint): string[] {
  if (contents.length === 0) return [];
  return [
    '',
    ...table(
      [
        { header: words.file },
        { header: words.type },
        { header: words.bytes, align: 'right' },
        { header: words.tensors, align: 'right' },
        { header: words.undeclared, align: 'right' },
      ],
      contents
        .slice(0, mostFiles)
        .map(({ path, type, bytes, tensors, undeclaredBytes }) => [
          clean(shortPath(path), pathLength),
          type,
          formatBytes(bytes),
          formatCount(tensors),
          formatCount(undeclaredBytes),
        ]),
      paint,
    ),
    ...moreLine(contents.length - mostFiles, words),
  ];
}

/** What disagrees, one line each; of the rest only how many. */
function factLines(facts: readonly Fact[], words: InspectWords): string[] {
  if (facts.length === 0) return [];
  const against = facts.filter(({ agrees }) => !agrees);
  const agreeing = facts.length - against.length;
  return [
    '',
    `${words.facts}:${against.length === 0 ? ` ${words.agreeing(agreeing)}` : ''}`,
    ...against.slice(0, mostFacts).flatMap(({ subject, declared, implied, measure }) => {
      const said = measure === 'bytes per parameter' ? declared : words.measure(declared, measure);
      const both = words.fact(clean(said, pathLength), clean(words.measure(implied, measure), pathLength));
      return paragraph(`${clean(subject, pathLength)}: ${both}`, '  - ');
    }),
    ...moreLine(against.length - mostFacts, words),
    ...(against.length > 0 && agreeing > 0 ? [`  ${words.agreeing(agreeing)}`] : []),
  ];
}

function problemLines({ problems }: Inspection, language: Language, words: InspectWords): string[] {
  const { expected } = cliWords[language];
  return [
    `${words.problems}: ${problems.length === 0 ? words.none : ''}`.trimEnd(),
    ...problems.slice(0, mostProblems).flatMap((problem) => {
      const lost = problem.lost.length > 0 ? ` ${words.lost(problem.lost.length)}` : '';
      return paragraph(`${clean(expected(problem.subject, problem.expected, problem.found))}${lost}`, '  - ');
    }),
    ...moreLine(problems.length - mostProblems, words),
  ];
}

function moreLine(count: number, words: InspectWords): string[] {
  return count > 0 ? [`  ${words.more(formatCount(count))}`] : [];
}
