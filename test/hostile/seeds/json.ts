// Small valid JSON documents of the kinds that lie beside weights.

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

export const jsonSeeds: readonly Uint8Array[] = [
  encode('{"a":[1,2.5e3,-7,{"b":null}],"é":"\\u00e9\\n\\ud83d\\ude00","t":true,"f":false,"":""}'),
  encode('{"metadata":{"total_size":123},"weight_map":{"a.weight":"model-1.safetensors","b":"model-2.safetensors"}}'),
];
