import { dayOf } from '../certificates/authority-options';
import type { CacertsRotateResult } from '../certificates/rotate';
import { authorityOptions, FOLDER_OPTIONS, foldersOf, ROOT_OPTIONS } from './cacerts-options';
import { command, flagOption } from './command';
import { jsonText, openMesh } from './mesh-options';

export const cacertsRotateCommand = command({
  name: 'cacerts rotate',
  summary: 'Move the mesh to a new root, step by step.',
  help: `Makes a new root and adds it to root-cert.pem of every cluster, beside the old one. Workloads of both roots then trust each
other while clusters move. The old root moves to previous-root/. Nothing else changes yet.

Then:
- Apply the new Secrets to all clusters, restart Citadel or istiod, and wait until every workload has both roots.
- Run \`istio-remote cacerts issue --all --replace\`, and apply these Secrets to one cluster after the other.
- When every workload has a certificate below the new root, run \`istio-remote cacerts rotate --finish\`. It removes the
old root and deletes its key. Apply the Secrets to all clusters once more.

Each step prints the next one, and you can repeat it safely. docs/certificates.md has the commands.`,
  options: {
    ...FOLDER_OPTIONS,
    finish: flagOption('Remove the old root. Possible when no cluster signs with it.'),
    ...ROOT_OPTIONS,
    json: flagOption('Print what was done as JSON.'),
  },
  examples: [
    ['istio-remote cacerts rotate', 'begin, or see the current step'],
    ['istio-remote cacerts rotate --finish', 'end it'],
  ],
  async run(values, terminal) {
    const authority = authorityOptions(values, 1);
    const { cacertsRotate } = await import('../certificates/rotate');
    const result = await cacertsRotate((await openMesh(values.config)).mesh, {
      ...foldersOf(values, terminal),
      authority,
      finish: values.finish,
    });
    const { outcome, clusters, current } = result;
    if (values.json) {
      terminal.out(jsonText({ outcome, clusters, root: current.node.fingerprint256 }));
      return 0;
    }
    terminal.out(`${HEADS[outcome]}, until ${dayOf(current.notAfter)}\n`);
    for (const { cluster, moved, changed } of clusters)
      terminal.out(
        `${cluster}: signs under the ${moved ? 'new' : 'old'} root, trusts ${outcome === 'finished' ? 'the new one alone' : 'both'}${changed ? ' (changed)' : ''}\n`,
      );
    terminal.err(`${nextStep(result)}\n`);
    return 0;
  },
});

const HEADS = {
  started: 'made a new root',
  continued: 'the new root is the one made before',
  finished: 'dropped the old root; the new one is valid',
} as const;

const APPLY = 'bring the Secret cacerts to every cluster and restart Citadel or istiod';

function nextStep({ outcome, clusters }: CacertsRotateResult): string {
  if (outcome === 'finished') return `Next: ${APPLY}.`;
  if (clusters.every(({ moved }) => moved))
    return `Next: ${APPLY}, one after the other; once every workload has a certificate under the new root, \`istio-remote cacerts rotate --finish\`.`;
  return `Next: ${APPLY}, and wait until every workload trusts both roots; then \`istio-remote cacerts issue --all --replace\`.`;
}
