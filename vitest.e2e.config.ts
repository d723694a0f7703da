import { defineConfig } from 'vitest/config';
import { importedCrds } from './build/imported-crds.mjs';

export default defineConfig({
  plugins: [importedCrds],
  test: {
    include: ['test/e2e/**/*.test.ts'],
    setupFiles: ['test/set-up.ts', 'test/all-lines.ts'],
    globalSetup: ['test/e2e/built-copy.ts', 'test/e2e/api-servers.ts'],
    // Much of the time is waiting: for servers to start, for runs that wait for each other.
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
});
