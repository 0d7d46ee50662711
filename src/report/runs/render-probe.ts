// The page of a probe: its sections, the ratio as it grew, and every item with its picture and what both said.

import type { Language } from '../../wording/catalogue.ts';
import { probeWords } from '../../wording/findings/probe-words.ts';
import { surveyWords } from '../../wording/findings/survey-words.ts';
import { formatCount, formatNumber } from '../../wording/numbers.ts';
import { clean } from '../clean.ts';
import { type Figure, figureElement } from '../figures/figure.ts';
import type { Child, Make } from '../markup.ts';
import { newPage } from '../page.ts';
import { sectionElement } from '../section-elements.ts';
import { pngPicture } from './picture.ts';
import { type Probed, probeSections } from './probe-sections.ts';

const SVG = 'http://www.w3.org/2000/svg';
const [width, height, edge] = [500, 220, 34];
const strong = 4;
const mostItems = 200;

export function renderProbe(probed: Probed, language: Language): string {
  const words = probeWords[language];
  const names = probed.head.models.slice(0, 2).map(({ identity }) => clean(identity.model, 60));
  const { document, make, text } = newPage(`${words.title} · ${names.join(' · ')}`, language);
  const figure = ratioFigure(document, probed, language);
  document.body.append(
    make(
      'main',
      {},
      make('header', {}, make('h1', {}, words.title), make('p', { class: 'lawful' }, words.lawful)),
      ...probeSections(probed, language).map((section, at) =>
        sectionElement(
          make,
          section,
          at === 1 && figure !== undefined ? [figureElement(make, document, figure, 1, words.data)] : [],
        ),
      ),
      ...itemElements(document, make, probed, language),
      make('footer', {}, surveyWords[language].footer),
    ),
  );
  return text();
}

function ratioFigure(document: Document, { weighed: { path } }: Probed, language: Language): Figure | undefined {
  if (path.length < 2) return undefined;
  const words = probeWords[language];
  const low = Math.min(0, ...path);
  const high = Math.max(strong + 0.5, ...path);
  const x = (at: number): number => edge + ((width - edge - 10) * at) / (path.length - 1);
  const y = (value: number): number => 10 + ((height - 30) * (high - value)) / (high - low);
  const drawing = document.createElementNS(SVG, 'svg');
  drawing.setAttribute('viewBox', `0 0 ${width} ${height}`);
  const add = (tag: string, attributes: { readonly [name: string]: string | number }, content?: string): void => {
    const element = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes))
      element.setAttribute(name, typeof value === 'number' ? String(Math.round(value * 10) / 10) : value);
    if (content !== undefined) element.append(document.createTextNode(content));
    drawing.append(element);
  };
  for (const level of [0, strong]) {
    const dash = level === 0 ? {} : { 'stroke-dasharray': '6 4' };
    add('line', {
      x1: edge,
      x2: width - 10,
      y1: y(level),
      y2: y(level),
      stroke: 'currentColor',
      'stroke-opacity': 0.6,
      ...dash,
    });
    add('text', { x: 4, y: y(level) + 4, fill: 'currentColor' }, String(level));
  }
  const points = path.map((value, at) => `${Math.round(x(at) * 10) / 10},${Math.round(y(value) * 10) / 10}`);
  add('path', { d: `M${points.join('L')}`, fill: 'none', stroke: '#3b6ea5', 'stroke-width': 2 });
  for (const [at, value] of path.entries()) add('circle', { cx: x(at), cy: y(value), r: 2.5, fill: '#3b6ea5' });
  const rows = path.map((value, at) => [formatCount(at + 1), formatNumber(value, 3)]);
  return {
    drawing,
    wide: false,
    title: words.drawing,
    description: rows.map((row) => row.join(' ')).join('; '),
    note: words.drawingNote,
    table: { columns: words.drawingColumns, rows },
  };
}

function itemElements(document: Document, make: Make, probed: Probed, language: Language): readonly Child[] {
  const words = probeWords[language];
  const { met } = probed.weighed;
  if (met.length === 0) return [];
  const shown = met.slice(0, mostItems);
  const header = [
    words.item,
    words.picture,
    words.right,
    words.roles.suspect,
    words.roles.candidate,
    words.panelSaid,
    '',
  ];
  return [
    make(
      'section',
      {},
      make('h2', {}, words.items),
      make(
        'table',
        {},
        make('thead', {}, make('tr', {}, ...header.map((each) => make('th', { scope: 'col' }, each)))),
        make(
          'tbody',
          {},
          ...shown.map((one) => {
            const picture = probed.pictures.get(one.item.id);
            const same = one.suspect === one.candidate;
            const wrong = !one.suspectRight && !one.candidateRight;
            const panel = one.panelWrong.filter((answer) => answer === one.candidate).length;
            const said = (answer: string, right: boolean): Element =>
              make('td', {}, make('bdi', {}, clean(answer, 60)), right ? ' ✓' : '');
            return make(
              'tr',
              {},
              make('th', { scope: 'row' }, clean(one.item.id, 20)),
              make('td', {}, picture === undefined ? '' : pngPicture(document, picture)),
              make('td', {}, one.item.gold.length === 0 ? words.nothingRight : clean(one.item.gold.join(' / '), 60)),
              said(one.suspect, one.suspectRight),
              said(one.candidate, one.candidateRight),
              make('td', {}, words.of(formatCount(panel), formatCount(one.panelWrong.length))),
              make('td', {}, same && wrong ? `● ${words.sameWrong}` : ''),
            );
          }),
        ),
      ),
      met.length > shown.length
        ? make('p', { class: 'note' }, words.more(formatCount(met.length - shown.length)))
        : null,
    ),
  ];
}
