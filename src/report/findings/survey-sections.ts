// Surveys as sections: each finding with its weight in words, its background, the places it rests on; then what speaks against.
import type { Finding, Place, Survey } from '../../findings/finding.ts';
import { type Language, say } from '../../wording/catalogue.ts';
import { surveyWords } from '../../wording/findings/survey-words.ts';
import { formatCount } from '../../wording/numbers.ts';
import type { Statement } from '../../wording/statement.ts';
import { clean } from '../clean.ts';
import { inner, item, type Passage, plain, type Section } from '../sections.ts';

/** What of the longer lists is shown; the document holds all. */
export interface SurveyLimits {
  readonly findings: number;
  readonly places: number;
}

export const terminalLimits: SurveyLimits = { findings: 12, places: 3 };
export const pageLimits: SurveyLimits = { findings: 200, places: 20 };

/** Longest quotation of an untrusted path, and of what stands at a place. */
const pathLength = 120;
const excerptLength = 200;

/** One section for each survey, in the order given. */
export function surveySections(surveys: readonly Survey[], language: Language, limits: SurveyLimits): Section[] {
  return surveys.map((survey) => surveySection(survey, language, limits));
}

function surveySection(survey: Survey, language: Language, limits: SurveyLimits): Section {
  const words = surveyWords[language];
  const title = words.titles[survey.analysis];
  const question = words.questions[survey.analysis];
  if (survey.status !== 'measured') {
    const reason = plain(clean(say(survey.reason, language), 400), words[survey.status]);
    return { title, beside: question, passages: [reason] };
  }
  const shown = survey.findings.slice(0, limits.findings);
  const rest = survey.findings.length - shown.length;
  return {
    title,
    beside: question,
    passages: [
      ...survey.examined.map((each) => plain(clean(say(each, language), 600), words.examined)),
      ...(shown.length === 0 ? [plain(say({ id: 'survey.nothing-found', values: {} }, language))] : []),
      ...shown.flatMap((finding, at) => findingPassages(finding, shown[at - 1], language, limits)),
      ...(rest > 0 ? [plain(words.more(formatCount(rest)))] : []),
      plain(words.against),
      ...survey.against.map((each) => item(clean(say(each, language), 900))),
    ],
  };
}

/** A background that was just given is not given again. */
function findingPassages(
  finding: Finding,
  before: Finding | undefined,
  language: Language,
  limits: SurveyLimits,
): Passage[] {
  const words = surveyWords[language];
  const places = finding.places.slice(0, limits.places);
  const rest = finding.places.length - places.length;
  return [
    plain(`[${words.weights[finding.weight]}] ${clean(say(finding.statement, language), 900)}`),
    ...(finding.background === null || saysTheSame(finding.background, before?.background ?? null)
      ? []
      : [inner(clean(say(finding.background, language), 600), words.background)]),
    ...places.map((place) => item(placeText(place, language))),
    ...(rest > 0 ? [item(words.more(formatCount(rest)))] : []),
  ];
}

/** `suspect config.json, line 3: what stands there`. */
export function placeText(place: Place, language: Language): string {
  const words = surveyWords[language];
  const where = words.place(
    words.sides[place.side],
    clean(place.file, pathLength),
    place.line,
    place.revision === undefined ? undefined : clean(place.revision, 12),
  );
  return place.excerpt === undefined ? where : `${where}${words.colon}${clean(place.excerpt, excerptLength)}`;
}

function saysTheSame(one: Statement, other: Statement | null): boolean {
  return other !== null && one.id === other.id && JSON.stringify(one.values) === JSON.stringify(other.values);
}
