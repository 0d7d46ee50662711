// A picture of a question inside the page itself: nothing is loaded, and only PNGs that we encoded ourselves are shown.

/** Larger pictures are named and not shown: a page of two hundred stays a page. */
const mostBytes = 262_144;

/** @param png bytes that our own encoder gave */
export function pngPicture(document: Document, png: Uint8Array): Element | string {
  if (png.length > mostBytes) return '–';
  const element = document.createElement('img');
  let binary = '';
  for (let at = 0; at < png.length; at += 8_192) binary += String.fromCharCode(...png.subarray(at, at + 8_192));
  element.setAttribute('src', `data:image/png;base64,${btoa(binary)}`);
  element.setAttribute('alt', '');
  element.setAttribute('height', '72');
  return element;
}
