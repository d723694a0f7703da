import { starterMesh } from '../lines/registry';
import { TOPOLOGIES } from '../lines/topologies';
import { command, textOption } from './command';

export const initCommand = command({
  name: 'init',
  summary: 'Write a starter project.',
  help: `Writes a starter mesh.yaml, cdk8s.yaml, and .gitattributes, which marks dist/ as generated. Existing files do not change.

istio-remote works without the CLI of cdk8s. If you also want \`cdk8s synth\`, --cdk8s adds cdk8s-cli to package.json, and a
script that runs it without its check for upgrades.`,
  options: {
    dir: textOption('Folder of the project.', { default: '.' }),
    istio: textOption(
      'Istio release of the primary: 1.0.0 to 1.0.9, or 1.28 and newer. It decides the options of mesh.yaml.',
      { default: '1.30' },
    ),
    topology: textOption(
      `Topology of the mesh: ${TOPOLOGIES.join(', ')}. See docs/topologies.md. Istio 1.0 supports only primary-remote.`,
      { choices: TOPOLOGIES, default: 'primary-remote' },
    ),
    cdk8s: {
      type: 'boolean',
      default: false,
      describe:
        'Also add the packages that `cdk8s synth` needs to package.json. Run `npm install` afterwards.',
    },
  },
  examples: [
    ['istio-remote init', 'start with current Istio'],
    ['istio-remote init --topology multi-primary', 'start with an istiod in every cluster'],
    ['istio-remote init --istio 1.0.9', 'start with Istio 1.0'],
    ['istio-remote init --cdk8s', 'start a project for `cdk8s synth`'],
  ],
  async run({ dir, istio, topology, cdk8s }, terminal) {
    const { init } = await import('../output/starter-project');
    const { files, synth } = init(dir, { mesh: await starterMesh(istio, topology), cdk8s });
    for (const { name, outcome } of files) terminal.out(`${name}: ${outcome}\n`);
    if (cdk8s) terminal.err('Run `npm install` to install cdk8s-cli.\n');
    terminal.err(`Describe your clusters in mesh.yaml, then run \`${synth}\`.\n`);
    return 0;
  },
});
