// esbuild, with a record of what its bundles contain: whatever build/build.mjs bundles, the notices know it.
import { existsSync } from 'node:fs';
import { build as bundle } from 'esbuild';

const metafile = { inputs: {}, outputs: {} };

/** esbuild's own `build`. */
export async function build(options) {
  const result = await bundle({ ...options, metafile: true });
  Object.assign(metafile.inputs, result.metafile.inputs);
  Object.assign(metafile.outputs, result.metafile.outputs);
  return result;
}

/** @returns one metafile, as esbuild writes it, of all bundles that still exist */
export function recorded() {
  const outputs = Object.entries(metafile.outputs).filter(([file]) => existsSync(file));
  const used = new Set(outputs.flatMap(([, { inputs }]) => Object.keys(inputs)));
  const inputs = Object.entries(metafile.inputs).filter(([file]) => used.has(file));
  return { inputs: Object.fromEntries(inputs), outputs: Object.fromEntries(outputs) };
}
