import { command } from './command';

export const initCommand = command({
  name: 'init',
  summary: 'Write a starter project.',
  help: `Writes mesh.yaml, cdk8s.yaml and .gitattributes (which marks dist/ as generated) into a folder. Files that are
there already stay as they are.`,
  options: {
    dir: { type: 'string', default: '.', describe: 'The folder.' },
    istio: {
      type: 'string',
      default: '1.0.9',
      describe: 'Release of the primary: 1.0.0 to 1.0.9, or 1.28 to 1.31, which decides what mesh.yaml has.',
    },
  },
  examples: [
    ['istio-remote init', 'start here'],
    ['istio-remote init --istio 1.30', 'start with current Istio'],
  ],
  async run({ dir, istio }, terminal) {
    const { starterMesh } = await import('../lines/starter-mesh');
    const { init } = await import('../output/starter-project');
    for (const { name, outcome } of init(dir, await starterMesh(istio)))
      terminal.out(`${name}: ${outcome}\n`);
    terminal.err('Describe your clusters in mesh.yaml, then run `npx istio-remote synth`.\n');
    return 0;
  },
});
