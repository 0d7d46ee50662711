// Which licence governs on a day, and which of its conditions are seen: the founding case, and the rules one by one.
import { describe, expect, it } from 'vitest';
import { examineLicences, type LicenceResult, type PartyResult } from '../../src/licence/examine.ts';
import { surveyLicence, surveyOf } from '../../src/licence/survey.ts';
import { say } from '../../src/wording/catalogue.ts';
import { llama3v, minicpm, party, spdxText } from './made.ts';

const founding = (at?: string): LicenceResult => examineLicences({ model: llama3v(), parents: [minicpm()], at });

function sideOf(result: LicenceResult, at: number): PartyResult {
  const side = result.parties[at];
  if (side === undefined) throw new Error('no such side');
  return side;
}

const asked = (side: PartyResult): string[] =>
  side.checks.map(({ licence, condition, status }) => `${licence.id} ${condition.kind} ${status}`);

const governs = (result: LicenceResult): string[] => sideOf(result, 1).governing.map(({ licence }) => licence.id);

describe('the founding case', () => {
  it('gives three licences for the same act on three days, and the day before and after each', () => {
    const general = ['LicenseRef-GML-source-publicity-commercial'];
    expect(governs(founding('2024-05-31'))).toEqual(general);
    expect(governs(founding('2024-06-04'))).toEqual(general);
    expect(governs(founding('2024-06-05'))).toEqual(['LicenseRef-MiniCPM-Model-1.0']);
    expect(governs(founding('2025-09-14'))).toEqual(['LicenseRef-MiniCPM-Model-1.0']);
    expect(governs(founding('2025-09-15'))).toEqual(['Apache-2.0']);
    expect(governs(founding('2024-05-19'))).toEqual([]);
  });

  it('gives three different sets of conditions', () => {
    const sets = ['2024-05-31', '2024-06-05', '2025-09-15'].map((day) =>
      asked(sideOf(founding(day), 0))
        .filter((line) => !line.startsWith('LicenseRef-Llama'))
        .join('\n'),
    );
    expect(new Set(sets).size).toBe(3);
    expect(sets[0]).toContain('attribution missed');
    expect(sets[0]).not.toContain('name-contains');
    expect(sets[1]).toContain('name-contains missed');
    expect(sets[1]).toContain('display-line missed');
    expect(sets[2]).not.toContain('display-line');
  });

  it('puts the Llama 3 naming and display rule to both sides', () => {
    const result = founding('2024-05-29');
    for (const at of [0, 1]) {
      expect(asked(sideOf(result, at))).toEqual(
        expect.arrayContaining([
          'LicenseRef-Llama-3-Community name-prefix missed',
          'LicenseRef-Llama-3-Community display-line missed',
          'LicenseRef-Llama-3-Community ship-copy missed',
          'LicenseRef-Llama-3-Community notice-file missed',
        ]),
      );
    }
  });

  it('shows every period where no day is given, and says that a day is needed', () => {
    const result = founding();
    expect(governs(result)).toHaveLength(3);
    const survey = surveyOf(result);
    if (survey.status !== 'measured') throw new Error(survey.status);
    expect(survey.against.map(({ id }) => id)).toContain('licence.against-day');
    expect(survey.examined.map(({ id }) => id)).toContain('licence.no-day');
  });

  it('says that the code is under another licence than the weights', () => {
    const survey = surveyOf(founding('2024-05-29'));
    if (survey.status !== 'measured') throw new Error(survey.status);
    expect(survey.findings.map(({ statement }) => statement.id)).toContain('licence.code');
  });
});

describe('conditions', () => {
  const check = (name: string, files: Readonly<Record<string, string>>, kind: string): string | undefined => {
    const card = '---\nbase_model: meta-llama/Meta-Llama-3-8B\n---\n';
    const readme = `${card}${files['README.md'] ?? ''}`;
    const model = party(name, { ...files, 'README.md': readme });
    const { checks } = sideOf(examineLicences({ model, parents: [], at: '2024-06-01' }), 0);
    return checks.find(({ condition }) => condition.kind === kind)?.status;
  };
  const notice =
    'Meta Llama 3 is licensed under the Meta Llama 3 Community License, Copyright © Meta Platforms, Inc. All Rights Reserved.';

  it('finds a name that begins as asked, whatever its separators, and one that does not', () => {
    expect(check('Llama-3-Tailor-8B', {}, 'name-prefix')).toBe('met');
    expect(check('llama_3.tailor', {}, 'name-prefix')).toBe('met');
    expect(check('Tailor-Llama-3', {}, 'name-prefix')).toBe('missed');
    expect(check('Llama3-Tailor', {}, 'name-prefix')).toBe('missed');
  });

  it('says so where the folder and the card have different names', () => {
    expect(check('tailor', { 'README.md': '# Llama 3 Tailor\n' }, 'name-prefix')).toBe('partly');
  });

  it('finds a displayed line, in other letters and wrapped', () => {
    expect(check('t', { 'README.md': '*Built with\n**Meta Llama 3***' }, 'display-line')).toBe('met');
    expect(check('t', { 'README.md': 'Built with Llama 3' }, 'display-line')).toBe('missed');
  });

  it('wants the notice in a file of that name, and says where else it stands', () => {
    expect(check('t', { NOTICE: notice }, 'notice-file')).toBe('met');
    expect(check('t', { 'Notice.txt': notice.replace('under the', 'under\nthe') }, 'notice-file')).toBe('met');
    expect(check('t', { 'README.md': notice }, 'notice-file')).toBe('partly');
    expect(check('t', { NOTICE: 'Something else.' }, 'notice-file')).toBe('missed');
  });

  it('does not take a line inside the text of the licence for the line displayed', () => {
    const apache = spdxText('Apache-2.0');
    const halves = [apache.slice(0, 4_000), apache.slice(4_000)];
    const files = { LICENSE: `${halves[0]}\nBuilt with Meta Llama 3\n${halves[1]}` };
    expect(check('t', files, 'display-line')).toBe('missed');
  });

  it('does not put a licence to the publisher that gave it', () => {
    const { checks } = sideOf(founding('2024-06-10'), 1);
    expect(checks.filter(({ licence }) => licence.id === 'LicenseRef-MiniCPM-Model-1.0')).toEqual([]);
  });

  it('finds the copy of the licence that goes along, or that it is not there', () => {
    const card = { 'README.md': '---\nlicense: apache-2.0\nbase_model: Qwen/Qwen2.5-7B\n---\n' };
    const copyIn = (files: Readonly<Record<string, string>>) =>
      examineLicences({ model: party('t', files), parents: [] }).parties[0]?.checks.find(
        ({ condition }) => condition.kind === 'ship-copy',
      );
    expect(copyIn({ ...card, LICENSE: spdxText('Apache-2.0') })).toMatchObject({
      status: 'met',
      places: [{ file: 'LICENSE', line: 1 }],
    });
    expect(copyIn({ ...card, LICENSE: spdxText('MIT') })).toMatchObject({ status: 'missed' });
    expect(copyIn({ ...card, LICENSE: spdxText('Apache-2.0').slice(0, 8_000) })).toMatchObject({ status: 'partly' });
  });

  it('asks nothing of a model under a licence that its own maker can have given', () => {
    const model = party('t', { 'README.md': '---\nlicense: apache-2.0\n---\n' });
    const result = examineLicences({ model, parents: [] });
    expect(sideOf(result, 0).checks).toEqual([]);
    const survey = surveyOf(result);
    if (survey.status !== 'measured') throw new Error(survey.status);
    expect(survey.findings.map(({ statement }) => statement.id)).toContain('licence.without-text');
  });

  it('asks what one publisher asks of whoever names its licence', () => {
    const model = party('t', { 'README.md': '---\nlicense: llama3\n---\n' });
    expect(asked(sideOf(examineLicences({ model, parents: [] }), 0))).toContain(
      'LicenseRef-Llama-3-Community display-line missed',
    );
  });
});

describe('licences that do not fit one another', () => {
  it('names what the parent asks and the declared licence does not, and draws no conclusion', () => {
    const model = party('t', {
      'README.md': '---\nlicense: apache-2.0\nbase_model: meta-llama/Meta-Llama-3-8B\n---\n',
    });
    const [side] = examineLicences({ model, parents: [], at: '2024-06-01' }).parties;
    expect(side?.conflicts).toMatchObject([
      { own: { id: 'Apache-2.0' }, theirs: { id: 'LicenseRef-Llama-3-Community' }, link: 'declared' },
    ]);
    expect(side?.conflicts[0]?.kinds).toContain('name-prefix');
  });

  it('names the finding of a comparison of weights where there is one', () => {
    const model = party('t', { 'README.md': '---\nlicense: mit\n---\n' });
    const survey = surveyLicence({
      model,
      parents: [minicpm()],
      at: '2024-06-06',
      lineage: [{ parent: 'MiniCPM-Llama3-V-2_5', relation: 'derived', components: 'text' }],
    });
    if (survey.status !== 'measured') throw new Error(survey.status);
    const found = survey.findings.find(({ statement }) => statement.id === 'licence.narrower-weights');
    expect(found?.statement.values).toMatchObject({ relation: 'derived', own: 'MIT' });
    expect(found?.background).not.toBeNull();
  });

  it('is silent where the parent asks no more', () => {
    const model = party('t', { 'README.md': '---\nlicense: apache-2.0\nbase_model: Qwen/Qwen2.5-7B\n---\n' });
    expect(examineLicences({ model, parents: [] }).parties[0]?.conflicts).toEqual([]);
  });

  it('notes a licence that is dated after the act', () => {
    const model = party('t', { 'README.md': '---\nlicense: other\nlicense_name: minicpm-model-license\n---\n' });
    const survey = surveyLicence({ model, parents: [], at: '2024-06-01' });
    if (survey.status !== 'measured') throw new Error(survey.status);
    expect(survey.findings.map(({ statement }) => statement.id)).toContain('licence.dated-after');
  });
});

describe('the survey', () => {
  it('says every sentence in both languages, with something against it, and is the same twice', () => {
    const make = () => surveyLicence({ model: llama3v(), parents: [minicpm()] });
    const survey = make();
    if (survey.status !== 'measured') throw new Error(survey.status);
    expect(survey.against.length).toBeGreaterThan(2);
    for (const { statement } of survey.findings) {
      expect(say(statement, 'en')).toMatch(/\.$/);
      expect(say(statement, 'zh')).toMatch(/。$/);
      expect(say(statement, 'en')).not.toMatch(/undefined|, "–"/);
    }
    expect(JSON.stringify(make())).toBe(JSON.stringify(survey));
  });

  it('is not applicable where there is nothing', () => {
    expect(surveyLicence({ model: party('nothing', {}), parents: [] }).status).toBe('inapplicable');
  });

  it('stops where it is told to', () => {
    const abort = new AbortController();
    abort.abort(new Error('enough'));
    expect(() => surveyLicence({ model: llama3v(), parents: [] }, { signal: abort.signal })).toThrow('enough');
  });
});
