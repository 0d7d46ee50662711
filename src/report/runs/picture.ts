// A picture of a question inside the page itself: nothing is loaded, and only what its first bytes call an image is shown.
import type { CanaryItem } from '../../canary/item.ts';

/** Larger pictures are named and not shown: a page of two hundred stays a page. */
const mostBytes = 262_144;

export function pngPicture(document: Document, { type, bytes }: CanaryItem['image']): Element | string {
  if (bytes.length === 0 || bytes.length > mostBytes) return '–';
  const element = document.createElement('img');
  let binary = '';
  for (let at = 0; at < bytes.length; at += 8_192) binary += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  element.setAttribute('src', `data:${type === 'image/png' ? 'image/png' : 'image/jpeg'};base64,${btoa(binary)}`);
  element.setAttribute('alt', '');
  element.setAttribute('height', '72');
  return element;
}
