// Makes `npx cdk8s` in this repository start build/quiet-cdk8s.cjs. npm runs this after each change of node_modules.
import { renameSync, rmSync, symlinkSync } from 'node:fs';

const LINK = 'node_modules/.bin/cdk8s';

// On Windows npm creates scripts instead of links. The check stays there, and `npm run synth` turns it off.
if (process.platform !== 'win32') {
  const made = `${LINK}.${process.pid}`;
  rmSync(made, { force: true });
  symlinkSync('../../build/quiet-cdk8s.cjs', made);
  renameSync(made, LINK);
}
