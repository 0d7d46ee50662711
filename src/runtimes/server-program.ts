// Which program a server runs, and its number, where both are known: only then may two servers be compared.
import type { JsonMap } from '../json/json-value.ts';

/** How a program calls itself as the owner of its models, and where it tells its number. */
const programs: ReadonlyMap<string, { readonly name: string; readonly path: string; readonly key: string }> = new Map([
  ['llamacpp', { name: 'llama-server', path: 'props', key: 'build_info' }],
  ['vllm', { name: 'vLLM', path: 'version', key: 'version' }],
  ['sglang', { name: 'SGLang', path: 'get_server_info', key: 'version' }],
  ['library', { name: 'Ollama', path: 'api/version', key: 'version' }],
]);

/** Versions and builds as these programs write them; a sentence is none. */
const number = /^(?=.*\d)[\w.+-]{1,64}$/;

/**
 * `NAME NUMBER`, or `unknown` where either is not told. The header `server` says neither: it names the library beneath, or a proxy.
 *
 * @param base the address of the protocol's own paths, ending in `v1/`
 * @param owner `owned_by` of the model; the server's word
 * @param get the JSON object behind an address of the same server; undefined where there is none
 */
export async function serverProgram(
  base: URL,
  owner: string | undefined,
  get: (url: URL) => Promise<JsonMap | undefined>,
): Promise<string> {
  const program = owner === undefined ? undefined : programs.get(owner);
  if (program === undefined) return 'unknown';
  const told = (await get(new URL(`../${program.path}`, base)))?.get(program.key);
  return typeof told === 'string' && number.test(told) ? `${program.name} ${told}` : 'unknown';
}
