// The containers there are, in the order in which a file is tried against them.
import type { Container } from './container.ts';
import { gzipContainer } from './gzip.ts';
import { javascriptContainer } from './javascript.ts';
import { tarContainer } from './tar.ts';
import { zipContainer } from './zip.ts';

/** Every container that can be opened. The stricter recognition comes first. */
export const containers: readonly Container[] = [zipContainer, gzipContainer, tarContainer, javascriptContainer];
