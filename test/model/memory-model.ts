// Models and folders in memory for the tests of the rooms above the formats: no disk, and a record of every call.
import type { ForgedModel } from '../../forgeries/forged-model.ts';
import { encodeSafetensors, type NumbersToWrite } from '../../forgeries/write-safetensors.ts';
import { memorySource } from '../../src/bytes/memory.ts';
import { relativeSegments } from '../../src/bytes/relative-path.ts';
import type { Folder, OpenOptions, Source } from '../../src/bytes/source.ts';
import { ForebearError } from '../../src/errors.ts';
import type { Model } from '../../src/model/model.ts';
import { type ModelDoor, openModel } from '../../src/model/open.ts';

/** What a recording folder saw, in order. */
export interface Call {
  readonly verb: 'list' | 'open' | 'read' | 'close';
  readonly path: string;
  readonly signal: AbortSignal | undefined;
  readonly strict: boolean;
}

export interface RecordingFolder extends Folder {
  readonly calls: readonly Call[];
}

/** Text or an object, as the bytes of a file. */
export function textFile(content: object | string): Uint8Array {
  return new TextEncoder().encode(typeof content === 'string' ? content : JSON.stringify(content));
}

/** A folder over bytes in memory that contains names as the real one does. */
export function memoryFolder(files: Readonly<Record<string, Uint8Array>>, uri = 'folder'): RecordingFolder {
  const calls: Call[] = [];
  const record = (verb: Call['verb'], path: string, options?: OpenOptions): void => {
    calls.push({ verb, path, signal: options?.signal, strict: options?.strict === true });
  };
  return {
    uri,
    calls,
    list(options) {
      record('list', '', options);
      return Promise.resolve(Object.entries(files).map(([path, bytes]) => ({ path, bytes: bytes.length })));
    },
    open(path, options): Promise<Source> {
      record('open', path, options);
      try {
        relativeSegments(path, uri);
      } catch (error) {
        return Promise.reject(error);
      }
      const bytes = files[path];
      if (bytes === undefined)
        return Promise.reject(new ForebearError('source', `${uri}/${path}`, 'a file', 'nothing'));
      const source = memorySource(bytes, `${uri}/${path}`);
      return Promise.resolve({
        ...source,
        read(start, end, readOptions) {
          record('read', path, readOptions);
          return source.read(start, end, readOptions);
        },
        close() {
          record('close', path);
          return source.close();
        },
      });
    },
  };
}

/** A door to such a folder. */
export function folderDoor(files: Readonly<Record<string, Uint8Array>>, name = 'model', uri = 'folder'): ModelDoor {
  return { kind: 'folder', name, folder: memoryFolder(files, uri) };
}

/** One safetensors file with these tensors. */
export function weights(...tensors: readonly NumbersToWrite[]): Uint8Array {
  return encodeSafetensors(tensors);
}

/** A 32-bit tensor with the numbers 0, 1, 2, … as values. */
export function counting(name: string, ...shape: readonly number[]): NumbersToWrite {
  const elements = shape.reduce((product, side) => product * side, 1);
  return { name, dtype: 'F32', shape, values: Float32Array.from({ length: elements }, (_, i) => i) };
}

/** A model of one file with the given tensors and configuration. */
export function modelOfTensors(tensors: readonly NumbersToWrite[], config?: object): Promise<Model> {
  const files = { 'model.safetensors': weights(...tensors) };
  return openModel(folderDoor(config === undefined ? files : { ...files, 'config.json': textFile(config) }));
}

/** A forged model, opened; stored in 32 bits, which hold whatever its own type holds. */
export function openForged(forged: ForgedModel, config?: object): Promise<Model> {
  const tensors = [...forged].map(
    ([name, { shape, values }]): NumbersToWrite => ({ name, dtype: 'F32', shape, values }),
  );
  return modelOfTensors(tensors, config);
}
