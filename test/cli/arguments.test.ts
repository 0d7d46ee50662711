// What may be typed, what each word becomes, and how a wrong one is refused.
import { describe, expect, it } from 'vitest';
import { parseArguments, type Request } from '../../src/cli/arguments.ts';
import { ForebearError } from '../../src/errors.ts';

const parse = (line: string): Request => parseArguments(line.split(' ').filter(Boolean), 'en', 'forebear 0.1.0');

function refusal(line: string): ForebearError {
  try {
    parse(line);
  } catch (error) {
    if (error instanceof ForebearError) return error;
    throw error;
  }
  throw new RangeError(`${line} was accepted`);
}

describe('parseArguments', () => {
  it('reads a comparison with several candidates and the defaults of the contract', () => {
    const request = parse('compare a b c');
    expect(request).toMatchObject({ command: 'compare', suspect: 'a', candidates: ['b', 'c'] });
    expect(request).toMatchObject({
      options: { read: 'sample', alpha: 1e-6, seed: 0, lang: 'en', quiet: false, progress: 'auto' },
    });
  });

  it('reads every option', () => {
    const request = parse(
      'compare a b --json - --html r.html --seed 7 --lang zh --quiet --progress json --read full --alpha 1e-9 --component text --fail-on derived',
    );
    expect(request).toMatchObject({
      options: {
        json: '-',
        html: 'r.html',
        seed: 7,
        lang: 'zh',
        quiet: true,
        progress: 'json',
        read: 'full',
        alpha: 1e-9,
        component: 'text',
        failOn: 'derived',
      },
    });
  });

  it('reads inspect and rejudge', () => {
    expect(parse('inspect m --json -')).toMatchObject({ command: 'inspect', model: 'm', options: { json: '-' } });
    expect(parse('rejudge c.json')).toMatchObject({ command: 'rejudge', caseFile: 'c.json' });
  });

  it('takes the language of the environment unless told otherwise', () => {
    expect(parseArguments(['inspect', 'm'], 'zh', 'v')).toMatchObject({ options: { lang: 'zh' } });
    expect(parseArguments(['inspect', 'm', '--lang', 'en'], 'zh', 'v')).toMatchObject({ options: { lang: 'en' } });
  });

  it('gives help and version as text', () => {
    const help = (line: string): string => {
      const request = parse(line);
      return request.command === 'help' ? request.text : '';
    };
    expect(help('--help')).toContain('compare');
    expect(help('compare --help')).toContain('--fail-on');
    expect(help('--version')).toContain('0.1.0');
    expect(help('compare --help --lang zh')).toMatch(/\p{Script=Han}/u);
  });

  it.each([
    '',
    'compare',
    'compare a',
    'inspect',
    'inspect a b',
    'rejudge',
    'judge a b',
    'compare a b --seed -1',
    'compare a b --seed 1.5',
    'compare a b --seed 4294967296',
    'compare a b --alpha 0',
    'compare a b --alpha 1',
    'compare a b --alpha much',
    'compare a b --read most',
    'compare a b --lang fr',
    'compare a b --progress loud',
    'compare a b --fail-on independent',
    'compare a b --colour',
    'compare a b --json',
  ])('refuses «%s» as usage, on one line', (line) => {
    const { code, message } = refusal(line);
    expect(code).toBe('usage');
    expect(message).not.toContain('\n');
    expect(message).toContain('expected');
  });
});
