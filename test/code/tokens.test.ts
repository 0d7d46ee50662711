// Sources of every language become tokens; comments and docstrings leave none, and nothing hostile takes long.
import { describe, expect, it } from 'vitest';
import { languageOf } from '../../src/code/language.ts';
import { normalised, type Token } from '../../src/code/tokens.ts';
import { sourceOf } from './sources.ts';

const listOf = async (text: string, path?: string): Promise<readonly Token[]> => {
  const { tokens } = await sourceOf(text, path);
  return Array.from({ length: tokens.length }, (_, at) => tokens.at(at) as Token);
};

const shown = async (text: string, path: string): Promise<string> => {
  const tokens = await listOf(text, path);
  return tokens.map((token) => normalised(token).replace('\u0001', 'N').replace('\u0002', 'S')).join(' ');
};

describe('tokens', () => {
  it.each([
    [
      'a.py',
      'def f(x):\n    """Says."""\n    # why\n    return x + 1.5 if x else "a"\n',
      'def N ( N ) : return N + 1.5 if N else S',
    ],
    ['a.ts', 'export const f = (x: number) => `a${x}`; // why\n', 'export const N = ( N : number ) => S ;'],
    ['a.js', 'let x = /* no */ y?.z ?? null;', 'let N = N ?. N ?? null ;'],
    ['A.java', 'class A { int f(String s) { return 0x1F; } } // no', 'class N { int N ( N N ) { return 0x1F ; } }'],
    [
      'a.c',
      "#include <a.h>\nint f(char *s) { return s[0] == 'a'; }",
      '#include S int N ( char * N ) { return N [ 0 ] == S ; }',
    ],
    ['a.rs', 'fn f(x: u8) -> u8 { x + 1 } // no', 'fn N ( N : u8 ) -> u8 { N + 1 }'],
  ])('of %s', async (path, text, expected) => {
    expect(await shown(text, path)).toBe(expected);
  });

  it('know their places', async () => {
    const text = 'a = 1\n\nname = "x"\n';
    const tokens = await listOf(text);
    expect(tokens.map(({ line }) => line)).toEqual([1, 1, 1, 3, 3, 3]);
    for (const { start, end, text: token } of tokens) expect(text.slice(start, end)).toBe(token);
  });

  it('are the same whatever comments, layout and docstrings', async () => {
    const one = await sourceOf('def f(a):\n    return a\n');
    const other = await sourceOf('# Copyright\ndef f( a ) :\n\n    """Docs."""\n    return a  # all\n');
    expect([...other.raw]).toEqual([...one.raw]);
  });

  it('of unknown languages are those of a plain lexer', async () => {
    expect(languageOf('a.xyz')).toBeUndefined();
    expect(await shown('if (foo == "a\\"b") { return 12; } // x', 'a.xyz')).toBe('if ( N = = S ) { return 12 ; }');
  });
});

describe('hostile sources', () => {
  it.each([
    ['a line of a megabyte', `x = ${'a+'.repeat(500_000)}a\n`],
    ['a hundred thousand brackets', `x = ${'('.repeat(100_000)}${')'.repeat(100_000)}\n`],
    ['a string without end', `x = "${'\\'.repeat(300_000)}`],
    ['quotes without end', '"""'.repeat(100_001)],
    ['bytes that are no text', `x = 1\n${'\u0000\ufffd'.repeat(50_000)}`],
    ['deep blocks', Array.from({ length: 2_000 }, (_, depth) => `${' '.repeat(depth)}if x:`).join('\n')],
  ])('end in time: %s', async (_, text) => {
    const { tokens } = await sourceOf(text);
    expect(tokens.length).toBeLessThanOrEqual(200_000);
  });
});
