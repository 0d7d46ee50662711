// What surrounds a compared or inspected model, from its folder to the case file: every analysis, and no verdict that depends on one.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeFoundingCase } from '../../forgeries/founding-case.ts';
import { foundingHistory, looseRepository } from '../../forgeries/founding-history.ts';
import type { CaseFile } from '../../src/case/case-file.ts';
import { parseCaseFile } from '../../src/case/parse-case-file.ts';
import { rejudge } from '../../src/case/rejudge.ts';
import { examineModels } from '../../src/cli/examine-paths.ts';
import { inspectPath } from '../../src/cli/inspect-path.ts';
import type { Analysis, Survey } from '../../src/findings/finding.ts';
import { printJson } from '../../src/report/json.ts';

let folder = '';
let found: CaseFile;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'forebear-around-'));
  await writeFoundingCase(folder, 1);
  for (const [path, bytes] of looseRepository(foundingHistory())) {
    const place = join(folder, 'copy', '.git', path);
    await mkdir(dirname(place), { recursive: true });
    await writeFile(place, bytes);
  }
  found = await examineModels({
    suspectPath: join(folder, 'copy'),
    candidatePaths: [join(folder, 'original')],
    seed: 1,
  });
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

const surveys = (caseFile: CaseFile): readonly Survey[] => caseFile.comparisons[0]?.surroundings ?? [];
const telling = (all: readonly Survey[], analysis: Analysis): readonly string[] => {
  const survey = all.find((one) => one.analysis === analysis);
  return survey?.status === 'measured'
    ? survey.findings.filter(({ weight }) => weight === 'telling').map(({ statement }) => statement.id)
    : [];
};

describe('a compared copy', () => {
  it('is surrounded by seven analyses, in their order, each measured', () => {
    expect(surveys(found).map(({ analysis, status }) => `${analysis} ${status}`)).toEqual([
      'residues measured',
      'claims measured',
      'tokenizer measured',
      'code measured',
      'text measured',
      'licence measured',
      'history measured',
    ]);
  });

  it('carries what the founding case’s carried', () => {
    const all = surveys(found);
    expect(telling(all, 'residues')).toContain('residues.absent-module-there');
    expect(telling(all, 'tokenizer')).toEqual(['tokenizer.signature', 'tokenizer.added']);
    expect(telling(all, 'code')).toContain('code.strong');
    const text = JSON.stringify(all);
    for (const id of ['claims.from-scratch-weights', 'licence.narrower-weights', 'code.renamed'])
      expect(text).toContain(id);
    expect(JSON.stringify(all.find(({ analysis }) => analysis === 'history'))).toContain('MiniCPM-Llama3-V-2_5');
  });

  it('has every finding with a place or a number, and something against it', () => {
    for (const survey of surveys(found)) {
      if (survey.status !== 'measured') throw new Error(`${survey.analysis} ${survey.status}`);
      expect(survey.against.length).toBeGreaterThan(0);
      expect(survey.examined.length).toBeGreaterThan(0);
    }
  });

  it('keeps its objects of git out of the model', () => {
    expect(found.suspect.files.some(({ path }) => path.includes('.git/'))).toBe(false);
  });

  it('is judged the same without them, and keeps them when it is judged again', () => {
    const [comparison] = found.comparisons;
    const bare: CaseFile = { ...found, comparisons: [{ ...comparison!, surroundings: undefined }] };
    expect(rejudge(bare).comparisons[0]?.verdict).toEqual(comparison?.verdict);
    expect(printJson(rejudge(parseCaseFile(printJson(found), 'case')))).toBe(printJson(found));
  });
});

describe('an honest cousin and a stranger', () => {
  it('carry nothing telling, but for code of a common ancestor', async () => {
    for (const name of ['cousin', 'stranger']) {
      const other = await examineModels({
        suspectPath: join(folder, name),
        candidatePaths: [join(folder, 'original')],
        seed: 1,
      });
      const all = surveys(other);
      expect(all.flatMap(({ analysis }) => telling(all, analysis))).toEqual([]);
    }
  }, 60_000);
});

describe('an inspected copy', () => {
  it('tells whose names and tokens it carries, with nobody beside it', async () => {
    const { surroundings = [] } = await inspectPath(join(folder, 'copy'), {});
    expect(surroundings.map(({ analysis }) => analysis)).toEqual([
      'residues',
      'claims',
      'tokenizer',
      'licence',
      'history',
    ]);
    expect(telling(surroundings, 'residues')).toContain('residues.absent-module');
    expect(telling(surroundings, 'tokenizer')).toEqual(['tokenizer.signature']);
  });
});
