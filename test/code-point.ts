import fc from 'fast-check';

/**
 * Any code point but a surrogate, for `fc.string({ unit: codePoint })`: what `unit: 'binary'` draws. That one makes a
 * table of all of Unicode first, which takes a second in each worker.
 */
export const codePoint = fc
  .integer({ min: 0, max: 0x10ffff - 0x800 })
  .map((index) => String.fromCodePoint(index < 0xd800 ? index : index + 0x800));
