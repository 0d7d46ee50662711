// Small valid indexes of stores and packs for the fuzzer: what lies beside weights and says where they are.
import { textFile } from '../../model/memory-model.ts';

const digest = 'a'.repeat(64);

/** A manifest of Ollama's store, and an index of chunks. */
export const layoutSeeds: readonly Uint8Array[] = [
  textFile({
    schemaVersion: 2,
    layers: [
      { mediaType: 'application/vnd.ollama.image.model', digest: `sha256:${digest}`, size: 64 },
      { mediaType: 'application/vnd.ollama.image.license', digest: `sha256:${digest}`, size: 64 },
    ],
  }),
  textFile({
    '/model': { size: 64, mime: 'application/octet-stream', chunks: [{ hash: digest, offsets: [0, 64] }] },
    '/other': { chunks: [{ name: 'part', size: 64 }] },
  }),
];

/** Loaders of packs, as the file packager writes them in two ages. */
export const loaderSeeds: readonly Uint8Array[] = [
  textFile(
    'loadPackage({"files":[{"filename":"/m/a.tflite","start":0,"end":40},{"filename":"/b","start":40,"end":64}]})',
  ),
  textFile("var m={files:[{filename:'/a.tflite',start:0,end:64,audio:0}],remote_package_size:64,package_uuid:'x'};"),
];
