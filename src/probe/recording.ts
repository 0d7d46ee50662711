// A probe as it is recorded, a line of JSON for each thing that happened: who was asked, every reply as it came, and last what was right.
import type { CanaryItem, CanaryRecipe } from '../canary/item.ts';
import { ForebearError, isForebearError, problemOf } from '../errors.ts';
import type { Decoding, Exchange, Reply, RuntimeIdentity, Step } from '../runtimes/runtime.ts';

export type ProbeRole = 'suspect' | 'candidate' | 'panel';

export interface ProbeModel {
  readonly role: ProbeRole;
  readonly identity: RuntimeIdentity;
  /** Models that share a maker or a base; of a panel, those without one count as a single family. */
  readonly family: string;
}

/** The first line: all that is fixed before anybody is asked. */
export interface ProbeHead {
  readonly schema: 'forebear.probe/1';
  readonly set: string;
  /** SHA-256 of the set, told before the questions are. */
  readonly commitment: string;
  readonly items: number;
  readonly decoding: Decoding;
  readonly seed: number;
  readonly models: readonly ProbeModel[];
}

/** What one model said to one item, or why it said nothing. */
export interface ProbeReply {
  readonly item: string;
  /** Its place among the models of the head. */
  readonly model: number;
  readonly image: string;
  readonly text?: string;
  readonly finish?: Reply['finish'];
  readonly promptTokens?: number;
  readonly saysModel?: string;
  readonly steps?: readonly Step[];
  readonly exchanges?: readonly Exchange[];
  readonly fault?: {
    readonly code: string;
    readonly subject: string;
    readonly expected: string;
    readonly found: string;
  };
}

/** The last line: the questions and what is right, so that anybody can check the commitment. */
export interface ProbeReveal {
  readonly reveal: readonly {
    readonly id: string;
    readonly kind: CanaryItem['kind'];
    readonly prompt: string;
    readonly image: string;
    readonly gold: readonly string[];
  }[];
  readonly recipe: CanaryRecipe | null;
}

export interface Recording {
  readonly head: ProbeHead;
  /** By item and model, in the order of the file. */
  readonly replies: readonly ProbeReply[];
  readonly reveal: ProbeReveal | undefined;
}

/** Told of each line, without its line break, as it happens. */
export type Sink = (line: string) => void | Promise<void>;

/** One line. Signs that a terminal would obey are written as escapes; numbers that are none become null. */
export function lineOf(value: ProbeHead | ProbeReply | ProbeReveal): string {
  return JSON.stringify(value).replace(/[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu, (sign) =>
    [...sign]
      .map((unit) =>
        Array.from({ length: unit.length }, (_, at) => `\\u${unit.charCodeAt(at).toString(16).padStart(4, '0')}`).join(
          '',
        ),
      )
      .join(''),
  );
}

/** A reply or a refusal as a line has it. An abort and faults of the program are not: they go on up. */
export function replyLine(item: CanaryItem, model: number, outcome: Reply | { readonly error: unknown }): ProbeReply {
  const base = { item: item.id, model, image: item.image.sha256 };
  if ('error' in outcome) {
    if (!isForebearError(outcome.error)) throw outcome.error;
    const { code, subject, expected, found } = problemOf(outcome.error);
    return { ...base, fault: { code, subject, expected, found } };
  }
  const { text, finish, promptTokens, saysModel, steps, exchanges } = outcome;
  return {
    ...base,
    text,
    finish,
    promptTokens,
    ...(saysModel === undefined ? {} : { saysModel }),
    ...(steps.length === 0 ? {} : { steps }),
    ...(exchanges.length === 0 ? {} : { exchanges }),
  };
}

export function revealOf(items: readonly CanaryItem[], recipe: CanaryRecipe | undefined): ProbeReveal {
  return {
    reveal: items.map(({ id, kind, prompt, image, gold }) => ({ id, kind, prompt, image: image.sha256, gold })),
    recipe: recipe ?? null,
  };
}

/** Faults of a recording that was changed, or belongs to other questions. */
export function recordingFault(subject: string, expected: string, found: string): ForebearError {
  return new ForebearError('integrity', subject, expected, found);
}
