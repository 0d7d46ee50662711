// The twin of the founding case's fork: every trace comes out, from loose objects, a pack with deltas and a bundle alike.
import { describe, expect, it } from 'vitest';
import {
  bundledRepository,
  foundingHistory,
  looseRepository,
  packedRepository,
  twinOriginal,
  twinReleased,
} from '../../forgeries/founding-history.ts';
import { memoryFolder } from '../../forgeries/memory-folder.ts';
import { memorySource } from '../../src/bytes/memory.ts';
import { openBundle, openRepository } from '../../src/history/repository.ts';
import { readHistory, surveyHistory } from '../../src/history/survey.ts';
import { say } from '../../src/wording/catalogue.ts';

const twin = foundingHistory();
const options = { candidates: ['MiniCPM-Llama3-V 2.5'], released: twinReleased };
const opened = {
  loose: () => openRepository(memoryFolder(looseRepository(twin)), 'twin'),
  pack: () => openRepository(memoryFolder(packedRepository(twin)), 'twin'),
  bundle: () => openBundle(memorySource(bundledRepository(twin)), 'twin'),
};

async function found(form: keyof typeof opened) {
  const { survey, problems } = await readHistory(await opened[form](), options);
  expect(problems).toEqual([]);
  if (survey.status !== 'measured') throw new Error('not measured');
  return survey;
}

describe('history of the twin', () => {
  it('finds the deleted test that names the original, and who brought and took it', async () => {
    const { findings } = await found('loose');
    const gone = findings.find(({ statement }) => statement.id === 'history.name-gone-with-file');
    expect(gone?.weight).toBe('telling');
    expect(gone?.statement.values).toMatchObject({
      name: twinOriginal,
      file: 'heron3v/tests/slices.test.py',
      brought: twin.commits[1]?.slice(0, 10),
      removed: twin.commits[3]?.slice(0, 10),
    });
    expect(gone?.places[0]).toMatchObject({ line: 3 });
  });

  it('gives a name that nobody asked for as common', async () => {
    const survey = await surveyHistory(await opened.loose());
    if (survey.status !== 'measured') throw new Error('not measured');
    expect(survey.findings.filter(({ weight }) => weight === 'telling')).toEqual([]);
    expect(survey.findings.map(({ statement }) => statement.id)).toContain('history.name-gone-with-file');
  });

  it('finds the promise that became narrower', async () => {
    const { findings } = await found('pack');
    const changed = findings.find(({ statement }) => statement.id === 'history.claim-changed');
    expect(changed?.statement.values).toMatchObject({
      topic: 'release',
      before: '- Release of the training code and the inference code',
      after: '- Release of the inference code (training code is coming soon)',
    });
  });

  it('finds the time since the release', async () => {
    const { findings } = await found('loose');
    const values = findings.find(({ statement }) => statement.id === 'history.after-release')?.statement.values;
    expect(values).toMatchObject({ days: 7, hours: 19, minutes: 46 });
  });

  it('finds the source, the time and the path of the compiled file', async () => {
    const { findings } = await found('bundle');
    const of = (id: string) => findings.find(({ statement }) => statement.id === id);
    expect(of('history.compiled')?.statement.values).toMatchObject({
      python: '3.9',
      written: '2024-05-28 00:29:28 UTC',
    });
    expect(of('history.compiled-source')?.statement.values).toMatchObject({
      fitting: 1,
      compared: 2,
      source: 'heron3v/slices.py',
      revision: twin.commits[0]?.slice(0, 10),
    });
    expect(of('history.compiled-before')?.statement.values).toMatchObject({ seconds: 64 });
    expect(of('history.compiled-paths')?.places[0]?.excerpt).toBe('/home/writer/heron3v/tests/slices.py');
  });

  it('gives byte-identical surveys from all three forms', async () => {
    const [loose, pack, bundle] = [await found('loose'), await found('pack'), await found('bundle')];
    expect(JSON.stringify(pack)).toBe(JSON.stringify(loose));
    expect(JSON.stringify(bundle)).toBe(JSON.stringify(loose));
    expect(JSON.stringify(await found('loose'))).toBe(JSON.stringify(loose));
  });

  it('says every finding in both languages, without an address of anybody', async () => {
    const survey = await found('loose');
    for (const { statement, background } of survey.findings) {
      for (const language of ['en', 'zh'] as const) {
        expect(say(statement, language)).not.toContain('undefined');
        expect(say(statement, language)).not.toContain('–');
        expect(background === null ? '' : say(background, language)).not.toContain('–');
      }
    }
    expect(JSON.stringify(survey)).not.toContain('writer@');
    expect(survey.against.length).toBeGreaterThan(0);
  });

  it('counts a commit that no reference leads to', async () => {
    const files = looseRepository(twin);
    files.set('refs/heads/main', Buffer.from(`${twin.commits[2]}\n`));
    const survey = await surveyHistory(await openRepository(memoryFolder(files), 'twin'));
    const dangling = survey.status === 'measured' ? survey.findings : [];
    expect(dangling.find(({ statement }) => statement.id === 'history.dangling')?.statement.values).toEqual({
      commits: 1,
      all: 4,
    });
  });

  it('stops when it is told to', async () => {
    const repository = await opened.loose();
    await expect(readHistory(repository, { signal: AbortSignal.abort('enough') })).rejects.toBe('enough');
  });
});
