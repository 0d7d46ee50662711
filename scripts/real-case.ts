// `npm run real:case -- CLONE [ORIGINAL CLAIMED]`: the founding case's public traces, each looked for by the program's own commands.
// CLONE is a clone of the suspect's public copy with its history; ORIGINAL and CLAIMED are folders of the two sources in question.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Finding, Survey } from '../src/findings/finding.ts';
import { runScript } from './run-script.ts';

const root = path.dirname(import.meta.dirname);
const [clone, original, claimed] = process.argv.slice(2);

interface Document {
  readonly survey?: Survey;
  readonly surroundings?: readonly Survey[];
  readonly architecture?: unknown;
}

async function ask(...words: readonly string[]): Promise<Document> {
  const program = path.join(root, 'bin', 'forebear.mjs');
  const answer = await promisify(execFile)(process.execPath, [program, ...words, '--json', '-', '--quiet'], {
    maxBuffer: 2 ** 28,
  }).catch(
    // A missing blob of the copy is said by exit code 2; the document is there all the same.
    (error: unknown) => error as { stdout: string },
  );
  return JSON.parse(answer.stdout) as Document;
}

let passed = 0;
let failed = 0;

function check(what: string, holds: boolean): void {
  if (holds) passed += 1;
  else failed += 1;
  console.log(`  ${holds ? '✓' : '✗'} ${what}`);
}

const findingsOf = (survey: Survey | undefined): readonly Finding[] =>
  survey?.status === 'measured' ? survey.findings : [];

function has(surveys: readonly (Survey | undefined)[], wanted: (text: string, finding: Finding) => boolean): boolean {
  return surveys.flatMap(findingsOf).some((finding) => wanted(JSON.stringify(finding), finding));
}

await runScript(async () => {
  if (clone === undefined) {
    console.log('real:case: expected a clone of the suspect’s public copy, found none; nothing was examined');
    return false;
  }
  const inspected = await ask('inspect', clone);
  const history = await ask('history', clone, '--candidate', 'MiniCPM', '--released', '2024-05-20T04:44Z');
  const around = inspected.surroundings ?? [];
  const past = [history.survey];
  const architecture = JSON.stringify(inspected.architecture);
  check(
    '1 a deleted test names openbmb/MiniCPM-Llama3-V-2_5',
    has(
      past,
      (text, { weight }) =>
        weight === 'telling' && text.includes('openbmb/MiniCPM-Llama3-V-2_5') && text.includes('.test.py'),
    ),
  );
  check(
    '2 the tokenizer asks for modeling_minicpmv',
    has(around, (text, { weight }) => weight === 'telling' && text.includes('"modeling_minicpmv"')),
  );
  check(
    '3 twelve vision tokens at 128010–128021',
    has(around, (text) => text.includes('tokenizer.signature') && text.includes('"found":12')),
  );
  check('4 the bytes are four for each of 8,537,092,336 parameters', architecture.includes('8537092336'));
  check(
    '5 the words name a table of 729 places, and 16 bits; the files imply 4,900, and 32',
    has(around, (text) => text.includes('729') && text.includes('4900')) &&
      has(around, (text) => text.includes('float16')),
  );
  check(
    '6 names are the original’s but for two beginnings',
    architecture.includes('vison') && architecture.includes('437'),
  );
  check(
    '7 the published class cannot load the published index',
    has(around, (text) => text.includes('module-tree') || text.includes('vison, llm, projection')),
  );
  check(
    '8 64 queries in one file, 96 in the other',
    has(around, (text) => text.includes('query_num') && text.includes('64') && text.includes('96')),
  );
  check(
    '11 compiled 64 seconds before the first commit, from a source of 4,561 bytes',
    has(past, (text) => text.includes('64') && text.includes('.pyc')) && has(past, (text) => text.includes('4561')),
  );
  check(
    '12 training code was promised, and then was not',
    has(past, (text) => text.includes('Release of training + inference code')),
  );
  if (original !== undefined) {
    const words = [
      'code',
      path.join(clone, 'llama3v'),
      original,
      ...(claimed === undefined ? [] : ['--claimed', claimed]),
    ];
    const code = await ask(...words);
    check(
      '8 _set_2d_pos_cache and _adjust_pos_cache were kept',
      has([code.survey], (text) => text.includes('_set_2d_pos_cache') && text.includes('_adjust_pos_cache')),
    );
    check('8 get_refine_size became get_size', JSON.stringify(code.survey).includes('get_refine_size'));
    if (claimed !== undefined)
      check(
        '10 the claimed source does not explain the code',
        has([code.survey], (text) => text.includes('code.not-explained')),
      );
  }
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0;
});
