// Which files are no texts, by their names alone: so that weights and pictures are not opened to find it out.

const dataEnding =
  /\.(?:safetensors|gguf|onnx|pt|pth|ckpt|bin|h5|hdf5|keras|npz|npy|tflite|msgpack|model|png|jpe?g|gif|webp|mp[34]|pdf|docx?|epub|zip|tar|gz|xz|pyc|so|dll|exe|class|wasm|ttf|otf|woff2?)$/i;

/** Whether a path names weights, pictures, sound, archives, programs or fonts. Whatever else it names may be a text, and is looked at. */
export const isDataName = (path: string): boolean => dataEnding.test(path);

/** Whether a path leads into what a project did not write: its history, and what it installed. */
export const isForeignFolder = (path: string): boolean => /(?:^|\/)(?:\.git|node_modules)\//.test(path);
