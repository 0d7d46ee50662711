// safetensors files written byte by byte, so that a test can break any rule it likes.

/** One tensor's entry of a header, as text. */
export function entry(name: string, dtype: string, shape: string, from: number | string, to: number | string): string {
  return `${JSON.stringify(name)}:{"dtype":${JSON.stringify(dtype)},"shape":${shape},"data_offsets":[${from},${to}]}`;
}

/** Length, header and data. `declared` is the length to write where it is not the header's own. */
export function craftSafetensors(
  header: string | Uint8Array,
  data: number | Uint8Array = 0,
  declared?: bigint,
): Uint8Array {
  const text = typeof header === 'string' ? new TextEncoder().encode(header) : header;
  const payload = typeof data === 'number' ? new Uint8Array(data) : data;
  const out = new Uint8Array(8 + text.length + payload.length);
  new DataView(out.buffer).setBigUint64(0, declared ?? BigInt(text.length), true);
  out.set(text, 8);
  out.set(payload, 8 + text.length);
  return out;
}
