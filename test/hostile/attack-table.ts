// The attacks that users' files may carry, as whole models on disk: what is written, what is opened, and how it must end.
import { link, mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join as joinPath } from 'node:path';
import { encodeSafetensors } from '../../forgeries/write-safetensors.ts';
import { modelOf, nestedModel } from '../../forgeries/writers/onnx.ts';
import { checkpointFiles, encodeLegacy } from '../../forgeries/writers/pytorch.ts';
import { encodeZip } from '../../forgeries/writers/zip.ts';
import type { ErrorCode } from '../../src/errors.ts';
import { craftGguf, tensor as ggufTensor, list, pair, string, type, u32 } from './crafted-gguf.ts';
import { assemble, global, pickleOf, text } from './crafted-pickle.ts';
import { craftSafetensors, entry } from './crafted-safetensors.ts';
import { craftZip } from './crafted-zip.ts';

/** `accepted` where the file is honest but for the lie that is looked through; `problem` where it is read and the fault said. */
export type Ending = ErrorCode | 'accepted' | 'problem';

export interface Attack {
  /** The row of the project's table of attacks. */
  readonly row: number;
  readonly name: string;
  /** Files by path below the attack's own folder. */
  readonly files: Readonly<Record<string, Uint8Array | string>>;
  /** What is opened, below that folder. */
  readonly open: string;
  readonly endings: readonly Ending[];
  /** Links that are made before: path to target. */
  readonly links?: Readonly<Record<string, string>>;
  readonly hardLinks?: Readonly<Record<string, string>>;
}

const weights = encodeSafetensors([{ name: 'w', dtype: 'F32', shape: [2, 2], values: new Float32Array(4) }]);
const checkpoint = checkpointFiles([{ name: 'w', dtype: 'F32', shape: [2], values: new Float32Array(2) }]);
const legacy = encodeLegacy([{ name: 'w', dtype: 'F32', shape: [2], values: new Float32Array(2) }]);

const zip = (files: Readonly<Record<string, Uint8Array>>, deflate = false): Uint8Array =>
  encodeZip(
    Object.entries(files).map(([path, bytes]) => ({ path, bytes })),
    { deflate },
  );

function checkpointWith(pickle: Uint8Array): Uint8Array {
  const path = Object.keys(checkpoint).find((name) => name.endsWith('data.pkl')) ?? '';
  return zip({ ...checkpoint, [path]: pickle });
}

const gadget = (module: string, name: string): Uint8Array =>
  pickleOf(2, global(module, name), '(', text('touch owned'), 'tR');

const million = 1_000_000;
const index = (file: string): string => JSON.stringify({ metadata: {}, weight_map: { w: file } });
const most = 2n ** 64n - 1n;
const inFolder = (name: string, bytes: Uint8Array | string): Attack['files'] => ({ [`m/${name}`]: bytes });

/** One file that is opened by its own name. */
function file(row: number, name: string, path: string, bytes: Uint8Array | string, ...endings: Ending[]): Attack {
  return { row, name, files: { [path]: bytes }, open: path, endings };
}

/** One file in a folder that is opened. */
function folder(row: number, name: string, path: string, bytes: Uint8Array | string, ...endings: Ending[]): Attack {
  return { row, name, files: inFolder(path, bytes), open: 'm', endings };
}

const external = (location: string, more: Readonly<Record<string, string>> = {}): Uint8Array =>
  modelOf({ name: 'w', dims: [1], external: { location, offset: '0', length: '4', ...more } });

const safetensorsLies: readonly (readonly [name: string, row: number, bytes: Uint8Array, ending: Ending])[] = [
  [
    'a key twice',
    10,
    craftSafetensors(`{${entry('w', 'F32', '[1]', 0, 4)},${entry('w', 'F32', '[1]', 4, 8)}}`, 8),
    'format',
  ],
  ['__proto__ as a name', 10, craftSafetensors(`{${entry('__proto__', 'F32', '[1]', 0, 4)}}`, 4), 'accepted'],
  ['an offset of 2^53', 10, craftSafetensors(`{${entry('w', 'F32', '[1]', 0, '9007199254740993')}}`, 4), 'limit'],
  ['an offset of 1e999', 10, craftSafetensors(`{${entry('w', 'F32', '[1]', 0, '1e999')}}`, 4), 'format'],
  ['an offset of 1.5', 10, craftSafetensors(`{${entry('w', 'F32', '[1]', 0, '1.5')}}`, 4), 'format'],
  [
    'overlapping tensors',
    11,
    craftSafetensors(`{${entry('a', 'F32', '[2]', 0, 8)},${entry('b', 'F32', '[2]', 4, 12)}}`, 12),
    'format',
  ],
  [
    'a hole',
    11,
    craftSafetensors(`{${entry('a', 'F32', '[1]', 0, 4)},${entry('b', 'F32', '[1]', 8, 12)}}`, 12),
    'format',
  ],
  [
    'a shape beyond 2^53',
    11,
    craftSafetensors(`{${entry('w', 'F32', '[9007199254740991,9007199254740991]', 0, 4)}}`, 4),
    'limit',
  ],
  ['a header of 2^60 bytes', 9, craftSafetensors('{}', 0, 2n ** 60n), 'unsupported'],
  ['nesting of a hundred thousand', 9, craftSafetensors(`{"a":${'['.repeat(100_000)}`, 0), 'format'],
  ['900 kB of empty lists', 9, craftSafetensors(`{"a":{"dtype":"F32","shape":[${'[],'.repeat(300_000)}`, 0), 'format'],
  ['a name of a megabyte', 25, craftSafetensors(`{${entry('a'.repeat(900_000), 'F32', '[1]', 0, 4)}}`, 4), 'limit'],
];

const ggufLies: readonly (readonly [name: string, row: number, bytes: Uint8Array, ending: Ending])[] = [
  ['2^64 - 1 pairs', 13, craftGguf({ pairCount: most }), 'limit'],
  ['2^64 - 1 tensors', 13, craftGguf({ tensorCount: most }), 'limit'],
  ['a list of 2^63 bytes', 13, craftGguf({ pairs: [pair('a', type.array, list(type.uint8, 2n ** 63n))] }), 'limit'],
  ['a text of 2^62 bytes', 13, craftGguf({ pairs: [pair('a', type.string, string('', 2n ** 62n))] }), 'limit'],
  [
    'a tensor of an exabyte',
    13,
    craftGguf({ tensors: [ggufTensor('w', [2n ** 30n, 2n ** 30n], 0, 0)], data: 64 }),
    'limit',
  ],
  ['an alignment of 13', 14, craftGguf({ pairs: [pair('general.alignment', type.uint32, u32(13))] }), 'format'],
  ['an alignment of 0', 14, craftGguf({ pairs: [pair('general.alignment', type.uint32, u32(0))] }), 'format'],
  ['an alignment of 2^30', 14, craftGguf({ pairs: [pair('general.alignment', type.uint32, u32(2 ** 30))] }), 'limit'],
];

export const attacks: readonly Attack[] = [
  ...[
    ['os', 'system'],
    ['posix', 'system'],
    ['nt', 'system'],
    ['builtins', 'eval'],
    ['builtins', 'exec'],
    ['subprocess', 'Popen'],
    ['pkgutil', 'resolve_name'],
    ['runpy', 'run_path'],
  ].flatMap(([module = '', name = '']): Attack[] => [
    file(1, `a pickle that calls ${module}.${name}`, 'a.pkl', gadget(module, name), 'unsafe'),
    folder(
      1,
      `a checkpoint that calls ${module}.${name}`,
      'pytorch_model.bin',
      checkpointWith(gadget(module, name)),
      'unsafe',
    ),
  ]),
  file(2, 'a million marks', 'a.pkl', pickleOf(2, '('.repeat(million - 10)), 'limit'),
  file(
    2,
    'memo doubling',
    'a.pkl',
    pickleOf(2, ']', assemble('q', 0), ...doubling()),
    'limit',
    'format',
    'unsupported',
  ),
  folder(
    3,
    'a web page called model.safetensors',
    'model.safetensors',
    '<!DOCTYPE html><html>404</html>',
    'unsupported',
  ),
  folder(
    3,
    'a pointer called model.safetensors',
    'model.safetensors',
    `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 99\n`,
    'unfetched',
  ),
  folder(3, 'safetensors called pytorch_model.bin', 'pytorch_model.bin', weights, 'accepted'),
  folder(3, 'an old checkpoint called model.safetensors', 'model.safetensors', legacy, 'accepted'),
  ...(['flags', 'crc', 'method', 'size'] as const).map(
    (field): Attack =>
      file(
        4,
        `a ZIP archive of two minds about ${field}`,
        'a.pt',
        craftZip([{ name: 'a/data.pkl', bytes: new Uint8Array(64), local: { [field]: 1 } }]),
        'format',
      ),
  ),
  file(
    4,
    'an encrypted ZIP archive',
    'a.pt',
    craftZip([{ name: 'a', bytes: new Uint8Array(64), local: { flags: 1 }, central: { flags: 1 } }]),
    'unsupported',
  ),
  file(5, 'a ZIP bomb of ten megabytes', 'a.npz', zip({ 'w.npy': new Uint8Array(10_485_760) }, true), 'limit'),
  file(5, 'ZIP archives in ZIP archives', 'a.zip', zip({ a: zip({ b: zip({ c: zip({ d: weights }) }) }) }), 'limit'),
  ...['../x', '/etc/x', 'C:\\x', 'a\\..\\x', 'a\0b'].map(
    (name): Attack =>
      file(
        6,
        `a ZIP entry called ${JSON.stringify(name)}`,
        'a.zip',
        craftZip([{ name, bytes: weights }]),
        'containment',
      ),
  ),
  ...['../../etc/passwd', '/etc/passwd', '%2e%2e/x', 'a/../../x', '..', 'C:\\x'].map(
    (name): Attack =>
      folder(7, `an index that asks for ${name}`, 'model.safetensors.index.json', index(name), 'containment'),
  ),
  {
    row: 7,
    name: 'an index whose shard is a link out of the folder',
    files: { 'm/model.safetensors.index.json': index('w.safetensors'), 'secret.safetensors': weights },
    links: { 'm/w.safetensors': '../secret.safetensors' },
    open: 'm',
    endings: ['containment'],
  },
  ...safetensorsLies.map(([name, row, bytes, ending]) =>
    file(row, `safetensors with ${name}`, 'm.safetensors', bytes, ending),
  ),
  file(
    12,
    'safetensors that is a ZIP archive too',
    'm.safetensors',
    Uint8Array.from([...weights, ...zip({ a: weights })]),
    'problem',
  ),
  ...ggufLies.map(([name, row, bytes, ending]) => file(row, `GGUF with ${name}`, 'm.gguf', bytes, ending)),
  ...['../../x', 'a/../../x', '/etc/passwd'].map(
    (location): Attack => file(16, `ONNX data in ${location}`, 'm.onnx', external(location), 'containment', 'problem'),
  ),
  file(16, 'ONNX data at offset -1', 'm.onnx', external('d.bin', { offset: '-1' }), 'format', 'problem'),
  file(
    16,
    'ONNX data of a petabyte',
    'm.onnx',
    external('d.bin', { length: '1000000000000000' }),
    'format',
    'problem',
    'source',
  ),
  {
    row: 16,
    name: 'ONNX data behind a link',
    files: { 'm.onnx': external('d.bin'), 'secret.bin': new Uint8Array(4) },
    links: { 'd.bin': 'secret.bin' },
    open: 'm.onnx',
    endings: ['containment', 'problem'],
  },
  {
    row: 16,
    name: 'ONNX data in a file of two names',
    files: { 'm.onnx': external('d.bin'), 'secret.bin': new Uint8Array(4) },
    hardLinks: { 'd.bin': 'secret.bin' },
    open: 'm.onnx',
    endings: ['containment', 'problem'],
  },
  file(17, 'ONNX graphs nested a thousand deep', 'm.onnx', nestedModel(1_000), 'limit'),
  {
    row: 18,
    name: 'a chat template that would run',
    files: {
      'm/model.safetensors': weights,
      'm/tokenizer_config.json': JSON.stringify({ chat_template: "{{ ''.__class__.__mro__[1].__subclasses__() }}" }),
    },
    open: 'm',
    endings: ['accepted'],
  },
];

function doubling(): (string | Uint8Array)[] {
  return Array.from({ length: 60 }, (_, i) => assemble('(', 'h', i, 'h', i, 't', 'q', i + 1));
}

/** Writes an attack's files below `root`, in a folder of its own, and gives the path to open. */
export async function writeAttack(root: string, number: number, attack: Attack): Promise<string> {
  const at = (path: string): string => joinPath(root, `${number}`, path);
  for (const [path, bytes] of Object.entries(attack.files)) {
    await mkdir(dirname(at(path)), { recursive: true });
    await writeFile(at(path), bytes);
  }
  for (const [path, target] of Object.entries(attack.links ?? {})) await symlink(target, at(path));
  for (const [path, target] of Object.entries(attack.hardLinks ?? {})) await link(at(target), at(path));
  return at(attack.open);
}
