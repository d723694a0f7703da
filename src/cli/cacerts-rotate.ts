import { dayOf } from '../certificates/authority-options';
import type { CacertsRotateResult } from '../certificates/rotate';
import { authorityOptions, FOLDER_OPTIONS, foldersOf, ROOT_OPTIONS } from './cacerts-options';
import { command, flagOption } from './command';
import { jsonText, openMesh } from './mesh-options';

export const cacertsRotateCommand = command({
  name: 'cacerts rotate',
  summary: 'Move the mesh to a new root, step by step.',
  help: `Makes a new root and adds it to root-cert.pem of every cluster, beside the old one: workloads of both roots trust
each other while clusters move. Nothing else changes yet; the old root steps back to previous-root/.

Then: (1) bring the new Secrets to all clusters, restart Citadel or istiod, and wait until every workload has both roots;
(2) run \`istio-remote cacerts issue --all --replace\`, and bring these Secrets to one cluster after the other in the same
way; (3) once every workload has a certificate under the new root, run \`istio-remote cacerts rotate --finish\`, which
drops the old root and deletes it with its key, and bring the Secrets to all clusters once more. Each step says what comes
next, and repeating it is safe. docs/certificates.md has the commands.`,
  options: {
    ...FOLDER_OPTIONS,
    finish: flagOption('Drop the old root, now that no cluster signs under it.'),
    ...ROOT_OPTIONS,
    json: flagOption('Print what was done as JSON.'),
  },
  examples: [
    ['istio-remote cacerts rotate', 'begin, or see where the rotation stands'],
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
