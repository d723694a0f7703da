export type { OutputDifference, OutputOwnership, OutputReport } from './compare-output';
export { type CompareOptions, compareOutput } from './compare-output';
export { OutputError } from './output-error';
export type { OutputFile } from './output-file';
export { type WriteOptions, writeOutput } from './write-output';
