// Makes `npx cdk8s` of this repository start build/quiet-cdk8s.cjs. npm runs this after each change of node_modules.
import { renameSync, rmSync, symlinkSync } from 'node:fs';

const LINK = 'node_modules/.bin/cdk8s';

// On Windows npm makes scripts in place of links; there the check stays, and `npm run synth` goes without it.
if (process.platform !== 'win32') {
  const made = `${LINK}.${process.pid}`;
  rmSync(made, { force: true });
  symlinkSync('../../build/quiet-cdk8s.cjs', made);
  renameSync(made, LINK);
}
