// What was found in code, as a survey: how much is shared beyond what is common, whether the claimed source explains it, and the names.
import type { Finding, Place, Survey, SurveyTable } from '../findings/finding.ts';
import { excerptOf } from '../findings/finding.ts';
import { type Statement, statement } from '../wording/statement.ts';
import { type CodeWord, leastTokens, rareShareOf } from './assess.ts';
import { backgroundCounts } from './background-table.ts';
import type { FilePair } from './compare.ts';
import type { Beside, CodeExamination } from './examine.ts';

const version = 1;

/** Names told in one sentence; the table has all. */
const namedRenames = 6;
const namedKept = 8;

const weights: { readonly [word in CodeWord]: Finding['weight'] } = {
  equal: 'telling',
  strong: 'telling',
  moderate: 'common',
  weak: 'context',
  'refused-short': 'context',
  'refused-controls': 'context',
  'refused-background': 'context',
};

/** The survey of an examination; inapplicable where either side has no source. */
export function surveyCode(examined: CodeExamination): Survey {
  const { suspect, original } = examined;
  if (suspect.tokens === 0 || original.tokens === 0) {
    return { status: 'inapplicable', analysis: 'code', version, reason: statement('code.none') };
  }
  return {
    status: 'measured',
    analysis: 'code',
    version,
    examined: [
      statement('code.examined', {
        suspectFiles: suspect.files,
        suspectTokens: suspect.tokens,
        originalFiles: original.files,
        originalTokens: original.tokens,
      }),
      backgroundOf(examined),
    ],
    findings: [shared(examined), ...threeWay(examined), ...renamed(examined), ...kept(examined)],
    against: [
      ...['code.against-ancestor', 'code.against-form', 'code.against-permitted', 'code.against-direction'].map((id) =>
        statement(id),
      ),
      ...(examined.claimed === undefined ? [statement('code.against-no-claimed')] : []),
    ],
    tables: [parties(examined), files(original), names(original)],
  };
}

function backgroundOf({ background, controls }: CodeExamination): Statement {
  return statement('code.background', {
    projects: background.projects,
    files: background.projects > 0 ? backgroundCounts.files : 0,
    controls: controls.length,
    controlFiles: background.controlFiles,
  });
}

function shared(examined: CodeExamination): Finding {
  const { original, controls, word } = examined;
  const { total, pairs } = original.comparison;
  const highest = controls.reduce((most, { comparison }) => Math.max(most, rareShareOf(comparison.total)), 0);
  return {
    statement: statement(`code.${word}`, {
      covered: total.covered,
      tokens: total.tokens,
      coveredShare: total.covered / Math.max(1, total.tokens),
      rareCovered: total.rareCovered,
      rare: total.rare,
      rareShare: rareShareOf(total),
      raw: total.rawCovered,
      least: leastTokens,
    }),
    weight: weights[word],
    background:
      controls.length === 0
        ? backgroundOf(examined)
        : statement('code.controls', { controls: controls.length, highest }),
    places: pairs.slice(0, 8).flatMap(placesOf),
  };
}

/** Where the longest tile of two files stands. */
function placesOf({ suspect, original, tiles }: FilePair): Place[] {
  const tile = tiles.toSorted((a, b) => b.length - a.length)[0];
  const [mine, theirs] = tile === undefined ? [] : [suspect.tokens.at(tile.suspect), original.tokens.at(tile.original)];
  if (mine === undefined || theirs === undefined) return [];
  return [
    { side: 'suspect', file: suspect.path, line: mine.line, excerpt: excerptOf(lineOf(suspect.text, mine.start)) },
    {
      side: 'candidate',
      file: original.path,
      line: theirs.line,
      excerpt: excerptOf(lineOf(original.text, theirs.start)),
    },
  ];
}

function lineOf(text: string, at: number): string {
  const end = text.indexOf('\n', at);
  return text.slice(text.lastIndexOf('\n', at) + 1, end < 0 ? undefined : end).slice(0, 1_000);
}

/** By this much the accused source must lead the claimed one for the claim not to explain what is shared. */
const clearLead = 0.25;

function threeWay({ original, claimed, word }: CodeExamination): Finding[] {
  if (claimed === undefined || word === 'refused-short') return [];
  const [accused, explained] = [original, claimed].map(({ comparison }) => rareShareOf(comparison.total)) as [
    number,
    number,
  ];
  const leads = accused - explained >= clearLead;
  const id = leads ? 'code.not-explained' : explained >= accused ? 'code.explained' : 'code.partly-explained';
  return [
    {
      statement: statement(id, { accused, claimed: explained, rare: original.comparison.total.rare }),
      weight: leads ? 'telling' : 'context',
      background: statement('code.claimed-background'),
      places: [],
    },
  ];
}

function renamed(examined: CodeExamination): Finding[] {
  const { original, word } = examined;
  const { renamed: pairs, places } = original.comparison.names;
  if (pairs.length === 0 || word === 'refused-short') return [];
  const told = pairs.slice(0, namedRenames).map((pair) => `${pair.original} → ${pair.suspect}`);
  return [
    {
      statement: statement('code.renamed', {
        count: pairs.length,
        names: told.join(', '),
        kept: places.kept,
        changed: places.renamed,
        other: places.other,
      }),
      // In how many strangers names line up has not been counted: the weight is that of the code they stand in.
      weight: word === 'equal' || word === 'strong' ? 'telling' : 'context',
      background: backgroundOf(examined),
      places: [],
    },
  ];
}

function kept({ original, word, background }: CodeExamination): Finding[] {
  const names = original.comparison.names.kept;
  if (names.length === 0 || background.projects === 0) return [];
  return [
    {
      statement: statement('code.kept', {
        count: names.length,
        names: names
          .slice(0, namedKept)
          .map(({ name }) => name)
          .join(', '),
      }),
      weight: word === 'strong' || word === 'equal' ? 'telling' : 'context',
      background: statement('code.kept-background', { projects: background.projects, names: backgroundCounts.names }),
      places: [],
    },
  ];
}

function parties({ original, claimed, controls }: CodeExamination): SurveyTable {
  const row = (role: string, { name, tokens, comparison: { total } }: Beside): (string | number)[] => [
    role,
    name,
    tokens,
    total.covered,
    total.tokens,
    total.rareCovered,
    total.rare,
    total.rawCovered,
  ];
  return {
    id: 'parties',
    columns: ['role', 'name', 'tokens', 'covered', 'of', 'rareCovered', 'ofRare', 'rawCovered'],
    rows: [
      row('original', original),
      ...(claimed === undefined ? [] : [row('claimed', claimed)]),
      ...controls.map((control) => row('control', control)),
    ],
  };
}

function files({ comparison }: Beside): SurveyTable {
  return {
    id: 'files',
    columns: ['suspect', 'original', 'tokens', 'covered', 'rare', 'rareCovered', 'rawCovered', 'share'],
    rows: comparison.pairs.map(({ suspect, original, coverage, share }) => [
      suspect.path,
      original.path,
      coverage.tokens,
      coverage.covered,
      coverage.rare,
      coverage.rareCovered,
      coverage.rawCovered,
      Number(share.symmetric.toFixed(4)),
    ]),
  };
}

function names({ comparison }: Beside): SurveyTable {
  return {
    id: 'names',
    columns: ['original', 'suspect', 'places', 'against'],
    rows: comparison.names.renamed.map(({ original, suspect, support, against }) => [
      original,
      suspect,
      support,
      against,
    ]),
  };
}
