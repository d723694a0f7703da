import { defineConfig } from 'vitest/config';
import { importedCrdsOfTests } from './build/imported-crds.mjs';

export default defineConfig({
  plugins: [importedCrdsOfTests],
  test: { include: ['test/**/*.test.ts'], exclude: ['test/e2e/**'], testTimeout: 120_000 },
});
