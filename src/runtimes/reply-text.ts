// The text of a reply as its bytes come: whole letters alone are told, and a text that ends the reply is not part of it.

export interface ReplyText {
  /** Takes the bytes of one token; true where a stop text has come. */
  take(bytes: Uint8Array): boolean;
  /** The whole reply. */
  end(): string;
}

/** @param stop texts that end the reply; what may be the beginning of one is held back until it is known. */
export function settled(stop: readonly string[], onText?: (text: string) => void): ReplyText {
  const decoder = new TextDecoder();
  const stops = stop.filter((text) => text !== '');
  const longest = stops.reduce((most, text) => Math.max(most, text.length), 1) - 1;
  let text = '';
  let told = 0;
  const tell = (until: number): void => {
    if (until <= told) return;
    onText?.(text.slice(told, until));
    told = until;
  };
  return {
    take(bytes) {
      text += decoder.decode(bytes, { stream: true });
      const at = stops.map((one) => text.indexOf(one, Math.max(0, told - longest))).filter((place) => place >= 0);
      if (at.length > 0) {
        text = text.slice(0, Math.min(...at));
        tell(text.length);
        return true;
      }
      tell(text.length - longest);
      return false;
    },
    end() {
      text += decoder.decode();
      tell(text.length);
      return text;
    },
  };
}
