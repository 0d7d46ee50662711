// What checkpoints keep beside the weights, and what they wrap the weights in: by the keys that trainers use.

interface LeftOutRow {
  readonly keys: readonly string[];
  /** `part`: where the key holds a dictionary, list or object. `any`: also where it holds a tensor itself. */
  readonly holds: 'part' | 'any';
  readonly what: string;
}

/** Not weights: left out, and counted in the metadata. */
const leftOut: readonly LeftOutRow[] = [
  {
    keys: [
      'optimizer',
      'optimizers',
      'optimizer_state',
      'optimizer_states',
      'optimizer_state_dict',
      'optimizer_g',
      'optimizer_d',
      'optim',
      'opt',
      'optimizer_history',
      'last_optimizer_state',
      'base_optimizer_state',
      'fp32_groups_flat',
      'single_partition_of_fp32_groups',
    ],
    holds: 'part',
    what: 'moments of the optimiser: as many as weights, of the same shapes, and none of them a weight',
  },
  {
    keys: [
      'scheduler',
      'schedulers',
      'lr_scheduler',
      'lr_schedulers',
      'scheduler_state_dict',
      'lr_scheduler_state',
      'opt_param_scheduler',
    ],
    holds: 'part',
    what: 'the learning rate’s course',
  },
  {
    keys: [
      'rng_state',
      'rng_states',
      'rng_state_cuda',
      'cuda_rng_state',
      'cuda_rng_state_all',
      'torch_rng_state',
      'np_rng_state',
      'numpy_rng_state',
      'python_rng_state',
      'random_rng_state',
      'random_states',
      'rng',
    ],
    holds: 'any',
    what: 'states of random generators: bytes that look like tensors',
  },
  {
    keys: ['amp', 'amp_scaler', 'scaler', 'grad_scaler', 'loss_scaler', 'loss_scale'],
    holds: 'part',
    what: 'scales of mixed precision',
  },
  { keys: ['loops', 'callbacks', 'train_metrics', 'history'], holds: 'part', what: 'the course of training' },
];

/** Keys under which a checkpoint keeps its weights. One that holds all tensors says nothing and is taken off names. */
export const wrapperKeys: ReadonlySet<string> = new Set([
  'state_dict',
  'model_state_dict',
  'model_state',
  'model',
  'model_dict',
  'models',
  'module',
  'net',
  'network',
  'weights',
  'params',
  'params_ema',
  'generator',
  'g_ema',
  'ema',
  'ema_state_dict',
  'model_ema',
  'state_dict_ema',
  'checkpoint',
]);

const byKey = new Map(leftOut.flatMap(({ keys, holds }) => keys.map((key) => [key, holds])));

/** Whether what stands under the key is left out. `isTensor` is asked only where it matters. */
export function isLeftOut(key: string, isTensor: () => boolean): boolean {
  const holds = byKey.get(key);
  return holds === 'any' || (holds === 'part' && !isTensor());
}
