// A set told by its hash before anybody is asked, and shown after: so that nobody can choose the questions by the answers.
import { createSha256 } from '../bytes/sha256.ts';
import type { CanaryItem, CanaryRecipe, CanarySet } from './item.ts';

/**
 * SHA-256 over everything in the set: recipe with its seed, prompts, hashes of the pictures, what is right. With a seed of 128 bits in it,
 * nobody can find the set by trying; a user's own set has no seed, and is hidden only as well as its pictures are.
 */
export function commitmentOf(name: string, items: readonly CanaryItem[], recipe: CanaryRecipe | undefined): string {
  const manifest = {
    name,
    recipe:
      recipe === undefined
        ? null
        : [
            recipe.version,
            recipe.seed,
            recipe.fonts.map(({ name: font, sha256 }) => [font, sha256]),
            recipe.count,
            recipe.severity,
            recipe.language,
            recipe.kinds,
            ...(recipe.alphabet === undefined ? [] : [recipe.alphabet]),
          ],
    items: items.map(({ id, kind, prompt, image, gold }) => [id, kind, prompt, image.sha256, gold]),
  };
  const hash = createSha256();
  hash.update(new TextEncoder().encode(`forebear.canary/1\n${JSON.stringify(manifest)}`));
  return hash.digestHex();
}

/** Whether a set is the one that was committed to. */
export const keepsItsWord = ({ name, items, recipe, commitment }: CanarySet): boolean =>
  commitmentOf(name, items, recipe) === commitment;
