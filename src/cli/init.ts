import { init } from '../commands/init';
import { command } from './command';

export const initCommand = command({
  name: 'init',
  summary: 'Write a starter project.',
  help: `Writes mesh.yaml, cdk8s.yaml and .gitattributes (which marks dist/ as generated) into a folder. Files that are
there already stay as they are.`,
  options: { dir: { type: 'string', default: '.', describe: 'The folder.' } },
  examples: [['istio-remote init', 'start here']],
  run({ dir }, terminal) {
    for (const { name, outcome } of init(dir)) terminal.out(`${name}: ${outcome}\n`);
    terminal.err('Describe your clusters in mesh.yaml, then run `npx istio-remote synth`.\n');
    return 0;
  },
});
