// The events of a streamed answer (server-sent events, WHATWG HTML §9.2), within a limit on each and on all.
import { ForebearError } from '../errors.ts';

export interface StreamLimits {
  /** Bytes of one event. */
  readonly event: number;
}

/** Data of each event, lines joined by line breaks. Comments and other fields are passed over. */
export async function* eventsOf(
  pieces: AsyncIterable<Uint8Array>,
  subject: string,
  { event: most }: StreamLimits,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  let data: string[] = [];
  let held = 0;
  for await (const piece of pieces) {
    rest += decoder.decode(piece, { stream: true });
    for (let end = lineEnd(rest); end !== undefined; end = lineEnd(rest)) {
      const line = rest.slice(0, end.at);
      rest = rest.slice(end.next);
      if (line === '') {
        if (data.length > 0) yield data.join('\n');
        data = [];
        held = 0;
      } else if (line.startsWith('data:')) {
        const value = line.slice(line[5] === ' ' ? 6 : 5);
        data.push(value);
        // An empty line holds something too: a list of millions of them is no event.
        held += value.length + 1;
      }
    }
    if (rest.length + held > most)
      throw new ForebearError('limit', subject, `events of at most ${most} bytes`, 'a longer one');
  }
  // A last event without its empty line is not whole: whoever needs an end sees that none came.
}

/** The first line end that is certain: a lone carriage return at the end may be half of one. */
function lineEnd(text: string): { readonly at: number; readonly next: number } | undefined {
  const at = text.search(/[\r\n]/);
  if (at < 0 || (text[at] === '\r' && at + 1 === text.length)) return undefined;
  return { at, next: at + (text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1) };
}
