// The page of a history: a line of time with its table, no script, and hostile names as text.
import { describe, expect, it } from 'vitest';
import { forgeHistory, foundingHistory, looseRepository, twinReleased } from '../../forgeries/founding-history.ts';
import { memoryFolder } from '../../forgeries/memory-folder.ts';
import { openRepository } from '../../src/history/repository.ts';
import { surveyHistory } from '../../src/history/survey.ts';
import { renderHistory } from '../../src/report/findings/render-history.ts';

describe('the page of a history', () => {
  it('draws revisions, removals and the release, and gives them as a table', async () => {
    const repository = await openRepository(memoryFolder(looseRepository(foundingHistory())), 'twin');
    const survey = await surveyHistory(repository, { released: twinReleased });
    for (const language of ['en', 'zh'] as const) {
      const page = renderHistory('twin', survey, twinReleased, language);
      expect(page.match(/<circle/g)).toHaveLength(3);
      expect(page.match(/<polygon/g)).toHaveLength(1);
      expect(page).toContain('stroke-dasharray');
      expect(page).toContain('<details>');
      expect(page).not.toContain('<script');
      expect(page).toBe(renderHistory('twin', survey, twinReleased, language));
    }
  });

  it('shows markup in messages and paths as text', async () => {
    const evil = '<script>alert(1)</script><img src=x onerror=alert(1)>';
    const history = forgeHistory([
      {
        seconds: 1_700_000_000,
        message: `openbmb/MiniCPM ${evil}`,
        files: new Map([[`${evil}.md`, `release ${evil}`]]),
      },
      { seconds: 1_700_009_000, message: evil, files: new Map([['a.md', 'b']]) },
    ]);
    const repository = await openRepository(memoryFolder(looseRepository(history)), evil);
    const page = renderHistory(evil, await surveyHistory(repository), undefined, 'en');
    expect(page).not.toMatch(/<script|<img/);
  });
});
