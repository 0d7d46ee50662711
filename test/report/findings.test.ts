// The pages of code, text and history: hostile names and contents become text, figures have words, and nothing runs.
import { describe, expect, it } from 'vitest';
import { examineCode } from '../../src/code/examine.ts';
import { surveyCode } from '../../src/code/survey.ts';
import { codeSections } from '../../src/report/findings/code-sections.ts';
import { printSurveys } from '../../src/report/findings/print-surveys.ts';
import { renderSurveys } from '../../src/report/findings/render-surveys.ts';
import { sideBySide } from '../../src/report/findings/side-by-side.ts';
import { textElements, textSections } from '../../src/report/findings/text-page.ts';
import { examineTexts } from '../../src/text/examine.ts';
import { surveyText } from '../../src/text/survey.ts';
import { documentOf, grammars } from '../code/sources.ts';
import { hostileStrings } from './hostile-strings.ts';
import { fault } from './page-faults.ts';

const body = (name: string): string =>
  Array.from({ length: 40 }, (_, at) => `def f${at}(a, b):\n    return a * ${at} + ${name}(b, "${at}")\n`).join('');

async function codePage(hostile: string, lang: 'en' | 'zh'): Promise<{ page: string; terminal: string }> {
  const text = `# ${hostile}\n${body('g')}\nx = "${hostile.replaceAll(/["\\\n]/g, '')}"\n`;
  const party = (name: string) => ({ name, documents: [documentOf(`${hostile.replaceAll('\0', '')}.py`, text)] });
  const examined = await examineCode(
    { suspect: party(hostile), original: party(hostile), claimed: party(hostile), controls: [] },
    grammars,
  );
  const survey = surveyCode(examined);
  const before = codeSections(examined, lang);
  const after = (_: Document, make: Parameters<typeof sideBySide>[0]) => sideBySide(make, examined, lang);
  return {
    page: renderSurveys({ subject: hostile, title: hostile, before, surveys: [survey], after }, lang),
    terminal: printSurveys(before, [survey], lang, { colour: false }),
  };
}

async function textPage(hostile: string, lang: 'en' | 'zh'): Promise<{ page: string; terminal: string }> {
  const words = 'one two three four five six seven eight nine ten';
  // In the midst of a passage, so that it is quoted.
  const text = `${words} ${hostile} ${words.split(' ').toReversed().join(' ')}`;
  const examined = await examineTexts([documentOf(hostile, text)], [documentOf(`${hostile}2020`, text)]);
  const survey = surveyText(examined);
  const before = textSections(examined, lang);
  const after = (document: Document, make: Parameters<typeof sideBySide>[0]) =>
    textElements(document, make, examined, lang);
  return {
    page: renderSurveys({ subject: hostile, title: hostile, before, surveys: [survey], after }, lang),
    terminal: printSurveys(before, [survey], lang, { colour: false }),
  };
}

describe('pages of code and text', () => {
  it('let no hostile string become an element, a handler, an address or a style', async () => {
    for (const hostile of hostileStrings.filter((hostile, at) => at % 4 === 0 || hostile.includes('\u202e'))) {
      for (const make of [codePage, textPage]) {
        const { page, terminal } = await make(hostile, 'en');
        expect([hostile, fault(page)]).toEqual([hostile, null]);
        // Tabs, escapes and marks of direction are shown and not obeyed.
        expect(page).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
        expect(terminal).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      }
    }
  }, 60_000);

  it('are in both languages, with the shared code side by side and the field of the text', async () => {
    for (const lang of ['en', 'zh'] as const) {
      const [code, text] = [await codePage('a', lang), await textPage('a', lang)];
      expect(code.page).toContain('class="beside"');
      expect(text.page).toContain('role="img"');
      expect(code.page).toContain(`lang="${lang === 'en' ? 'en' : 'zh'}`);
      for (const { terminal } of [code, text])
        for (const line of terminal.split('\n')) expect([...line].length).toBeLessThanOrEqual(80);
    }
  });
});
