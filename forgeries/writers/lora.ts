// A writer of LoRA adapters in PEFT's layout, kohya's and diffusers', with random factors, and what they add to each weight.
import type { Random } from '../../src/math/random.ts';
import { encodeSafetensors, type TensorToWrite } from '../write-safetensors.ts';

export interface LoraOptions {
  readonly random: Random;
  readonly rank: number;
  readonly alpha: number;
  /** Modules to change, by name, with their weights' shapes [outputs, inputs, …]. */
  readonly modules: ReadonlyMap<string, readonly number[]>;
  readonly spelling?: 'peft' | 'kohya' | 'diffusers';
  /** Further entries of adapter_config.json. */
  readonly config?: object;
  /** Tensors saved whole. */
  readonly saved?: readonly TensorToWrite[];
}

export interface LoraFiles {
  readonly files: { readonly [name: string]: Uint8Array };
  /** scale * up * down by the weight's name, as a plain loop over 64-bit floats gives it. */
  readonly deltas: ReadonlyMap<string, Float32Array>;
}

export function encodeLora(options: LoraOptions): LoraFiles {
  const { random, rank, alpha, modules, spelling = 'peft', saved = [] } = options;
  const tensors: TensorToWrite[] = [];
  const deltas = new Map<string, Float32Array>();
  for (const [module, [outputs = 0, ...inputs]] of modules) {
    const width = inputs.reduce((product, side) => product * side, 1);
    const down = Float32Array.from({ length: rank * width }, () => random.normal() / Math.sqrt(width));
    const up = Float32Array.from({ length: outputs * rank }, () => 0.02 * random.normal());
    const [downName, upName] = namesOf(module, spelling);
    const ones = inputs.slice(1).map(() => 1);
    tensors.push({ name: downName, dtype: 'F32', shape: [rank, ...inputs], values: down });
    tensors.push({ name: upName, dtype: 'F32', shape: [outputs, rank, ...ones], values: up });
    if (spelling === 'kohya') {
      const name = downName.replace('.lora_down.weight', '.alpha');
      tensors.push({ name, dtype: 'F32', shape: [], values: Float32Array.of(alpha) });
    }
    const scale = Math.fround(spelling === 'diffusers' ? 1 : alpha / rank);
    deltas.set(`${module}.weight`, multiplied(up, down, outputs, rank, width, scale));
  }
  const config = {
    peft_type: 'LORA',
    r: rank,
    lora_alpha: alpha,
    target_modules: [...new Set([...modules.keys()].map((name) => name.slice(name.lastIndexOf('.') + 1)))],
    base_model_name_or_path: 'someone/base',
    ...options.config,
  };
  const file = encodeSafetensors([...tensors, ...saved]);
  if (spelling !== 'peft') return { files: { 'lora.safetensors': file }, deltas };
  const json = new TextEncoder().encode(JSON.stringify(config));
  return { files: { 'adapter_model.safetensors': file, 'adapter_config.json': json }, deltas };
}

function namesOf(module: string, spelling: LoraOptions['spelling']): readonly [string, string] {
  if (spelling === 'kohya') {
    const stem = `lora_unet_${module.replaceAll('.', '_')}`;
    return [`${stem}.lora_down.weight`, `${stem}.lora_up.weight`];
  }
  if (spelling === 'diffusers') return [`unet.${module}.lora.down.weight`, `unet.${module}.lora.up.weight`];
  return [`base_model.model.${module}.lora_A.weight`, `base_model.model.${module}.lora_B.weight`];
}

function multiplied(
  up: Float32Array,
  down: Float32Array,
  outputs: number,
  rank: number,
  width: number,
  scale: number,
): Float32Array {
  const out = new Float32Array(outputs * width);
  for (let i = 0; i < outputs; i++) {
    for (let j = 0; j < width; j++) {
      let sum = 0;
      for (let k = 0; k < rank; k++) sum += (up[i * rank + k] as number) * (down[k * width + j] as number);
      out[i * width + j] = Math.fround(sum) * scale;
    }
  }
  return out;
}
