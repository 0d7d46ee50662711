// The readers there are, in the order in which a file is tried against them.
import type { ArchiveFormat, Format } from './format.ts';
import { ggufFormat } from './gguf/gguf.ts';
import { numpyFormat } from './numpy/npy.ts';
import { onnxFormat } from './onnx/onnx.ts';
import { checkpointFormat, torchScriptFormat } from './pytorch/checkpoint.ts';
import { legacyFormat } from './pytorch/legacy.ts';
import { pickleFormat } from './pytorch/plain-pickle.ts';
import { tarCheckpointFormat } from './pytorch/tar-checkpoint.ts';
import { safetensorsFormat } from './safetensors/safetensors.ts';

/** Every format that can be read. The stricter recognition comes first. */
export const formats: readonly Format[] = [
  safetensorsFormat,
  ggufFormat,
  numpyFormat,
  onnxFormat,
  legacyFormat,
  pickleFormat,
];

/** Every format that is a set of files in an archive. */
export const archiveFormats: readonly ArchiveFormat[] = [torchScriptFormat, checkpointFormat, tarCheckpointFormat];
