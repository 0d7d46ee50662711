// How the tests run: two workers, seeded and offline, with a last line that a script can read.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    // Two, whatever the machine has: the tests of large inputs are counted in memory, not in cores.
    maxWorkers: 2,
    testTimeout: 30_000,
    reporters: ['default', './test/reporter.ts'],
  },
});
