// Runs before each test file of `npm test` and of the end-to-end tests.
import { appendFileSync } from 'node:fs';
import fc, { type RunDetails } from 'fast-check';
import { expect } from 'vitest';
import { drawFromTheStart, SEED } from './seed';

drawFromTheStart();
const { FUZZ_REPORT } = process.env;
fc.configureGlobal(
  FUZZ_REPORT === undefined
    ? { seed: SEED }
    : { seed: SEED, includeErrorInReport: true, reporter: noteIn(FUZZ_REPORT) },
);

/** Writes a line of JSON for each property, which `npm run fuzz` counts, and fails as fast-check does. */
function noteIn(file: string) {
  return (details: RunDetails<unknown>): void => {
    const { testPath, currentTestName } = expect.getState();
    appendFileSync(file, `${JSON.stringify({ testPath, currentTestName, runs: details.numRuns })}\n`);
    if (details.failed) throw new Error(fc.defaultReportMessage(details), { cause: details.errorInstance });
  };
}
