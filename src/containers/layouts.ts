// The folder layouts there are, in the order in which a folder is tried against them.
import type { RunOptions } from '../run.ts';
import { layOutChunks } from './chunk-folder.ts';
import { layOutHubCache } from './hub-cache.ts';
import type { LaidOut, Layout, LayoutRequest } from './layout.ts';
import { layOutOllama } from './ollama-store.ts';
import { layOutScripts } from './script-folder.ts';

/** Known by where their files lie. */
const stores: readonly Layout[] = [layOutOllama, layOutHubCache];

/** Known by an index that says so. */
const indexed: readonly Layout[] = [layOutChunks, layOutScripts];

/** The folder as the first layout that knows it means it; undefined for a plain folder. */
export async function layOut(request: LayoutRequest, options?: RunOptions): Promise<LaidOut | undefined> {
  for (const layout of request.hasWeights && request.pick === undefined ? stores : [...stores, ...indexed]) {
    const laid = await layout(request, options);
    if (laid !== undefined) return laid;
  }
  return undefined;
}
