import { starterMesh } from '../lines/registry';
import { TOPOLOGIES } from '../lines/topologies';
import { command, textOption } from './command';

export const initCommand = command({
  name: 'init',
  summary: 'Write a starter project.',
  help: `Writes mesh.yaml, cdk8s.yaml and .gitattributes (which marks dist/ as generated) into a folder. Files that are
there already stay as they are.

istio-remote works without the CLI of cdk8s. If you want \`cdk8s synth\` too, --cdk8s adds cdk8s-cli to package.json, and a
script that runs it without its check for upgrades.`,
  options: {
    dir: textOption('The folder.', { default: '.' }),
    istio: textOption(
      'Release of the primary: 1.0.0 to 1.0.9, or 1.28 and newer, which decides what mesh.yaml has.',
      { default: '1.0.9' },
    ),
    topology: textOption(
      `Where the mesh has control planes: ${TOPOLOGIES.join(', ')}; see docs/topologies.md. Istio 1.0 has primary-remote only.`,
      { choices: TOPOLOGIES, default: 'primary-remote' },
    ),
    cdk8s: {
      type: 'boolean',
      default: false,
      describe: 'Also add what `cdk8s synth` needs to package.json; `npm install` then installs it.',
    },
  },
  examples: [
    ['istio-remote init', 'start here'],
    ['istio-remote init --istio 1.30', 'start with current Istio'],
    ['istio-remote init --istio 1.30 --topology multi-primary', 'start with an istiod in every cluster'],
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
