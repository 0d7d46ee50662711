// How MiniCPM-Llama3-V 2.5 cuts an image: an overview, and slices in the grid whose shape is nearest to the image's (after LLaVA-UHD, Xu et al. 2024).

export interface SliceRule {
  /** Most slices beside the overview. */
  readonly mostSlices: number;
  /** An image or slice is brought to the area of a square of this side. */
  readonly side: number;
  /** Sides are multiples of it. */
  readonly patch: number;
}

/** As the model was released. */
export const releasedRule: SliceRule = { mostSlices: 9, side: 448, patch: 14 };

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A part of the refined image: left and upper edge, and the edges behind it, exclusive. */
export interface Crop {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface SlicePlan {
  /** What the whole image is resized to. */
  readonly overview: Size;
  /** Undefined where the image is not cut. */
  readonly grid: { readonly columns: number; readonly rows: number } | undefined;
  /** What the image is resized to before it is cut. */
  readonly refined: Size;
  /** Row by row. */
  readonly crops: readonly Crop[];
}

/** The plan for an image of whole sides. Throws `RangeError` for others. */
export function slicePlan({ width, height }: Size, rule: SliceRule = releasedRule): SlicePlan {
  if (!(Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0)) {
    throw new RangeError(`an image of whole sides, not ${width} × ${height}`);
  }
  const area = (width * height) / (rule.side * rule.side);
  const multiple = Math.min(Math.ceil(area), rule.mostSlices);
  if (multiple <= 1) {
    const overview = nearestSize({ width, height }, rule, true);
    return { overview, grid: undefined, refined: overview, crops: [] };
  }
  const overview = nearestSize({ width, height }, rule, false);
  const grid = nearestGrid(width / height, multiple, rule.mostSlices);
  const refined = refinedSize({ width, height }, grid, rule);
  return { overview, grid, refined, crops: cropsOf(refined, grid) };
}

/** Python's rounding, half to even: rounding half up plans one size in nine otherwise. */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return rest < 0.5 ? floor : floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}

const divisible = (length: number, by: number): number => Math.max(roundHalfEven(length / by) * by, by);

/** The area of the rule's square with the image's shape, cut to whole pixels before it is rounded to patches. */
function nearestSize({ width, height }: Size, { side, patch }: SliceRule, enlarge: boolean): Size {
  let [w, h] = [width, height];
  if (w * h > side * side || enlarge) {
    const shape = w / h;
    h = Math.trunc(side / Math.sqrt(shape));
    w = Math.trunc(h * shape);
  }
  return { width: divisible(w, patch), height: divisible(h, patch) };
}

/** Of all grids of one slice less, as many, and one more, the one nearest in the logarithm of its shape; the first of equals. */
function nearestGrid(shape: number, multiple: number, most: number): { columns: number; rows: number } {
  let best = { columns: 1, rows: 1 };
  let least = Infinity;
  for (const count of [multiple - 1, multiple, multiple + 1]) {
    if (count === 1 || count > most) continue;
    for (let columns = 1; columns <= count; columns++) {
      if (count % columns !== 0) continue;
      const rows = count / columns;
      const error = Math.abs(Math.log(shape) - Math.log(columns / rows));
      if (error < least) {
        least = error;
        best = { columns, rows };
      }
    }
  }
  return best;
}

function refinedSize(
  { width, height }: Size,
  { columns, rows }: { columns: number; rows: number },
  rule: SliceRule,
): Size {
  const slice = { width: divisible(width, columns) / columns, height: divisible(height, rows) / rows };
  const size = nearestSize(slice, rule, true);
  return { width: size.width * columns, height: size.height * rows };
}

function cropsOf({ width, height }: Size, { columns, rows }: { columns: number; rows: number }): Crop[] {
  const [across, down] = [Math.trunc(width / columns), Math.trunc(height / rows)];
  const crops: Crop[] = [];
  for (let top = 0; top < height; top += down) {
    for (let left = 0; left < width; left += across)
      crops.push({ left, top, right: left + across, bottom: top + down });
  }
  return crops;
}
