// The two tables of names: what they say, and that they do not contradict each other.
import { describe, expect, it } from 'vitest';
import { deniedGlobals } from '../../../../src/formats/pytorch/pickle/gadgets-table.ts';
import { judgeGlobal } from '../../../../src/formats/pytorch/pickle/global-verdict.ts';
import { allowedGlobals } from '../../../../src/formats/pytorch/pickle/globals-table.ts';

const kind = (full: string): string => {
  const at = full.lastIndexOf(' ');
  return judgeGlobal(full.slice(0, at), full.slice(at + 1)).kind;
};

describe('judgeGlobal', () => {
  it('allows every name of the table of the allowed, each once and with a reason', () => {
    const names = allowedGlobals.flatMap(({ module, names }) => names.map((name) => `${module} ${name}`));
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect([name, kind(name)]).toEqual([name, 'allowed']);
    for (const { why } of allowedGlobals) expect(why).not.toBe('');
  });

  it('denies every name of the table of the denied', () => {
    for (const { module, names = ['anything'] } of deniedGlobals) {
      const inside = module === '*' ? 'some.module' : module;
      for (const name of names)
        expect([inside, name, judgeGlobal(inside, name).kind]).toEqual([inside, name, 'denied']);
      expect(judgeGlobal(`${inside}.deeper`, names[0] ?? '').kind).toBe('denied');
    }
  });

  it.for([
    ['torch float32', 'allowed'],
    ['torch float8_e4m3fn', 'allowed'],
    ['torch per_channel_affine', 'allowed'],
    ['__torch__.torch.nn.modules.linear.Linear', 'allowed'],
    ['torch.jit._pickle build_intlist', 'allowed'],
    ['torch.jit load', 'denied'],
    ['torch floatx', 'unknown'],
    ['torch.nn.modules.linear Linear', 'unknown'],
    ['argparse Namespace', 'unknown'],
    ['osmium Reader', 'unknown'],
    ['code.model Net', 'unknown'],
    ['test Net', 'unknown'],
    ['__main__ Net.Inner', 'unknown'],
    ['__main__ Net.__init__', 'denied'],
    ['pathlib PosixPath', 'unknown'],
    ['pathlib Path.write_text', 'denied'],
    ['builtins print', 'unknown'],
    ['collections OrderedDict', 'allowed'],
    ['collections namedtuple', 'unknown'],
  ] as const)('%s: %s', ([name, expected]) => {
    expect(kind(name.startsWith('__torch__.') ? name.replace(/\.(?=\w+$)/, ' ') : name)).toBe(expected);
  });
});
