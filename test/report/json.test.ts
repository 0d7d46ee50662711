// The canonical text of a case file.
import { describe, expect, it } from 'vitest';
import { printJson } from '../../src/report/json.ts';
import { caseOf, derivedNoised, goldenCases, independent, modelOf } from '../golden/cases.ts';

describe('printJson', () => {
  for (const [name, caseFile] of Object.entries(goldenCases)) {
    it(`prints ${name} as kept`, async () => {
      await expect(printJson(caseFile)).toMatchFileSnapshot(`../golden/${name}.json`);
    });
  }

  it('gives the same bytes for the same case', () => {
    expect(printJson(derivedNoised())).toBe(printJson(derivedNoised()));
  });

  it('keeps the order of keys, ends in one newline, and reads back as the same case', () => {
    const written = printJson(independent());
    expect(written.startsWith('{\n  "schema": "forebear.case/1",\n  "made": {')).toBe(true);
    expect(written.endsWith('}\n')).toBe(true);
    expect(JSON.parse(written)).toEqual(independent());
  });

  it('writes what is not finite as null', () => {
    const written = printJson(
      caseOf(modelOf('x', '0', { parameters: Number.NaN, tensors: Number.POSITIVE_INFINITY }), []),
    );
    expect(JSON.parse(written)).toMatchObject({ suspect: { parameters: null, tensors: null } });
  });
});
