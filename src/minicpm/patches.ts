// From pixels to what the vision tower takes: values from -1 to 1, by channel, patch after patch.
import type { Pixels } from '../image/pixels.ts';
import { cropped, resizeBicubic } from './resize.ts';
import { releasedRule, type SlicePlan, slicePlan } from './slice-plan.ts';

/** Mean and standard deviation of every channel, as released. */
const mean = 0.5;
const deviation = 0.5;

/** Values of shape [3, patch, patch · columns · rows]: within a channel the rows of all patches in order, patch beside patch. */
export interface PatchedImage {
  readonly rows: number;
  readonly columns: number;
  readonly patch: number;
  readonly values: Float32Array;
}

/** One image or slice whose sides are multiples of `patch`. Throws `RangeError` for others, and for images that are not RGB. */
export function patched(image: Pixels, patch: number = releasedRule.patch): PatchedImage {
  const { width, height, channels, data } = image;
  if (channels !== 3 || width % patch !== 0 || height % patch !== 0) {
    throw new RangeError(`an RGB image of sides that ${patch} divides, not ${width} × ${height} × ${channels}`);
  }
  const [rows, columns] = [height / patch, width / patch];
  const count = rows * columns;
  const values = new Float32Array(3 * patch * count * patch);
  for (let c = 0; c < 3; c++) {
    for (let y = 0; y < height; y++) {
      const inner = (c * patch + (y % patch)) * count * patch;
      for (let x = 0; x < width; x++) {
        const place = Math.floor(y / patch) * columns + Math.floor(x / patch);
        // In 32 bits at every step, as the released preprocessing divides, subtracts and divides again.
        const unit = Math.fround((data[(y * width + x) * 3 + c] as number) / 255);
        values[inner + place * patch + (x % patch)] = Math.fround(Math.fround(unit - mean) / deviation);
      }
    }
  }
  return { rows, columns, patch, values };
}

/** The overview and the slices of an image, in the order in which the prompt names them. */
export function preprocessed(image: Pixels): { readonly plan: SlicePlan; readonly images: readonly PatchedImage[] } {
  const plan = slicePlan(image);
  const overview = patched(resizeBicubic(image, plan.overview.width, plan.overview.height));
  if (plan.crops.length === 0) return { plan, images: [overview] };
  const refined = resizeBicubic(image, plan.refined.width, plan.refined.height);
  const slices = plan.crops.map(({ left, top, right, bottom }) => patched(cropped(refined, left, top, right, bottom)));
  return { plan, images: [overview, ...slices] };
}
