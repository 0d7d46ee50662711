// Claims held against what the files imply: each agrees, does not, or has nothing to be held against.
import type { Place, Side } from '../../findings/finding.ts';
import type { Claim } from './claim.ts';
import type { Implied } from './implied.ts';
import { parametersIn } from './prose.ts';

export type ClaimTopic =
  | 'parameters'
  | 'bits'
  | 'positions'
  | 'patch'
  | 'layers'
  | 'queries'
  | 'vocabulary'
  | 'from-scratch';

export interface Compared {
  readonly topic: ClaimTopic;
  /** As it is claimed and as the files have it; untrusted where it is a name. */
  readonly claimed: string | number;
  readonly implied: string | number;
  readonly agrees: boolean;
  readonly places: readonly Place[];
}

/** What a comparison of weights says of the model's origin. */
export interface Origin {
  readonly candidate: string;
  readonly relation: 'identical' | 'derived' | 'partly-derived';
}

/** People round sizes to the next class: Gemma 7B has 8.5 billion, Llama 7B 6.7. With a decimal they mean it. */
const roundedClass = 0.25;
const roundedDecimal = 0.06;

/** A table of tokens is padded to a multiple that suits the machine; the largest known to us is 1,024. */
const mostPadding = 1_024;

export function compareClaims(
  side: Side,
  name: string,
  claims: readonly Claim[],
  implied: Implied,
  origin: Origin | undefined,
): readonly Compared[] {
  const found: Compared[] = [];
  const own = sizeInName(name);
  if (own !== undefined) {
    const place: Place = { side, file: '', excerpt: name };
    found.push(...parameters({ kind: 'parameters', ...own, place }, implied.parameters));
  }
  for (const claim of claims) found.push(...compare(claim, claims, implied, origin));
  return found;
}

function compare(claim: Claim, all: readonly Claim[], implied: Implied, origin: Origin | undefined): Compared[] {
  switch (claim.kind) {
    case 'parameters':
      return parameters(claim, implied.parameters);
    case 'bits': {
      if (implied.bits === undefined) return [];
      const agrees = claim.value === implied.bits;
      return [{ topic: 'bits', claimed: claim.value, implied: implied.bits, agrees, places: [claim.place] }];
    }
    case 'encoder':
      return encoderSizes(claim, implied);
    case 'layers':
      return exact('layers', claim, implied.sizes.get('blocks'));
    case 'queries':
      return exact('queries', claim, implied.sizes.get('queries'));
    case 'vocabulary': {
      const size = implied.sizes.get('vocabulary');
      if (size === undefined) return [];
      const agrees = claim.value <= size && size - claim.value <= mostPadding;
      return [{ topic: 'vocabulary', claimed: claim.value, implied: size, agrees, places: [claim.place] }];
    }
    case 'from-scratch':
      return fromScratch(claim.place, all, origin);
    case 'base-model':
      return [];
  }
}

function parameters(claim: Extract<Claim, { kind: 'parameters' }>, implied: number | undefined): Compared[] {
  if (implied === undefined) return [];
  const precise = !Number.isInteger(claim.value / 1e9) && claim.value >= 1e9;
  const allowed = claim.rounded + implied * (precise ? roundedDecimal : roundedClass);
  const agrees = Math.abs(claim.value - implied) <= allowed;
  return [{ topic: 'parameters', claimed: claim.value, implied, agrees, places: [claim.place] }];
}

function exact(topic: ClaimTopic, claim: { value: number; place: Place }, implied: number | undefined): Compared[] {
  if (implied === undefined) return [];
  return [{ topic, claimed: claim.value, implied, agrees: claim.value === implied, places: [claim.place] }];
}

/** The table of places that an encoder of this name has: one for each patch, and one more where it has a class token. */
function encoderSizes(claim: Extract<Claim, { kind: 'encoder' }>, implied: Implied): Compared[] {
  const found: Compared[] = [];
  const [patch, positions] = [implied.sizes.get('vision.patch'), implied.sizes.get('vision.positions')];
  if (patch !== undefined) {
    found.push({
      topic: 'patch',
      claimed: claim.patch,
      implied: patch,
      agrees: claim.patch === patch,
      places: [claim.place],
    });
  }
  if (positions !== undefined && claim.patch > 0) {
    const claimed = Math.floor(claim.size / claim.patch) ** 2;
    const agrees = positions === claimed || positions === claimed + 1;
    found.push({ topic: 'positions', claimed, implied: positions, agrees, places: [claim.place] });
  }
  return found;
}

function fromScratch(place: Place, all: readonly Claim[], origin: Origin | undefined): Compared[] {
  const base = all.find((claim) => claim.kind === 'base-model');
  const said = { topic: 'from-scratch', claimed: '', agrees: false } as const;
  const found: Compared[] = [];
  if (base?.kind === 'base-model') found.push({ ...said, implied: base.name, places: [place, base.place] });
  if (origin !== undefined)
    found.push({ ...said, claimed: origin.relation, implied: origin.candidate, places: [place] });
  return found;
}

/** `MiniCPM-2B` as 2 billion; nothing where there are several sizes, or one of a mixture's parts. */
export function sizeInName(name: string): { readonly value: number; readonly rounded: number } | undefined {
  const sizes = [...name.slice(0, 200).matchAll(/(?:^|[-_ ])(\d{1,4}(?:\.\d{1,2})?)(b|m)(?=$|[-_ .])/gi)];
  const [only] = sizes;
  if (only === undefined || sizes.length > 1 || /\d+x\d|[-_]a\d+(?:\.\d+)?b|lora|adapter|eagle|draft/i.test(name))
    return undefined;
  return parametersIn(`${only[1]} ${only[2]} parameters`);
}
