// What `npm run calibrate` keeps between runs in .cache/calibrate, under digests of the code that made it.
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Code that decides which weights a recipe gives. */
export const trainingCode: readonly string[] = [
  'assembly/trainer.ts',
  'assembly/trainer',
  'forgeries/random.ts',
  'grower/adamw.ts',
  'grower/arena.ts',
  'grower/calibration/population.ts',
  'grower/language.ts',
  'grower/network.ts',
  'grower/shape.ts',
  'grower/train.ts',
  'src/math/random.ts',
];

/** Code that decides what a comparison measures and finds. */
export const testCode: readonly string[] = [
  'assembly/kernels.ts',
  'grower/calibration/null-counts.ts',
  'grower/calibration/single-nulls.ts',
  'grower/calibration/stranger-pairs.ts',
  'src/align',
  'src/evidence',
  'src/math',
  'src/verdict',
];

/** Code that decides which units are found. */
export const assignmentCode: readonly string[] = [
  'assembly/kernels.ts',
  'grower/calibration/stranger-pairs.ts',
  'src/align',
  'src/evidence/plan.ts',
  'src/evidence/weights/recovered-basis.ts',
  'src/evidence/weights/unit-assignment.ts',
  'src/evidence/weights/unit-signatures.ts',
  'src/math',
];

/** Code of the nulls of single tensors, besides. */
export const tensorCode: readonly string[] = ['grower/calibration/tensor-nulls.ts'];

/** Code that decides which kin are made, besides. */
export const studyCode: readonly string[] = ['grower/calibration/kin-study.ts', 'src/case'];

/** Of these folders, what is generated, and what states the calibration and so cannot be part of it. */
const left: ReadonlySet<string> = new Set(['calibrated.ts', 'kernels.generated.ts']);

/** Sixteen hex digits over the names and contents of files and folders of the clone. */
export async function digestOf(places: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const place of places) {
    for (const file of await filesUnder(place)) {
      hash.update(`${file}\n`);
      hash.update(await readFile(path.join(root, file), 'utf8'));
    }
  }
  return hash.digest('hex').slice(0, 16);
}

async function filesUnder(place: string): Promise<readonly string[]> {
  if (place.endsWith('.ts')) return [place];
  const found = await readdir(path.join(root, place), { recursive: true });
  return found
    .map((name) => `${place}/${name.replaceAll('\\', '/')}`)
    .filter((name) => name.endsWith('.ts') && !left.has(path.basename(name)))
    .toSorted();
}

/** A folder of finished pieces; each is written beside its place and renamed, so that a break leaves no half of one. */
export class PieceCache {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** The folder of this name under .cache/calibrate, made where it is missing. */
  static async open(name: string): Promise<PieceCache> {
    const folder = path.join(root, '.cache', 'calibrate', name);
    await mkdir(folder, { recursive: true });
    return new PieceCache(folder);
  }

  /** The text of a piece; undefined where it is still to be made. */
  async read(name: string): Promise<string | undefined> {
    return readFile(path.join(this.folder, name), 'utf8').catch(() => undefined);
  }

  async write(name: string, content: string | Uint8Array): Promise<void> {
    const place = path.join(this.folder, name);
    await writeFile(`${place}.part`, content);
    await rename(`${place}.part`, place);
  }
}
