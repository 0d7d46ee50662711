// A bamboo slip as a camera saw it: grain, worn strokes, ink that ran, stains. Whole numbers and plain arithmetic: the same on every machine.
import type { Pixels } from '../image/pixels.ts';
import type { Random } from '../math/random.ts';

/**
 * RGB from ink, width × height shares from 0 to 1. `severity` from 0, black on light brown, to 1, hardly to be read. `horizontal` grain
 * lies along rows, as for a line of print; slips stand upright.
 */
export function wornSlip(ink: Float64Array, width: number, height: number, severity: number, random: Random): Pixels {
  const grain = grainOf(width, random);
  const patches = blotches(width, height, severity, random);
  const worn = ran(eroded(ink, width, height, severity, random), width, height, severity);
  const data = new Uint8Array(3 * width * height);
  const paper = [196 - random.integer(24), 164 - random.integer(20), 116 - random.integer(20)];
  const stroke = [38 + random.integer(16), 30 + random.integer(12), 24 + random.integer(10)];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const light = 1 + 0.5 * severity * (grain[x] as number) - (patches[at] as number);
      const noise = (random.integer(2_001) - 1_000) / 1_000;
      const covered = (worn[at] as number) * (1 - 0.35 * severity);
      for (let c = 0; c < 3; c++) {
        const ground = (paper[c] as number) * light * (1 + 0.16 * severity * noise);
        const value = ground * (1 - covered) + (stroke[c] as number) * covered;
        data[3 * at + c] = Math.max(0, Math.min(255, Math.round(value)));
      }
    }
  }
  return { width, height, channels: 3, data };
}

/** Fibres from top to bottom: a slow walk across the columns, from -0.5 to 0.5. */
function grainOf(width: number, random: Random): Float64Array {
  const grain = new Float64Array(width);
  let level = 0;
  for (let x = 0; x < width; x++) {
    level = 0.8 * level + 0.2 * (random.uniform() - 0.5);
    grain[x] = level + 0.15 * (random.uniform() - 0.5);
  }
  return grain;
}

/** Strokes lose ink where a coarse field is low, and in scratches across. */
function eroded(ink: Float64Array, width: number, height: number, severity: number, random: Random): Float64Array {
  const cell = 6;
  const columns = Math.ceil(width / cell) + 2;
  const rows = Math.ceil(height / cell) + 2;
  const field = Float64Array.from({ length: columns * rows }, () => random.uniform());
  const out = ink.slice();
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [u, v] = [x / cell, y / cell];
      const [i, j] = [Math.floor(u), Math.floor(v)];
      const [p, q] = [u - i, v - j];
      const of = (a: number, b: number): number => field[(j + b) * columns + i + a] as number;
      const wear = (1 - q) * ((1 - p) * of(0, 0) + p * of(1, 0)) + q * ((1 - p) * of(0, 1) + p * of(1, 1));
      const at = y * width + x;
      // Low places lose all of it, middling ones a part.
      const loss = Math.max(0, Math.min(1, (0.75 * severity - wear) * 3));
      out[at] = (ink[at] as number) * (1 - loss);
    }
  }
  const scratches = Math.round(severity * 6);
  for (let s = 0; s < scratches; s++) {
    const start = random.integer(height);
    const slope = (random.uniform() - 0.5) * 0.5;
    for (let x = 0; x < width; x++) {
      const y = Math.floor(start + slope * x);
      if (y >= 0 && y < height) out[y * width + x] = (out[y * width + x] as number) * 0.2;
    }
  }
  return out;
}

/** Ink that ran: a box of three by three, once or twice. */
function ran(ink: Float64Array, width: number, height: number, severity: number): Float64Array {
  let from = ink;
  for (let round = 0; round < Math.round(2 * severity); round++) {
    const out = new Float64Array(from.length);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        let [sum, count] = [0, 0];
        for (let dy = -1; dy <= 1; dy++) {
          for (let dx = -1; dx <= 1; dx++) {
            const [px, py] = [x + dx, y + dy];
            if (px < 0 || py < 0 || px >= width || py >= height) continue;
            sum += from[py * width + px] as number;
            count += 1;
          }
        }
        out[y * width + x] = sum / count;
      }
    }
    from = out;
  }
  return from;
}

/** Stains: darker rounds, strongest in the middle. */
function blotches(width: number, height: number, severity: number, random: Random): Float64Array {
  const dark = new Float64Array(width * height);
  for (let stain = 0; stain < Math.round(5 * severity); stain++) {
    const [cx, cy] = [random.integer(width), random.integer(height)];
    const radius = 6 + random.integer(Math.max(8, Math.floor(Math.min(width, height) / 4)));
    const depth = 0.15 + 0.35 * random.uniform();
    for (let y = Math.max(0, cy - radius); y < Math.min(height, cy + radius); y++) {
      for (let x = Math.max(0, cx - radius); x < Math.min(width, cx + radius); x++) {
        const far = ((x - cx) ** 2 + (y - cy) ** 2) / radius ** 2;
        if (far < 1) dark[y * width + x] = Math.max(dark[y * width + x] as number, depth * (1 - far));
      }
    }
  }
  return dark;
}
