// The page of one answer: its sections, and of each image a drawing of how it was cut.
import type { Language } from '../../wording/catalogue.ts';
import { runWords } from '../../wording/findings/run-words.ts';
import { surveyWords } from '../../wording/findings/survey-words.ts';
import { formatCount } from '../../wording/numbers.ts';
import { type Figure, figureElement } from '../figures/figure.ts';
import { newPage } from '../page.ts';
import { sectionElement } from '../section-elements.ts';
import { type Answered, type AskedImage, runSections } from './run-sections.ts';

const SVG = 'http://www.w3.org/2000/svg';
const [width, height] = [500, 300];
const overviewShare = 0.22;

export function renderRun(answered: Answered, language: Language): string {
  const words = runWords[language];
  const { document, make, text } = newPage(`${words.title} · ${answered.identity.model}`, language);
  const figures = answered.images.flatMap((image, at) => cutFigure(document, image, at, language) ?? []);
  document.body.append(
    make(
      'main',
      {},
      make('header', {}, make('h1', {}, words.title), make('p', { class: 'lawful' }, words.noteOne)),
      ...runSections(answered, language, true).map((section) => sectionElement(make, section, [])),
      figures.length === 0
        ? null
        : make(
            'section',
            { class: 'figures' },
            ...figures.map((figure, at) => figureElement(make, document, figure, at + 1, words.data)),
          ),
      make('footer', {}, surveyWords[language].footer),
    ),
  );
  return text();
}

function cutFigure(document: Document, { cut }: AskedImage, at: number, language: Language): Figure | undefined {
  if (cut === undefined) return undefined;
  const words = runWords[language];
  const drawing = document.createElementNS(SVG, 'svg');
  drawing.setAttribute('viewBox', `0 0 ${width} ${height}`);
  const { columns, rows } = cut.grid ?? { columns: 1, rows: 1 };
  const whole = cut.grid === undefined ? cut.overview : cut.refined;
  const room = width * (1 - overviewShare) - 30;
  const scale = Math.min(room / whole.width, (height - 20) / whole.height);
  const part = { width: whole.width / columns, height: whole.height / rows };
  const table: string[][] = [];
  const box = (x: number, y: number, w: number, h: number, label: string): void => {
    const rect = document.createElementNS(SVG, 'rect');
    for (const [name, value] of Object.entries({ x, y, width: w, height: h }))
      rect.setAttribute(name, String(Math.round(value * 10) / 10));
    for (const [name, value] of Object.entries({ fill: 'none', stroke: 'currentColor', 'stroke-width': '1.5' }))
      rect.setAttribute(name, value);
    const mark = document.createElementNS(SVG, 'text');
    mark.setAttribute('x', String(Math.round(x + w / 2)));
    mark.setAttribute('y', String(Math.round(y + h / 2) + 5));
    mark.setAttribute('text-anchor', 'middle');
    mark.setAttribute('fill', 'currentColor');
    mark.append(document.createTextNode(label));
    drawing.append(rect, mark);
  };
  const overview = words.overviewName;
  table.push([overview, formatCount(cut.overview.width), formatCount(cut.overview.height)]);
  if (cut.grid === undefined) box(10, 10, whole.width * scale, whole.height * scale, '1');
  else {
    const small = Math.min((width * overviewShare) / cut.overview.width, (height - 20) / cut.overview.height);
    box(10, 10, cut.overview.width * small, cut.overview.height * small, '1');
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const [w, h] = [part.width * scale, part.height * scale];
        box(width * overviewShare + 25 + column * w, 10 + row * h, w, h, String(2 + row * columns + column));
        const name = words.sliceName(formatCount(row + 1), formatCount(column + 1));
        table.push([name, formatCount(part.width), formatCount(part.height)]);
      }
    }
  }
  return {
    drawing,
    wide: false,
    title: words.figure(formatCount(at + 1)),
    description: table.map((row) => row.join(' ')).join('; '),
    note: words.figureNote,
    table: { columns: words.figureColumns, rows: table },
  };
}
