import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { importedCrds } from './build/imported-crds.mjs';
import { SlowestFirst } from './test/slowest-first';

export default defineConfig({
  plugins: [importedCrds],
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/e2e/**'],
    globalSetup: ['test/reference-notice.ts'],
    // A worker loads each module once, not once for each test file: that was more than half of the time.
    isolate: false,
    // One more than there are cores: some tests wait for servers and time limits.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: SlowestFirst },
    setupFiles: ['test/set-up.ts', 'test/all-lines.ts'],
    testTimeout: 120_000,
  },
});
