// Writes the table of Chinese characters that are folded into one another, from the dictionary of a development dependency (OpenCC, Apache-2.0).
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Pairs that are forms of one character that editions exchange. Loans of classical Chinese (弟 for 悌, 女 for 汝) are none, and stay apart. */
const own = [
  '於于',
  '説说',
  '爲为',
  '衞卫',
  '眞真',
  '旣既',
  '卽即',
  '敎教',
  '産产',
  '靑青',
  '淸清',
  '黃黄',
  '吿告',
  '吳吴',
  '彥彦',
  '朶朵',
  '枱台',
  '裏里',
  '裡里',
  '綫线',
  '啓启',
  '峯峰',
  '羣群',
  '鬭斗',
  '鬪斗',
  '佈布',
  '誌志',
  '唸念',
  '盃杯',
  '牀床',
  '雲云',
];

const root = path.resolve(import.meta.dirname, '..');
const file = path.join(root, 'node_modules', 'opencc-js', 'dist', 'esm-lib', 'dict', 'TSCharacters.js');
const [, dictionary = ''] = /^export default "(.*)"/s.exec(await readFile(file, 'utf8')) ?? [];
const pairs = new Map<string, string>();
for (const entry of dictionary.split('|')) {
  const [from, to] = entry.split(' ');
  const [first] = to ?? '';
  if (from !== undefined && first !== undefined && from !== first) pairs.set(from, first);
}
for (const pair of own) {
  const [from, to] = pair;
  if (from !== undefined && to !== undefined && from !== to) pairs.set(from, to);
}
const flat = [...pairs].map(([from, to]) => `${from}${to}`).join('');
const table = `// Characters that are the same when texts are compared, written by \`node scripts/folding.ts\`: traditional to simplified, and look-alikes of Latin letters.

/** From and to, one after the other; from the dictionary of OpenCC (Apache-2.0) and a list of our own. */
const characters =
  '${flat}';

export const variants: ReadonlyMap<string, string> = pairsOf(characters);

/** Cyrillic and Greek letters that are drawn as Latin ones (from the confusables of Unicode TR 39), lower case. */
export const homoglyphs: ReadonlyMap<string, string> = pairsOf('аaеeоoрpсcуyхxіiјjѕsԁdһhԛqԝwαaοoρpνvιiκkτtυu');

function pairsOf(flat: string): ReadonlyMap<string, string> {
  const points = [...flat];
  const pairs = new Map<string, string>();
  for (let at = 0; at + 1 < points.length; at += 2) pairs.set(points[at] as string, points[at + 1] as string);
  return pairs;
}
`;
await writeFile(path.join(root, 'src', 'text', 'folding-table.ts'), table);
console.log(`${pairs.size} characters`);
