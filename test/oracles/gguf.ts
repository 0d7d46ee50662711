// ggml's own reader of GGUF, called through koffi: whether it opens a file, and what tensors it finds.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { oracleFolder, requireOracle } from './packages.ts';

type Call = (...values: readonly unknown[]) => unknown;

interface Koffi {
  load(path: string): { func(signature: string): Call };
  struct(name: string, members: object): unknown;
  proto(signature: string): unknown;
  pointer(type: unknown): unknown;
  register(callback: () => void, type: unknown): unknown;
}

export interface GgufOracle {
  /** Names and offsets of the tensors, or undefined where ggml refuses the file. With `data`, it must hold all of theirs. */
  open(bytes: Uint8Array, data: boolean): readonly { readonly name: string; readonly offset: number }[] | undefined;
}

let loaded: GgufOracle | undefined;

/** ggml's reader, or undefined where there is no build of it for this machine. */
export function ggufOracle(): GgufOracle | undefined {
  const bins = join(oracleFolder('@node-llama-cpp/linux-x64'), 'bins');
  if (process.platform !== 'linux' || process.arch !== 'x64' || !existsSync(bins)) return undefined;
  loaded ??= load(join(bins, readdirSync(bins)[0] ?? '', 'libggml-base.so'));
  return loaded;
}

function load(path: string): GgufOracle {
  const koffi = requireOracle('koffi') as Koffi;
  const library = koffi.load(path);
  koffi.struct('gguf_init_params', { no_alloc: 'bool', ctx: 'void **' });
  const log = koffi.proto('void gguf_oracle_log(int level, const char* text, void* data)');
  const setLog = library.func('void ggml_log_set(gguf_oracle_log* callback, void* data)');
  // It would tell its refusals to the terminal.
  setLog(
    koffi.register(() => undefined, koffi.pointer(log)),
    null,
  );
  const init = library.func('void* gguf_init_from_buffer(const uint8_t* data, size_t size, gguf_init_params params)');
  const free = library.func('void gguf_free(void* context)');
  const count = library.func('int64_t gguf_get_n_tensors(void* context)');
  const nameOf = library.func('const char* gguf_get_tensor_name(void* context, int64_t i)');
  const offsetOf = library.func('size_t gguf_get_tensor_offset(void* context, int64_t i)');
  const start = library.func('size_t gguf_get_data_offset(void* context)');
  return {
    open(bytes, data) {
      const context = init(bytes, bytes.length, { no_alloc: !data, ctx: data ? [null] : null });
      if (context === null) return undefined;
      const tensors = Array.from({ length: Number(count(context)) }, (_, i) => ({
        name: String(nameOf(context, i)),
        offset: Number(start(context)) + Number(offsetOf(context, i)),
      }));
      free(context);
      return tensors;
    },
  };
}
