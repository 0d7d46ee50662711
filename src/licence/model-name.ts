// Names of models in the forms in which they are compared: the last part of a path, with or without its separators.

/** Longer names are no names. */
const longestName = 200;

/** `openbmb/MiniCPM-Llama3-V-2_5` as `MiniCPM-Llama3-V-2_5`. */
function lastPart(name: string): string {
  return name
    .slice(0, 4 * longestName)
    .replace(/\/+$/, '')
    .replace(/^.*[/\\]/s, '')
    .slice(0, longestName);
}

/** Lower case, with one space for every run of separators: `minicpm llama3 v 2 5`. */
export function spacedName(name: string): string {
  return lastPart(name)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[-_.\s]+/g, ' ')
    .trim();
}

/** Letters and digits alone: `minicpmllama3v25`. */
export function compactName(name: string): string {
  return lastPart(name)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}+]+/gu, '');
}
