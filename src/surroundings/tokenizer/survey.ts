// The tokenizer's findings: the base both stand on, and what was added to it, weighed against public tokenizers.
import type { Finding, Place, Side, Survey } from '../../findings/finding.ts';
import { type Statement, statement } from '../../wording/statement.ts';
import { overlapOf, sharedAdded } from './overlap.ts';
import { mostMissing, signatures, type TokenSignature } from './signature-table.ts';
import { type PublicTokenizer, publicTokenizers } from './special-token-table.ts';
import type { AddedToken, Tokenizer } from './tokenizer.ts';

const version = 1;

/** At this share of the smaller vocabulary's tokens with the same numbers, both stand on one base; see docs/surroundings/tokenizer.md. */
const sameBase = 0.5;

/**
 * What vocabularies trained apart share at most, counted over the pairs named in docs/surroundings/tokenizer.md: shares of the
 * smaller one's tokens.
 */
export const trainedApart = { pairs: 20, mostShared: 0.9364, mostNumbered: 0.00044 };

/** So many added tokens that no public tokenizer has at these numbers are telling; one or two may be chance or a common source. */
const tellingTokens = 3;

/** Tokens named in a sentence. */
const namedTokens = 16;

/** Compares two tokenizers. `undefined` where a model comes without one. `background`: those that the added tokens are counted in. */
export function surveyTokenizers(
  suspect: Tokenizer | undefined,
  candidate: Tokenizer | undefined,
  background: readonly PublicTokenizer[] = publicTokenizers,
): Survey {
  if (suspect === undefined || candidate === undefined) {
    return { status: 'inapplicable', analysis: 'tokenizer', version, reason: statement('tokenizer.none') };
  }
  const examined = statement('tokenizer.examined', {
    suspectTokens: suspect.vocabulary?.tokens.size ?? 0,
    suspectAdded: suspect.added.length,
    suspectFiles: suspect.files.join(', '),
    candidateTokens: candidate.vocabulary?.tokens.size ?? 0,
    candidateAdded: candidate.added.length,
    candidateFiles: candidate.files.join(', '),
  });
  return measured(
    [examined],
    [
      ...signatureFindings(suspect),
      ...addedFinding(suspect, candidate, background),
      ...baseFindings(suspect, candidate),
      ...settingFindings(suspect, candidate),
    ],
  );
}

/** What a tokenizer tells alone: whose known tokens it carries. */
export function surveyTokenizer(tokenizer: Tokenizer | undefined): Survey {
  if (tokenizer === undefined) {
    return { status: 'inapplicable', analysis: 'tokenizer', version, reason: statement('tokenizer.none-here') };
  }
  const { vocabulary, added, files } = tokenizer;
  const examined = statement('tokenizer.examined-alone', {
    tokens: vocabulary?.tokens.size ?? 0,
    added: added.length,
    files: files.join(', '),
  });
  return measured([examined], signatureFindings(tokenizer));
}

function measured(examined: readonly Statement[], findings: readonly Finding[]): Survey {
  const against = [
    statement('tokenizer.against-base'),
    statement('tokenizer.against-list', { publicTokenizers: publicTokenizers.length }),
    statement('tokenizer.against-direction'),
  ];
  return { status: 'measured', analysis: 'tokenizer', version, examined, findings, against, tables: [] };
}

function signatureFindings(suspect: Tokenizer): Finding[] {
  const here = new Map(suspect.added.map((token) => [token.id, token]));
  return signatures.flatMap((signature) => {
    const found = signature.tokens.flatMap(([id, content]) => {
      const token = here.get(id);
      return token?.content === content ? [token] : [];
    });
    if (found.length < signature.tokens.length - mostMissing) return [];
    const others = publicTokenizers.map(({ added }) => new Map(added));
    const carriers = others.filter(
      (added) => signature.tokens.filter(([id, content]) => added.get(id) === content).length >= found.length,
    );
    return [
      {
        statement: statement('tokenizer.signature', {
          found: found.length,
          size: signature.tokens.length,
          family: signature.family,
          base: signature.base,
          tokens: named(found),
        }),
        weight: carriers.length === 0 ? 'telling' : 'common',
        background: statement('tokenizer.signature-background', {
          publicTokenizers: publicTokenizers.length,
          derivatives: others.filter((added) => isOnBase(added, signature)).length,
          carriers: carriers.length,
        }),
        places: [placeOf('suspect', found)],
      },
    ];
  });
}

/** Llama 3's own first tokens tell its derivatives. */
function isOnBase(added: ReadonlyMap<number, string>, { base }: TokenSignature): boolean {
  return base === 'Llama 3' && (added.get(128_000) === '<|begin_of_text|>' || added.get(128_009) === '<|eot_id|>');
}

function addedFinding(suspect: Tokenizer, candidate: Tokenizer, background: readonly PublicTokenizer[]): Finding[] {
  const shared = sharedAdded(suspect, candidate);
  if (shared.length === 0) return [];
  const others = background.map(({ added }) => new Map(added));
  const counts = shared.map(({ id, content }) => others.filter((added) => added.get(id) === content).length);
  const unseen = counts.filter((count) => count === 0).length;
  // What no public tokenizer has is named first.
  const order = shared
    .map((token, index) => ({ token, count: counts[index] ?? 0 }))
    .toSorted((a, b) => a.count - b.count || a.token.id - b.token.id);
  return [
    {
      statement: statement('tokenizer.added', {
        count: shared.length,
        verb: shared.length === 1 ? 'has' : 'have',
        tokens: named(order.map(({ token }) => token)),
      }),
      weight: unseen >= tellingTokens ? 'telling' : 'common',
      background: statement('tokenizer.added-background', {
        publicTokenizers: others.length,
        most: counts.reduce((most, count) => Math.max(most, count), 0),
        least: counts.reduce((least, count) => Math.min(least, count), Infinity),
        unseen,
        count: shared.length,
      }),
      places: [placeOf('suspect', shared), placeOf('candidate', sharedAdded(candidate, suspect))],
    },
  ];
}

function baseFindings(suspect: Tokenizer, candidate: Tokenizer): Finding[] {
  if (suspect.vocabulary === undefined || candidate.vocabulary === undefined) return [];
  const overlap = overlapOf(suspect.vocabulary, candidate.vocabulary);
  const smaller = Math.min(overlap.suspect, overlap.candidate);
  if (smaller === 0) return [];
  const places: Place[] = [
    { side: 'suspect', file: suspect.vocabulary.file },
    { side: 'candidate', file: candidate.vocabulary.file },
  ];
  const { shared, sameNumber } = overlap;
  const isEqual = sameNumber === overlap.suspect && sameNumber === overlap.candidate;
  const isBase = sameNumber >= sameBase * smaller;
  const id = isEqual ? 'tokenizer.equal' : isBase ? 'tokenizer.numbered' : 'tokenizer.overlap';
  const values = { shared, sameNumber, suspect: overlap.suspect, candidate: overlap.candidate };
  const findings: Finding[] = [
    {
      statement: statement(id, values),
      weight: isBase ? 'common' : 'context',
      background: statement('tokenizer.base-background', trainedApart),
      places,
    },
  ];
  if (overlap.merges !== undefined && !isEqual) findings.push(context('tokenizer.merges', overlap.merges, places));
  if (overlap.sameScore !== undefined && shared > 0 && overlap.sameScore > 0) {
    findings.push(context('tokenizer.scores', { sameScore: overlap.sameScore, shared }, places));
  }
  return findings;
}

/** Keys that say nothing: file names and versions of the writer. */
const silentSettings = new Set([
  'name_or_path',
  '_name_or_path',
  'transformers_version',
  'special_tokens_map_file',
  'chat_template',
]);

function settingFindings(suspect: Tokenizer, candidate: Tokenizer): Finding[] {
  const findings: Finding[] = [];
  const [file, otherFile] = [suspect, candidate].map(
    ({ files }) => files.find((name) => name.endsWith('_config.json')) ?? files[0] ?? '',
  );
  const places: Place[] = [
    { side: 'suspect', file: file ?? '' },
    { side: 'candidate', file: otherFile ?? '' },
  ];
  const template = suspect.settings.get('chat_template');
  if (template !== undefined && template !== '' && template === candidate.settings.get('chat_template')) {
    findings.push({
      statement: statement('tokenizer.template', { length: template.length }),
      weight: 'common',
      background: statement('tokenizer.template-background'),
      places,
    });
  }
  const both = [...suspect.settings.keys()].filter((key) => candidate.settings.has(key) && !silentSettings.has(key));
  if (both.length > 0) {
    const same = both.filter((key) => suspect.settings.get(key) === candidate.settings.get(key));
    findings.push(context('tokenizer.settings', { both: both.length, same: same.length }, places));
  }
  return findings;
}

function context(id: string, values: Statement['values'], places: readonly Place[]): Finding {
  return { statement: statement(id, values), weight: 'context', background: null, places };
}

/** The texts with their numbers; numbers in one run are told as one. */
function named(tokens: readonly AddedToken[]): string {
  const [first, last] = [tokens[0], tokens.at(-1)];
  if (
    first !== undefined &&
    last !== undefined &&
    tokens.length > 2 &&
    tokens.every(({ id }, at) => id === first.id + at)
  ) {
    const shown = tokens.slice(0, namedTokens).map(visible);
    return `${shown.join(' ')}${tokens.length > namedTokens ? ' …' : ''} (${first.id}–${last.id})`;
  }
  const shown = tokens.slice(0, namedTokens).map((token) => `${visible(token)} ${token.id}`);
  return tokens.length > namedTokens ? `${shown.join(', ')}, …` : shown.join(', ');
}

/** Runs of blanks and line ends are tokens of many vocabularies; as they are, nobody would see them. */
function visible({ content }: AddedToken): string {
  return content.trim() === '' ? JSON.stringify(content) : content;
}

function placeOf(side: Side, tokens: readonly AddedToken[]): Place {
  return { side, file: tokens[0]?.file ?? '' };
}
