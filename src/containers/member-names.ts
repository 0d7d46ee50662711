// What files inside containers may be called: text that people can read, and no way out of the container.
import { relativeSegments } from '../bytes/relative-path.ts';

/** The characters of code page 437 from 0 on, as Unicode has them; the first 32 are pictures, no controls. */
const codePage437 =
  '\u0000☺☻♥♦♣♠•◘○◙♂♀♪♫☼►◄↕‼¶§▬↨↑↓→←∟↔▲▼' +
  ' !"#$%&\'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~⌂' +
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀' +
  'αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of bytes in code page 437: every byte has a character. */
export function textOf437(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => codePage437.charAt(byte)).join('');
}

/** The text of UTF-8 bytes; undefined where they are not that. */
export function textOfUtf8(bytes: Uint8Array): string | undefined {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * The path of a member: `name` without leading `./`. Throws `containment`, with `subject` in front, for names that
 * would lead out of the folder they were unpacked into: nothing is unpacked by name here, but whoever packed such a
 * name meant harm.
 */
export function memberPath(name: string, subject: string): string {
  return relativeSegments(name.replace(/^(?:\.\/){1,8}(?=.)/, ''), subject).join('/');
}
