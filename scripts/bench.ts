// `npm run bench [-- NAME]...`: measures on this machine, side by side with others where they run here; all sections
// where none is named.
import os from 'node:os';
import { ForebearError } from '../src/errors.ts';
import { assignSection } from './bench-assign.ts';
import { codeSection } from './bench-code.ts';
import { compareSection } from './bench-compare.ts';
import { forwardSection } from './bench-forward.ts';
import { dequantiseSection, quantiseSection } from './bench-ggml.ts';
import type { BenchSection } from './bench-section.ts';
import { sizesSection } from './bench-sizes.ts';
import { runScript } from './run-script.ts';

const sections: readonly BenchSection[] = [
  dequantiseSection,
  quantiseSection,
  assignSection,
  compareSection,
  sizesSection,
  codeSection,
  forwardSection,
];

await runScript(async (signal) => {
  const asked = process.argv.slice(2);
  const names = sections.map(({ name }) => name);
  for (const name of asked) {
    if (!names.includes(name)) throw new ForebearError('usage', name, `one of ${names.join(', ')}`, 'no such section');
  }
  console.log(`${os.cpus()[0]?.model ?? 'unknown processor'}, Node ${process.versions.node}`);
  let good = true;
  for (const section of sections) {
    if (asked.length > 0 && !asked.includes(section.name)) continue;
    console.log('');
    good = (await section.run(signal)) && good;
  }
  return good;
});
