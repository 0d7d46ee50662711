// What the user typed, checked but not yet looked up in the world.
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { ForebearError } from '../errors.ts';
import type { RuntimeKind } from '../runtimes/runtime.ts';
import type { Language } from '../wording/catalogue.ts';
import { type ProgressMode } from './progress.ts';
import { cliWords } from './words.ts';

export interface CommonArguments {
  readonly json?: string;
  readonly html?: string;
  readonly seed: number;
  readonly lang: Language;
  readonly quiet: boolean;
  readonly progress: ProgressMode;
}

export interface CompareArguments extends CommonArguments {
  readonly read: 'sample' | 'full';
  readonly alpha: number;
  readonly component?: string;
  readonly failOn?: string;
}

export interface CodeArguments extends CommonArguments {
  /** Sources of others, against which what is shared is weighed. */
  readonly control: readonly string[];
  /** What the suspect says its code comes from. */
  readonly claimed?: string;
}

export interface LicenceArguments extends CommonArguments {
  readonly parent: readonly string[];
  /** The day of the act, `YYYY-MM-DD`. */
  readonly at?: string;
}

export interface HistoryArguments extends CommonArguments {
  /** Names of candidate originals to look for, beside those that are known. */
  readonly candidate: readonly string[];
  /** When the original was first published, `YYYY-MM-DD` or a moment with its offset. */
  readonly released?: string;
}

export interface AskArguments extends CommonArguments {
  readonly runtime?: RuntimeKind;
  readonly mmproj?: string;
  readonly variant?: string;
  readonly fast: boolean;
  /** Gigabytes that our own forward pass may hold. */
  readonly memory: number;
  /** Name of the environment's variable that holds a server's key. */
  readonly apiKeyEnv?: string;
}

export interface RunArguments extends AskArguments {
  readonly image: readonly string[];
  readonly prompt: string;
  readonly maxTokens: number;
  readonly temperature: number;
  readonly topP: number;
  readonly topK: number;
  readonly stop: readonly string[];
  readonly probabilities: number;
}

export interface ProbeArguments extends AskArguments {
  readonly panel: readonly string[];
  /** A folder of the user's own pictures. */
  readonly set?: string;
  readonly items: number;
  readonly severity: number;
  readonly kinds: readonly ('glyph' | 'column' | 'composed')[];
  readonly font: readonly string[];
  readonly canarySeed?: string;
  /** The only characters that are drawn. */
  readonly characters?: string;
  readonly record?: string;
  readonly resume: boolean;
  readonly replay?: string;
  readonly maxTokens: number;
  /** Whether it is the endpoint's identity that is asked for, and by how many replies to each prompt. */
  readonly identity: boolean;
  readonly samples: number;
  /** False where all items are to be asked, whatever is known. */
  readonly stopEarly: boolean;
}

export type Request =
  | {
      readonly command: 'compare';
      readonly suspect: string;
      readonly candidates: readonly string[];
      readonly options: CompareArguments;
    }
  | { readonly command: 'inspect'; readonly model: string; readonly options: CommonArguments }
  | { readonly command: 'rejudge'; readonly caseFile: string; readonly options: CommonArguments }
  | {
      readonly command: 'code';
      readonly suspect: string;
      readonly original: string;
      readonly options: CodeArguments;
    }
  | {
      readonly command: 'text';
      readonly suspect: string;
      readonly sources: readonly string[];
      readonly options: CommonArguments;
    }
  | { readonly command: 'licence'; readonly model: string; readonly options: LicenceArguments }
  | { readonly command: 'history'; readonly repository: string; readonly options: HistoryArguments }
  | { readonly command: 'run'; readonly model: string; readonly options: RunArguments }
  | {
      readonly command: 'probe';
      readonly suspect: string | undefined;
      readonly candidate: string | undefined;
      readonly options: ProbeArguments;
    }
  | { readonly command: 'help'; readonly text: string };

/**
 * Parses the words after the program's name. Throws `usage`. Help and version come back as text, so that nothing here
 * prints. `defaultLanguage` is what the environment suggests.
 */
export function parseArguments(words: readonly string[], defaultLanguage: Language, version: string): Request {
  const language =
    words.includes('zh') && words[words.indexOf('zh') - 1] === '--lang'
      ? 'zh'
      : words.includes('--lang=zh')
        ? 'zh'
        : defaultLanguage;
  const { help } = cliWords[language];
  let request: Request | undefined;
  let printed = '';
  const program = new Command('forebear')
    .description(help.program)
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        printed += text;
      },
      writeErr: () => {},
    });
  const common = (command: Command): Command =>
    command
      .option('--json <file>', help.json)
      .option('--html <file>', help.html)
      .addOption(new Option('--seed <n>', help.seed).default(0).argParser(wholeNumber))
      .addOption(new Option('--lang <language>', help.lang).choices(['en', 'zh']).default(defaultLanguage))
      .addOption(new Option('--quiet', help.quiet).default(false))
      .addOption(new Option('--progress <mode>', help.progress).choices(['auto', 'json', 'none']).default('auto'));
  common(program.command('compare <suspect> <candidates...>').description(help.compare))
    .addOption(new Option('--read <mode>', help.read).choices(['sample', 'full']).default('sample'))
    .addOption(new Option('--alpha <p>', help.alpha).default(1e-6).argParser(probability))
    .option('--component <name>', help.component)
    .addOption(new Option('--fail-on <answer>', help.failOn).choices(['derived']))
    .action((suspect: string, candidates: string[], options: CompareArguments) => {
      request = { command: 'compare', suspect, candidates, options };
    });
  common(program.command('inspect <model>').description(help.inspect)).action(
    (model: string, options: CommonArguments) => {
      request = { command: 'inspect', model, options };
    },
  );
  common(program.command('rejudge <case>').description(help.rejudge)).action(
    (caseFile: string, options: CommonArguments) => {
      request = { command: 'rejudge', caseFile, options };
    },
  );
  common(program.command('code <suspect> <original>').description(help.code))
    .addOption(new Option('--control <path>', help.control).default([]).argParser(several))
    .option('--claimed <path>', help.claimed)
    .action((suspect: string, original: string, options: CodeArguments) => {
      request = { command: 'code', suspect, original, options };
    });
  common(program.command('text <suspect> <sources...>').description(help.text)).action(
    (suspect: string, sources: string[], options: CommonArguments) => {
      request = { command: 'text', suspect, sources, options };
    },
  );
  common(program.command('licence <model>').description(help.licence))
    .addOption(new Option('--parent <model>', help.parent).default([]).argParser(several))
    .addOption(new Option('--at <date>', help.at).argParser(day))
    .action((model: string, options: LicenceArguments) => {
      request = { command: 'licence', model, options };
    });
  common(program.command('history <repository>').description(help.history))
    .addOption(new Option('--candidate <name>', help.candidate).default([]).argParser(several))
    .addOption(new Option('--released <date>', help.released).argParser(moment))
    .action((repository: string, options: HistoryArguments) => {
      request = { command: 'history', repository, options };
    });
  const asking = (command: Command): Command =>
    common(command)
      .addOption(new Option('--runtime <name>', help.runtime).choices(['own', 'llama.cpp', 'server', 'reader']))
      .option('--mmproj <file>', help.mmproj)
      .option('--variant <build>', help.variant)
      .addOption(new Option('--fast', help.fast).default(false))
      .addOption(new Option('--memory <gb>', help.memory).default(8).argParser(gigabytes))
      .option('--api-key-env <name>', help.apiKeyEnv);
  asking(program.command('run <model>').description(help.run))
    .addOption(new Option('--image <file>', help.image).default([]).argParser(several))
    .requiredOption('--prompt <text>', help.prompt)
    .addOption(new Option('--max-tokens <n>', help.maxTokens).default(256).argParser(positive))
    .addOption(new Option('--temperature <t>', help.temperature).default(0).argParser(temperature))
    .addOption(new Option('--top-p <p>', help.topP).default(1).argParser(share))
    .addOption(new Option('--top-k <n>', help.topK).default(0).argParser(wholeNumber))
    .addOption(new Option('--stop <text>', help.stop).default([]).argParser(several))
    .addOption(new Option('--probabilities <n>', help.probabilities).default(0).argParser(wholeNumber))
    .action((model: string, options: RunArguments) => {
      request = { command: 'run', model, options };
    });
  asking(program.command('probe [suspect] [candidate]').description(help.probe))
    .addOption(new Option('--panel <model>', help.panel).default([]).argParser(several))
    .option('--set <folder>', help.set)
    .addOption(new Option('--items <n>', help.items).default(60).argParser(positive))
    .addOption(new Option('--severity <s>', help.severity).default(0.5).argParser(severity))
    .addOption(new Option('--kinds <list>', help.kinds).default(['glyph', 'column', 'composed']).argParser(kinds))
    .addOption(new Option('--font <file>', help.font).default([]).argParser(several))
    .option('--characters <text>', help.characters)
    .addOption(new Option('--canary-seed <hex>', help.canarySeed).argParser(hexadecimal))
    .option('--record <file>', help.record)
    .addOption(new Option('--resume', help.resume).default(false))
    .option('--replay <file>', help.replay)
    .addOption(new Option('--max-tokens <n>', help.maxTokens).default(32).argParser(positive))
    .option('--no-stop-early', help.stopEarly)
    .addOption(new Option('--identity', help.identity).default(false))
    .addOption(new Option('--samples <n>', help.samples).default(20).argParser(positive))
    .action((suspect: string | undefined, candidate: string | undefined, options: ProbeArguments) => {
      request = { command: 'probe', suspect, candidate, options };
    });
  try {
    program.parse([...words], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { command: 'help', text: printed };
    if (words.length === 0) throw new ForebearError('usage', 'forebear', commands, 'none');
    throw new ForebearError(
      'usage',
      'forebear',
      'a valid command line',
      error.message.replace(/^error: /, '').replace(/\n.*$/s, ''),
    );
  }
  if (request === undefined) throw new ForebearError('usage', 'forebear', commands, 'none');
  return request;
}

/** What is asked for where no command is given. */
const commands = 'a command: compare, inspect, rejudge, code, text, licence, history, run or probe';

const several = (value: string, before: readonly string[]): readonly string[] => [...before, value];

function day(text: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || !isReal(text))
    throw new InvalidArgumentError('expected a day as YYYY-MM-DD');
  return text;
}

function moment(text: string): string {
  const known = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2}))?$/.test(text);
  if (!known || !isReal(text.slice(0, 10)) || Number.isNaN(Date.parse(text)))
    throw new InvalidArgumentError('expected a day as YYYY-MM-DD, or a moment as YYYY-MM-DDThh:mmZ');
  return text;
}

/** Whether the calendar has this day: `Date` turns 30 February into 1 March. */
function isReal(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function wholeNumber(text: string): number {
  if (!/^\d{1,10}$/.test(text) || Number(text) > 0xffffffff)
    throw new InvalidArgumentError('expected a whole number from 0 to 4294967295');
  return Number(text);
}

function positive(text: string): number {
  const value = wholeNumber(text);
  if (value === 0 || value > 1_000_000) throw new InvalidArgumentError('expected a whole number from 1 to 1000000');
  return value;
}

function gigabytes(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value > 0 && value <= 100_000))
    throw new InvalidArgumentError('expected a number above 0');
  return value;
}

function severity(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1))
    throw new InvalidArgumentError('expected a number from 0 to 1');
  return value;
}

function kinds(text: string): readonly string[] {
  const list = text.split(',');
  const known = ['glyph', 'column', 'composed'];
  if (list.length === 0 || !list.every((kind) => known.includes(kind)) || new Set(list).size !== list.length)
    throw new InvalidArgumentError('expected glyph, column, composed, or some of them with commas between');
  return list;
}

function hexadecimal(text: string): string {
  if (!/^[0-9a-f]{32,128}$/.test(text)) throw new InvalidArgumentError('expected 32 to 128 hexadecimal digits');
  return text;
}

function temperature(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 100))
    throw new InvalidArgumentError('expected a number from 0 to 100');
  return value;
}

function share(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value > 0 && value <= 1))
    throw new InvalidArgumentError('expected a number above 0, at most 1');
  return value;
}

function probability(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value > 0 && value < 1))
    throw new InvalidArgumentError('expected a number between 0 and 1');
  return value;
}
