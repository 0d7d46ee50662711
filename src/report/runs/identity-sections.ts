// The finding on an endpoint's identity as sections, and as a page.
import type { IdentityFinding } from '../../probe/identity.ts';
import type { Language } from '../../wording/catalogue.ts';
import { identityWords } from '../../wording/findings/identity-words.ts';
import { surveyWords } from '../../wording/findings/survey-words.ts';
import { formatCount, formatNumber } from '../../wording/numbers.ts';
import { newPage } from '../page.ts';
import { sectionElement } from '../section-elements.ts';
import { item, plain, type Section } from '../sections.ts';

/** Below this p, corrected, two are told apart. */
const identityAlpha = 0.01;

export function identitySections(found: IdentityFinding, language: Language): readonly Section[] {
  const words = identityWords[language];
  const { test, corrected, lengths, names, unanswered } = found;
  const counted = lengths.same === lengths.of ? words.lengthsSame : words.lengthsDiffer;
  return [
    {
      title: words.replies,
      beside: corrected < identityAlpha ? words.apart : words.notApart,
      passages: [
        item(
          words.figures(
            formatNumber(test.p),
            Number.isFinite(test.discrepancy) ? formatNumber(test.discrepancy) : '–',
            formatCount(test.prompts),
            formatCount(test.replies),
          ),
        ),
        ...(corrected === test.p ? [] : [item(words.corrected(formatNumber(corrected)))]),
      ],
    },
    {
      title: words.lengths,
      beside: lengths.of === 0 ? words.lengthsUnknown : counted(formatCount(lengths.same), formatCount(lengths.of)),
      passages: [],
    },
    {
      title: words.names,
      beside: names.length === 0 ? words.unnamed : '',
      passages: names.map(({ side, family, said, of }) =>
        item(words.named(words.sides[side], family, formatCount(said), formatCount(of))),
      ),
    },
    {
      title: words.against,
      beside: '',
      passages: [
        ...(unanswered === 0 ? [] : [plain(words.unanswered(formatCount(unanswered)))]),
        ...words.reasons.map((reason) => item(reason)),
      ],
    },
  ];
}

export function renderIdentity(found: IdentityFinding, language: Language): string {
  const words = identityWords[language];
  const { document, make, text } = newPage(words.title, language);
  document.body.append(
    make(
      'main',
      {},
      make('header', {}, make('h1', {}, words.title)),
      ...identitySections(found, language).map((section) => sectionElement(make, section, [])),
      make('footer', {}, surveyWords[language].footer),
    ),
  );
  return text();
}
