// What a model's own files say of its licence and of what it was made from: fields of the card, sentences, metadata, identifiers.
import { type CardField, readCard } from '../documents/card.ts';
import { linesOf, type TextDocument } from '../documents/document.ts';
import { excerptOf, type Place, type Side } from '../findings/finding.ts';
import { idOfCardName, sentenceNames } from './declared-table.ts';
import { compactName } from './model-name.ts';

/** What a licence is said to be of. */
export type Scope = 'weights' | 'code' | 'all';

export interface DeclaredLicence {
  /** Of the registry; undefined where we do not know the name. */
  readonly licence: string | undefined;
  /** As it stands there. Untrusted text. */
  readonly name: string;
  readonly scope: Scope;
  readonly place: Place;
}

export interface DeclaredParent {
  /** Untrusted text. */
  readonly name: string;
  readonly place: Place;
}

export interface Declarations {
  readonly licences: readonly DeclaredLicence[];
  readonly parents: readonly DeclaredParent[];
  /** First headings of cards. Untrusted text. */
  readonly headings: readonly DeclaredParent[];
}

/** Longer lines are no sentences about a licence. */
const longestSentence = 2_000;
const mostFound = 200;

/** `name` is the model's: a card may speak of others. */
export function declarationsOf(
  side: Side,
  name: string,
  documents: readonly TextDocument[],
  metadata: ReadonlyMap<string, string>,
): Declarations {
  const found: Collected = { licences: [], parents: [], headings: [] };
  for (const document of documents) {
    const isCard = /(?:^|\/)(?:readme|model[-_ ]?card)[^/]*\.(?:md|markdown|txt)$/i.test(document.path);
    if (isCard) fromCard(side, name, document, found);
    fromIdentifiers(side, document, found);
  }
  fromMetadata(side, metadata, found);
  return found;
}

interface Collected {
  readonly licences: DeclaredLicence[];
  readonly parents: DeclaredParent[];
  readonly headings: DeclaredParent[];
}

function fromCard(side: Side, name: string, document: TextDocument, found: Collected): void {
  const lines = linesOf(document.text);
  const place = (line: number): Place => ({
    side,
    file: document.path,
    line,
    excerpt: excerptOf(lines.lineText(line)),
  });
  const { fields, bodyLine } = readCard(document);
  const field = (key: string): CardField | undefined => fields.find((each) => each.key === key);
  const named = field('license_name');
  const declared = field('license');
  for (const value of declared?.values ?? []) {
    if (declared === undefined || (/^other$/i.test(value) && named !== undefined)) continue;
    found.licences.push({ licence: idOfCardName(value), name: value, scope: 'all', place: place(declared.line) });
  }
  for (const value of named?.values ?? []) {
    if (named === undefined) continue;
    found.licences.push({ licence: idOfCardName(value), name: value, scope: 'all', place: place(named.line) });
  }
  const base = field('base_model');
  for (const value of base?.values ?? []) {
    if (base !== undefined) found.parents.push({ name: value, place: place(base.line) });
  }
  let fenced = false;
  let heading = false;
  for (let line = bodyLine; line <= lines.count; line++) {
    const text = lines.lineText(line);
    if (text.length > longestSentence) continue;
    if (/^\s*(?:```|~~~)/.test(text)) fenced = !fenced;
    if (fenced) continue;
    const title = /^ {0,3}#\s+(\S.*)$/.exec(text)?.[1];
    if (title !== undefined && !heading) {
      heading = true;
      found.headings.push({ name: title.replace(/[*_`]|<[^<>]{0,200}>/g, '').trim(), place: place(line) });
    }
    if (found.licences.length < mostFound) fromSentence(text, place(line), found);
    if (found.parents.length < mostFound && !ofAnother(text, name, found)) parentsIn(text, place(line), found);
  }
}

const aboutLicence = /licen[cs]|terms of use|许可|協議|协议/iu;
const aboutWeights = /weights?\b|parameters|checkpoints?|权重|参数/iu;
const aboutCode = /\bcode\b|\brepo(?:sitory)?\b|代码/iu;
/** Sentences that do not say what licence this is under. */
const denied = /\bnot\b|\bno longer\b|n't\b|不再|并非|不是|previously|原先|dataset|数据集/iu;

/** A sentence with one licence's name in it; with two it is not plain which is of what. */
function fromSentence(text: string, place: Place, found: Collected): void {
  if (!aboutLicence.test(text) || denied.test(text)) return;
  let rest = text;
  const named: (readonly [string, string])[] = [];
  for (const [pattern, licence] of sentenceNames) {
    const name = pattern.exec(rest)?.[0];
    if (name === undefined) continue;
    if (!named.some(([, other]) => other === licence)) named.push([name, licence]);
    rest = rest.replaceAll(name, ' ');
  }
  const [only] = named;
  if (only === undefined || named.length > 1) return;
  const [weights, code] = [aboutWeights.test(text), aboutCode.test(text)];
  const scope = weights && !code ? 'weights' : code && !weights ? 'code' : 'all';
  found.licences.push({ licence: only[1], name: only[0], scope, place });
}

const madeFrom =
  /\b(?:based on|built (?:on|upon|with|from)|powered by|fine-?tuned (?:from|on|version of)|derived from|initiali[sz]ed (?:from|with)|quantized version of|merge of)\b|基于|微调自|初始化自/iu;
const notMade = /\bnot (?:based|built|derived)|unlike|compared|不是基于|并非基于/iu;

/** Whether a line begins with another model's name in bold: cards of a family describe its members in turn. */
function ofAnother(text: string, name: string, { headings }: Collected): boolean {
  const bold = /^[\s>*+-]*\*\*([^*]{2,80})\*\*/.exec(text)?.[1];
  if (bold === undefined) return false;
  const own = [name, ...headings.map((heading) => heading.name)].map(compactName);
  return !own.includes(compactName(bold));
}

/** Names in links of a sentence that says what the model was made from. */
function parentsIn(text: string, place: Place, found: Collected): void {
  const at = text.search(madeFrom);
  if (at < 0 || notMade.test(text)) return;
  for (const [, label = '', address = ''] of text.slice(at).matchAll(/\[([^[\]]{1,120})\]\(([^()\s]{1,300})/g)) {
    const hub = /huggingface\.co\/(?!datasets\/|spaces\/|papers\/)([\w.-]+\/[\w.-]+)/.exec(address)?.[1];
    found.parents.push({ name: hub ?? label, place });
  }
}

function fromIdentifiers(side: Side, document: TextDocument, found: Collected): void {
  // Only beginnings: the identifier stands in the first lines of a file.
  const head = document.text.slice(0, 8_192);
  const hit = /SPDX-License-Identifier:[ \t]*([\w.+-]{1,80})/.exec(head);
  if (hit === null || found.licences.length >= mostFound) return;
  const line = linesOf(head).lineAt(hit.index);
  const isCode = /\.(?:py|[cm]?[jt]sx?|cpp|cc|cu|c|h|hpp|rs|go|java|sh)$/i.test(document.path);
  found.licences.push({
    licence: idOfCardName(hit[1] ?? ''),
    name: hit[1] ?? '',
    scope: isCode ? 'code' : 'all',
    place: { side, file: document.path, line, excerpt: excerptOf(hit[0]) },
  });
}

function fromMetadata(side: Side, metadata: ReadonlyMap<string, string>, found: Collected): void {
  for (const key of ['general.license', 'license']) {
    const value = metadata.get(key);
    if (value === undefined || value === '') continue;
    const place: Place = { side, file: '', excerpt: excerptOf(`${key}: ${value}`) };
    found.licences.push({ licence: idOfCardName(value), name: value, scope: 'weights', place });
  }
  for (const [key, value] of metadata) {
    if (!/^general\.base_model\.\d{1,3}\.name$/.test(key)) continue;
    found.parents.push({ name: value, place: { side, file: '', excerpt: excerptOf(`${key}: ${value}`) } });
  }
}
