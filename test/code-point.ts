import fc from 'fast-check';

/**
 * Any code point except surrogates, for `fc.string({ unit: codePoint })`, like `unit: 'binary'`. That unit first
 * builds a table of all of Unicode, which takes a second in each worker.
 */
export const codePoint = fc
  .integer({ min: 0, max: 0x10ffff - 0x800 })
  .map((index) => String.fromCodePoint(index < 0xd800 ? index : index + 0x800));
