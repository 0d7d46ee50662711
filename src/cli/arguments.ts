// What the user typed, checked but not yet looked up in the world.
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { ForebearError } from '../errors.ts';
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

export type Request =
  | {
      readonly command: 'compare';
      readonly suspect: string;
      readonly candidates: readonly string[];
      readonly options: CompareArguments;
    }
  | { readonly command: 'inspect'; readonly model: string; readonly options: CommonArguments }
  | { readonly command: 'rejudge'; readonly caseFile: string; readonly options: CommonArguments }
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
  try {
    program.parse([...words], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { command: 'help', text: printed };
    if (words.length === 0)
      throw new ForebearError('usage', 'forebear', 'a command: compare, inspect or rejudge', 'none');
    throw new ForebearError(
      'usage',
      'forebear',
      'a valid command line',
      error.message.replace(/^error: /, '').replace(/\n.*$/s, ''),
    );
  }
  if (request === undefined)
    throw new ForebearError('usage', 'forebear', 'a command: compare, inspect or rejudge', 'none');
  return request;
}

function wholeNumber(text: string): number {
  if (!/^\d{1,10}$/.test(text) || Number(text) > 0xffffffff)
    throw new InvalidArgumentError('expected a whole number from 0 to 4294967295');
  return Number(text);
}

function probability(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value > 0 && value < 1))
    throw new InvalidArgumentError('expected a number between 0 and 1');
  return value;
}
