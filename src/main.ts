// The app for `cdk8s synth`: `istio-remote synth` on mesh.yaml. The CLI drops standard output, so messages go to
// standard error, and it sets the output folder in CDK8S_OUTDIR.
import { loadChunk } from './compiled-code';

const { main } = loadChunk('cli.js') as typeof import('./cli/main');

main(['synth']).then((exitCode) => {
  // All output is written by now. Exiting at once saves the time that Node needs to free its heap.
  process.exit(exitCode);
});
