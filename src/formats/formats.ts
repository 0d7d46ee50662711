// The readers there are, in the order in which a file is tried against them.
import { fasttextFormat } from './fasttext/fasttext.ts';
import type { ArchiveFormat, Format } from './format.ts';
import { ggufFormat } from './gguf/gguf.ts';
import { kerasArchiveFormat } from './hdf5/keras-archive.ts';
import { kerasH5Format } from './hdf5/keras-h5.ts';
import { numpyFormat } from './numpy/npy.ts';
import { onnxFormat } from './onnx/onnx.ts';
import { checkpointFormat, torchScriptFormat } from './pytorch/checkpoint.ts';
import { legacyFormat } from './pytorch/legacy.ts';
import { pickleFormat } from './pytorch/plain-pickle.ts';
import { tarCheckpointFormat } from './pytorch/tar-checkpoint.ts';
import { safetensorsFormat } from './safetensors/safetensors.ts';
import { tfjsFormat } from './tensorflow-js/tensorflow-js.ts';
import { tfliteFormat } from './tflite/tflite.ts';

/** Every format that can be read. The stricter recognition comes first. */
export const formats: readonly Format[] = [
  safetensorsFormat,
  ggufFormat,
  numpyFormat,
  kerasH5Format,
  tfliteFormat,
  fasttextFormat,
  tfjsFormat,
  onnxFormat,
  legacyFormat,
  pickleFormat,
];

/** Every format that is a set of files in an archive. */
export const archiveFormats: readonly ArchiveFormat[] = [
  torchScriptFormat,
  checkpointFormat,
  kerasArchiveFormat,
  tarCheckpointFormat,
];
