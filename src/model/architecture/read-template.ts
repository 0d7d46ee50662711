// Reads one line of the table of published models.
import { ForebearError } from '../../errors.ts';
import type { Family } from './family.ts';
import type { Template } from './template.ts';

/** Throws `usage` where a line is not what the head of the table says: a fault of the table. */
export function readTemplate(line: string, families: ReadonlyMap<string, Family>): Template {
  const [id = '', model = '', name = '', sizes = '', published = '', seen = '', also = '', alternatives = ''] = line
    .split('|')
    .map((cell) => cell.trim());
  const family = families.get(name);
  if (family === undefined || seen === '') throw new ForebearError('usage', 'template table', 'a whole row', line);
  return {
    id,
    model,
    also: also === '' ? [] : also.split(', '),
    family,
    sizes: new Map(sizes.split(' + ').flatMap(readSizes)),
    alternatives: new Map(alternatives === '' ? [] : alternatives.split('; ').map(readAlternative)),
    published: published === '-' ? undefined : Number(published),
    seen,
  };
}

const visionSizes = ['blocks', 'width', 'units', 'positions', 'patch'];

function readSizes(group: string): (readonly [string, number])[] {
  const words = group.split(' ');
  if (words[0] === 'vision') return words.slice(1).map((word, i) => [`vision.${visionSizes[i]}`, Number(word)]);
  if (group.includes('=')) return words.map((word) => [word.slice(0, word.indexOf('=')), Number(word.split('=')[1])]);
  return textSizes(words.map(Number));
}

function textSizes(numbers: readonly number[]): [string, number][] {
  const [blocks = 0, width = 0, heads = 0, keyValueHeads = 0, units = 0, vocabulary = 0] = numbers;
  const headWidth = numbers[6] ?? width / heads;
  return Object.entries({
    blocks,
    width,
    heads,
    keyValueHeads,
    headWidth,
    queryWidth: heads * headWidth,
    keyWidth: keyValueHeads * headWidth,
    units,
    vocabulary,
    rotaryAngles: headWidth / 2,
  });
}

function readAlternative(text: string): [string, number[]] {
  const [size = '', ...values] = text.split(' ');
  return [size, values.map(Number)];
}
