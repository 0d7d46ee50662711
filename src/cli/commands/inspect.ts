// `forebear inspect`: what a model holds, before anybody compares it.

import type { AdapterFacts } from '../../model/adapters/adapter.ts';
import { componentOf } from '../../model/component.ts';
import { type Model, storageOf } from '../../model/model.ts';
import { clean } from '../../report/clean.ts';
import { painter, paragraph, table } from '../../report/columns.ts';
import type { RunOptions } from '../../run.ts';
import { formatBytes, formatCount } from '../../wording/numbers.ts';
import type { CommonArguments } from '../arguments.ts';
import { openPath } from '../examine-paths.ts';
import { writeWhole } from '../output.ts';
import { type CliWords, cliWords } from '../words.ts';
import { exitCodes, type Streams } from './compare.ts';

type InspectWords = CliWords['inspect'];

interface ComponentSummary {
  readonly component: string;
  readonly tensors: number;
  readonly parameters: number;
  readonly dtypes: readonly string[];
}

/** Components with their sizes, largest first; tensors whose part is unknown are `unknown`. */
function summarise(model: Model): readonly ComponentSummary[] {
  const found = new Map<string, { tensors: number; parameters: number; dtypes: Set<string> }>();
  for (const tensor of model.tensors) {
    const component = componentOf(tensor) ?? 'unknown';
    const entry = found.get(component) ?? { tensors: 0, parameters: 0, dtypes: new Set<string>() };
    entry.tensors += 1;
    entry.parameters += tensor.elements;
    entry.dtypes.add(storageOf(tensor));
    found.set(component, entry);
  }
  return [...found]
    .map(([component, { tensors, parameters, dtypes }]) => ({
      component,
      tensors,
      parameters,
      dtypes: [...dtypes].toSorted(),
    }))
    .toSorted((a, b) => b.parameters - a.parameters);
}

export async function inspect(
  path: string,
  options: CommonArguments,
  streams: Streams,
  run: RunOptions,
  beforePrinting: () => void,
): Promise<number> {
  await using model = await openPath(path, 'sample', run);
  beforePrinting();
  const components = summarise(model);
  const document = {
    schema: 'forebear.inspection/1',
    id: model.id,
    formats: model.formats,
    files: model.files,
    tensors: model.tensors.length,
    parameters: components.reduce((sum, { parameters }) => sum + parameters, 0),
    components,
    ...(model.adapter === undefined ? {} : { adapter: model.adapter }),
    problems: model.problems,
    metadata: Object.fromEntries([...model.metadata].slice(0, 100)),
    tensorList: model.tensors.map(({ name, dtype, shape, file, role, assembly }) => ({
      name,
      dtype,
      shape,
      file,
      role: role ?? null,
      ...(assembly === undefined ? {} : { scheme: assembly.scheme }),
    })),
  };
  const json = `${JSON.stringify(document, null, 2)}\n`;
  if (options.json === '-') streams.out(json);
  else if (options.json !== undefined) await writeWhole(options.json, json);
  if (options.json !== '-' && !options.quiet) streams.out(print(model, components, options, streams));
  return model.problems.some(({ lost }) => lost.length > 0) ? exitCodes.partly : exitCodes.examined;
}

function print(
  model: Model,
  components: readonly ComponentSummary[],
  options: CommonArguments,
  streams: Streams,
): string {
  const words = cliWords[options.lang].inspect;
  const paint = painter(streams.colour);
  const bytes = model.files.reduce((sum, file) => sum + file.bytes, 0);
  const architecture = model.config?.get('architectures');
  const lines = [
    ...paragraph(clean(model.id), `${words.model}: `),
    `${words.formats}: ${model.formats.join(', ')}   ${words.files}: ${model.files.length} (${formatBytes(bytes)})   ${words.tensors}: ${formatCount(model.tensors.length)}`,
    ...(Array.isArray(architecture) ? paragraph(clean(architecture.map(String).join(', ')), `${words.config}: `) : []),
    ...(model.adapter === undefined ? [] : paragraph(clean(adapterLine(model.adapter, words)), `${words.adapter}: `)),
    '',
    ...table(
      [
        { header: words.component },
        { header: words.tensors, align: 'right' },
        { header: words.parameters, align: 'right' },
        { header: words.dtypes },
      ],
      components.map(({ component, tensors, parameters, dtypes }) => [
        component,
        formatCount(tensors),
        formatCount(parameters),
        dtypes.join('; '),
      ]),
      paint,
    ),
    '',
    `${words.problems}: ${model.problems.length === 0 ? words.none : ''}`,
    ...model.problems.flatMap((problem) =>
      paragraph(
        `${clean(cliWords[options.lang].expected(problem.subject, problem.expected, problem.found))} ${problem.lost.length > 0 ? words.lost(problem.lost.length) : ''}`,
        '  - ',
      ),
    ),
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
