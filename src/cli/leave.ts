import type { LeftoverGroup } from '../membership/leave';
import type { Change } from '../membership/leave-plan';
import { ask } from './ask';
import {
  CLUSTER_OPTIONS,
  CONTEXT_OPTION,
  connectionOptions,
  PRIMARY_CONTEXT_OPTION,
} from './cluster-options';
import { command, flagOption } from './command';
import { jsonText, openMesh } from './mesh-options';

export const leaveCommand = command({
  name: 'leave',
  summary: 'Take a cluster out of the mesh.',
  help: `Deletes the cluster's Secret on the primary first, so that the primary stops reading the cluster; then, in
the remote, what the manifests of this tool made, webhooks first, each only when it carries this tool's label. Injected
namespaces lose the label by which they asked for sidecars, and stay. The namespace of Istio goes last, and only when this tool made it
and nothing else is left in it.

With several primaries the Secrets go from all of them first; all have to answer. A primary that leaves also stops to read
the others. Its istiod, cacerts and what istiod has made stay.

Istio itself leaves things behind: Citadel 1.0 a Secret with keys for every account, current istiod a ConfigMap with its
roots in every namespace. They are listed, and deleted with --delete-leftovers: running sidecars need theirs until their
pods restart. Definitions of Istio's kinds always stay.

If Argo CD or Flux manages something of it, or an ExternalSecret or SealedSecret makes its Secret, nothing is deleted: it
would be back in seconds. The message says what to delete, or to take out of Git. Then repeat with --force.

Everything is listed and asked for before anything is deleted. After a failure half-way, repeat. A remote that is no
longer in mesh.yaml is found by label; name its --context then.`,
  positionals: { remote: { describe: 'Id of the cluster.', required: true, completes: 'clusters' } },
  options: {
    ...CLUSTER_OPTIONS,
    ...CONTEXT_OPTION,
    ...PRIMARY_CONTEXT_OPTION,
    'delete-leftovers': flagOption('Delete what Istio itself has left in the remote, too.'),
    'primary-only': flagOption(
      'Delete the Secret on the primary and leave the remote alone, as when it is gone for good.',
    ),
    force: flagOption('Delete also what Argo CD, Flux or the owner of a Secret may make again.'),
    yes: flagOption('Do not ask.'),
    json: flagOption('Print the report as JSON.'),
  },
  examples: [
    ['istio-remote leave eu-west-1', 'list what goes, ask, and take it away'],
    ['istio-remote leave eu-west-1 --yes --delete-leftovers', 'in a script, what Istio has left included'],
  ],
  async run(values, terminal) {
    const connection = connectionOptions(values, terminal);
    const { leave } = await import('../membership/leave');
    const result = await leave(await openMesh(values.config), {
      remote: values.remote,
      connection,
      primaryContext: values['primary-context'],
      deleteLeftovers: values['delete-leftovers'],
      primaryOnly: values['primary-only'],
      force: values.force,
      confirm: async ({ lines }) => values.yes || (await ask('leave', lines, terminal)),
      onChange: (change) => (values.json ? undefined : terminal.out(`${summaryOf(change)}\n`)),
      onWarning: (warning) => terminal.err(`${warning}\n`),
    });
    const { cluster, outcome, leftovers } = result;
    if (values.json) terminal.out(jsonText(result));
    else if (outcome !== 'left') terminal.out(`${cluster}: ${outcome}\n`);
    for (const left of leftovers) terminal.err(leftoverText(cluster, left));
    return outcome === 'declined' ? 1 : 0;
  },
});

function summaryOf({ cluster, what, done, because }: Change): string {
  return `${cluster}: ${done === 'unlabelled' ? 'removed' : done} ${what}${because === undefined ? '' : `: ${because}`}`;
}

/** Lists of more objects end with a count. */
const SHOWN = 50;

function leftoverText(cluster: string, { what, stays, objects }: LeftoverGroup): string {
  const list = objects.slice(0, SHOWN).map((title) => `  ${title}\n`);
  const more = objects.length > SHOWN ? [`  and ${objects.length - SHOWN} more\n`] : [];
  const advice = stays ?? 'delete them with --delete-leftovers once no sidecar runs';
  return `${cluster}: still there: ${what}; ${advice}:\n${[...list, ...more].join('')}`;
}
