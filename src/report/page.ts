// The frame of every page: one style sheet, no script, nothing loaded, and a policy that says so to the browser.
import type { Language } from '../wording/catalogue.ts';
import { text } from '../wording/catalogue.ts';
import { type Make, maker, newDocument, titleElement } from './markup.ts';
import { STYLE } from './style.ts';

/** Nothing may be loaded or run, whatever a later browser makes of the page. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

export interface Page {
  readonly document: Document;
  readonly make: Make;
  /** The page as it stands now. */
  text(): string;
}

/** An empty page with its head. The title may quote untrusted text. */
export function newPage(title: string, language: Language): Page {
  const document = newDocument();
  const make = maker(document);
  document.documentElement.setAttribute('lang', text(language).tag);
  const style = document.createElement('style');
  style.textContent = STYLE;
  document.head.append(
    make('meta', { charset: 'utf-8' }),
    make('meta', { 'http-equiv': 'Content-Security-Policy', content: POLICY }),
    make('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    make('meta', { name: 'referrer', content: 'no-referrer' }),
    make('meta', { name: 'color-scheme', content: 'light dark' }),
    make('meta', { name: 'generator', content: 'Forebear' }),
    titleElement(document, title),
    style,
  );
  return { document, make, text: () => `<!doctype html>\n${document.documentElement.outerHTML}\n` };
}
