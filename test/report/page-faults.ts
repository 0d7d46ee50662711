// What may not be on any page or terminal, whoever wrote the names on it.
import { parseHTML } from 'linkedom';
import { STYLE } from '../../src/report/style.ts';

export const ESCAPE = '\u001b';
export const OWN_ESCAPES = new RegExp(`${ESCAPE}\\[(?:0|1|2|1;36|1;32|1;33)m`, 'g');
// Everything a terminal or an eye could be misled by, save our own line ends.
export const UNSAFE =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/u;

const TAGS = new Set(
  (
    'html head meta title style body main header section h1 h2 h3 h4 p div span strong small dl dt dd ul li table thead tbody tr th td bdi code pre ' +
    'figure figcaption details summary footer img svg g path rect circle line text tspan desc u'
  ).split(' '),
);

/** A picture that stands in the page, and nothing else about it than how high it is. */
function isPicture(element: Element): boolean {
  const names = [...element.attributes].map(({ name }) => name).toSorted();
  return (
    names.join(' ') === 'alt height src' &&
    element.getAttribute('alt') === '' &&
    /^data:image\/png;base64,[A-Za-z0-9+/]+={0,2}$/.test(element.getAttribute('src') ?? '')
  );
}

/** The first thing on a page that a browser would run, fetch or be restyled by; null where there is none. */
export function fault(html: string): string | null {
  const { document } = parseHTML(html) as unknown as { document: Document };
  const elements = [...document.querySelectorAll('*')];
  for (const element of elements) {
    const tag = element.localName.toLowerCase();
    if (!TAGS.has(tag)) return `element ${tag}`;
    if (tag === 'img') {
      if (!isPicture(element)) return 'a picture that is no PNG of ours in the page itself';
      continue;
    }
    for (const { name, value } of element.attributes) {
      if (/^on|href|^src|^style$|action|srcdoc|background/i.test(name)) return `attribute ${name} of ${tag}`;
      if (/javascript:|vbscript:|data:(?!;| *$)|expression\(|url\(/i.test(value) && tag !== 'meta') {
        // Labels may quote a name; only attributes that a browser acts on would be a fault.
        if (!['aria-label'].includes(name)) return `value of ${name} in ${tag}`;
      }
    }
  }
  const styles = elements.filter((element) => element.localName === 'style');
  if (styles.length !== 1 || styles[0]?.textContent !== STYLE) return 'a style sheet other than ours';
  return null;
}
