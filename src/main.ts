// The app that `cdk8s synth` runs: `istio-remote synth` on mesh.yaml. The CLI throws standard output away, so what is
// worth reading goes to standard error, and it says where to write in CDK8S_OUTDIR.
import { loadChunk } from './compiled-code';

const { main } = loadChunk('cli.js') as typeof import('./cli/main');

main(['synth']).then((exitCode) => {
  // All output is written by now; ending at once saves Node taking its heap apart.
  process.exit(exitCode);
});
