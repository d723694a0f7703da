import { defineConfig } from 'vitest/config';
import { importedCrdsOfTests } from './build/imported-crds.mjs';

export default defineConfig({
  plugins: [importedCrdsOfTests],
  test: {
    setupFiles: ['test/all-lines.ts'],
    include: ['test/**/*.test.ts'],
    exclude: ['test/e2e/**'],
    // A worker loads each module once, not once for each test file: that was more than half of the time.
    isolate: false,
    testTimeout: 120_000,
  },
});
