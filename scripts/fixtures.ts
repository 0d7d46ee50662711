// `npm run fixtures [-- NAME]...`: makes the committed test files again, the same in every run; all of them where none
// is named.
import { ForebearError } from '../src/errors.ts';
import { makeBehaviourRecordings } from './behaviour-recordings.ts';
import { makeForwardFixtures } from './fixtures-forward.ts';
import { makeGgmlFixtures } from './fixtures-ggml.ts';
import { runScript } from './run-script.ts';

const makers: ReadonlyMap<string, () => Promise<void>> = new Map([
  ['ggml', makeGgmlFixtures],
  ['forward', makeForwardFixtures],
  ['behaviour', makeBehaviourRecordings],
]);

await runScript(async (signal) => {
  const asked = process.argv.slice(2);
  for (const name of asked.length === 0 ? makers.keys() : asked) {
    signal.throwIfAborted();
    const make = makers.get(name);
    if (make === undefined)
      throw new ForebearError('usage', name, `one of ${[...makers.keys()].join(', ')}`, 'no such fixtures');
    await make();
    console.log(`fixtures: ${name}`);
  }
  return true;
});
