import { defineConfig } from 'vitest/config';
import { importedCrdsOfTests } from './build/imported-crds.mjs';

export default defineConfig({
  plugins: [importedCrdsOfTests],
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/e2e/**'],
    globalSetup: ['test/reference-notice.ts'],
    // A worker loads each module once, not once for each test file: that was more than half of the time.
    isolate: false,
    testTimeout: 120_000,
  },
});
