// The names that honest checkpoints call to put tensors and plain containers together again, what we take each for, and why.

/**
 * What a call of an allowed name means. `data`: nothing to us, the arguments are kept. `first`: its first argument,
 * dressed. `tensor` and `typed-tensor`: a view of a storage. `rebuilt`: another function with its arguments. `lost-*`: a
 * tensor whose values we cannot give.
 */
export type Meaning =
  | 'tensor'
  | 'typed-tensor'
  | 'quantised-tensor'
  | 'first'
  | 'rebuilt'
  | 'lost-sparse'
  | 'lost-values'
  | 'embedded-storage'
  | 'array'
  | 'buffer-array'
  | 'array-type'
  | 'text-as-bytes'
  | 'dictionary'
  | 'sequence'
  | 'instance'
  | 'data';

interface AllowedRow {
  readonly module: string;
  readonly names: readonly string[];
  readonly meaning: Meaning;
  readonly why: string;
}

const numpyCores = ['numpy.core.multiarray', 'numpy._core.multiarray'] as const;
const numpyNumeric = ['numpy.core.numeric', 'numpy._core.numeric'] as const;
const builtins = ['builtins', '__builtin__'] as const;
const copyRegisters = ['copyreg', 'copy_reg'] as const;

/** Rows for a module under each of its names: Python 2 and NumPy 1 called some differently. */
function each(
  modules: readonly string[],
  names: readonly string[],
  meaning: Meaning,
  why: string,
): readonly AllowedRow[] {
  return modules.map((module) => ({ module, names, meaning, why }));
}

export const allowedGlobals: readonly AllowedRow[] = [
  {
    module: 'torch._utils',
    names: ['_rebuild_tensor', '_rebuild_tensor_v2'],
    meaning: 'tensor',
    why: 'a tensor over a typed storage: every checkpoint',
  },
  {
    module: 'torch._utils',
    names: ['_rebuild_tensor_v3'],
    meaning: 'typed-tensor',
    why: 'a tensor over bytes, with the type as an argument: float8 and unsigned integers',
  },
  { module: 'torch._utils', names: ['_rebuild_qtensor'], meaning: 'quantised-tensor', why: 'codes with their scales' },
  {
    module: 'torch._utils',
    names: [
      '_rebuild_parameter',
      '_rebuild_parameter_with_state',
      '_rebuild_device_tensor_from_cpu_tensor',
      '_rebuild_device_tensor_from_numpy',
      '_rebuild_xla_tensor',
    ],
    meaning: 'first',
    why: 'a tensor marked as a parameter, or copied from a device',
  },
  {
    module: 'torch._utils',
    names: ['_rebuild_sparse_tensor', '_rebuild_sparse_csr_tensor', '_rebuild_nested_tensor'],
    meaning: 'lost-sparse',
    why: 'indices beside values, or rows of unequal length: named, not read',
  },
  {
    module: 'torch._utils',
    names: ['_rebuild_meta_tensor_no_storage', '_rebuild_wrapper_subclass'],
    meaning: 'lost-values',
    why: 'a tensor that was saved without its values',
  },
  {
    module: 'torch._tensor',
    names: ['_rebuild_from_type', '_rebuild_from_type_v2'],
    meaning: 'rebuilt',
    why: 'a tensor of a subclass: function, class, arguments and attributes',
  },
  {
    module: 'torch.nn.parameter',
    names: ['Parameter', 'Buffer'],
    meaning: 'first',
    why: 'a parameter as PyTorch before 0.4 wrote it',
  },
  {
    module: 'torch.autograd.variable',
    names: ['Variable'],
    meaning: 'first',
    why: 'a variable as PyTorch before 0.4 wrote it',
  },
  {
    module: 'torch.storage',
    names: ['_load_from_bytes'],
    meaning: 'embedded-storage',
    why: 'a storage as a legacy file in bytes: tensors pickled without torch.save',
  },
  {
    module: 'torch',
    names: [
      ...['Float', 'Double', 'Half', 'BFloat16', 'Long', 'Int', 'Short', 'Char', 'Byte', 'Bool'].flatMap((type) => [
        `${type}Storage`,
        `${type}Tensor`,
      ]),
      ...['ComplexFloat', 'ComplexDouble', 'QInt8', 'QUInt8', 'QInt32', 'QUInt4x2', 'QUInt2x4', 'Untyped'].map(
        (type) => `${type}Storage`,
      ),
    ],
    meaning: 'data',
    why: 'the classes of storages and tensors, as names of element types',
  },
  {
    module: 'torch',
    names: ['Size'],
    meaning: 'sequence',
    why: 'a shape',
  },
  {
    module: 'torch',
    names: ['device', 'Tensor', 'dtype', 'layout', 'memory_format', 'finfo', 'iinfo', 'strided', 'sparse_coo'],
    meaning: 'data',
    why: 'where and how a tensor lay',
  },
  {
    module: 'torch.storage',
    names: ['UntypedStorage', '_UntypedStorage', 'TypedStorage', '_TypedStorage'],
    meaning: 'data',
    why: 'storages that are bytes only',
  },
  { module: 'torch.serialization', names: ['_get_layout'], meaning: 'data', why: 'the layout of a sparse tensor' },
  {
    module: 'torch.jit._pickle',
    names: [
      'build_intlist',
      'build_tensorlist',
      'build_doublelist',
      'build_boollist',
      'build_tensor_from_id',
      'restore_type_tag',
    ],
    meaning: 'first',
    why: 'the typed lists and dictionaries of TorchScript',
  },
  {
    module: 'collections',
    names: ['OrderedDict', 'defaultdict', 'Counter'],
    meaning: 'dictionary',
    why: 'the state dictionary itself, and the hooks of each tensor',
  },
  { module: 'collections', names: ['deque'], meaning: 'sequence', why: 'histories of training' },
  ...each(builtins, ['dict'], 'dictionary', 'a subclass of dict as its base'),
  ...each(builtins, ['list', 'tuple', 'set', 'frozenset'], 'sequence', 'sets before protocol 4'),
  ...each(
    builtins,
    [
      'complex',
      'bytes',
      'bytearray',
      'int',
      'long',
      'float',
      'bool',
      'str',
      'unicode',
      'slice',
      'range',
      'xrange',
      'object',
      'type',
      'Ellipsis',
      'NotImplemented',
    ],
    'data',
    'values without an opcode of their own',
  ),
  ...each(copyRegisters, ['_reconstructor', '__newobj__', '__newobj_ex__'], 'instance', 'objects before protocol 2'),
  { module: '_codecs', names: ['encode'], meaning: 'text-as-bytes', why: 'bytes before protocol 3' },
  ...each(numpyCores, ['_reconstruct'], 'array', 'a NumPy array; what is in it comes as its state'),
  ...each(numpyCores, ['scalar'], 'data', 'a NumPy number'),
  ...each(numpyNumeric, ['_frombuffer'], 'buffer-array', 'a NumPy array in protocol 5'),
  { module: 'numpy', names: ['dtype'], meaning: 'array-type', why: 'the element type of an array' },
  {
    module: 'numpy',
    names: [
      'ndarray',
      'memmap',
      'bool_',
      'bool',
      'float16',
      'float32',
      'float64',
      'complex64',
      'complex128',
      'int8',
      'int16',
      'int32',
      'int64',
      'uint8',
      'uint16',
      'uint32',
      'uint64',
    ],
    meaning: 'data',
    why: 'classes of arrays and of numbers, as names',
  },
  {
    module: 'numpy.random._pickle',
    names: ['__randomstate_ctor', '__generator_ctor', '__bit_generator_ctor'],
    meaning: 'data',
    why: 'random states of training',
  },
];

/** TorchScript's own classes: attributes only, as their code lies in the archive and is for another machine than Python. */
export const scriptPrefix = '__torch__';
