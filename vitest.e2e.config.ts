import { defineConfig } from 'vitest/config';
import { importedCrdsOfTests } from './build/imported-crds.mjs';

export default defineConfig({
  plugins: [importedCrdsOfTests],
  test: {
    include: ['test/e2e/**/*.test.ts'],
    globalSetup: ['test/e2e/built-copy.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
});
