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
  help: `Deletes the cluster's Secret on the primary first, so that the primary stops reading the cluster. Then it deletes the
objects of this tool's manifests in the remote, webhooks first. It deletes only objects that have this tool's label. Injected
namespaces stay but lose their injection label. The namespace of Istio goes last, if this tool made it and it is empty.

With several primaries, leave first deletes the Secrets on all of them, so all have to answer. A primary that leaves also stops
reading the others. Its istiod, its cacerts and the objects of istiod stay.

Istio itself leaves objects behind: Citadel 1.0 a Secret with keys for every account, current istiod a ConfigMap with its
roots in every namespace. leave lists them, and --delete-leftovers deletes them. Running sidecars need them until their pods
restart. Definitions of Istio's kinds always stay.

If Argo CD or Flux manages one of the objects, or an ExternalSecret or SealedSecret makes its Secret, leave deletes nothing,
because the object would be back in seconds. The message says what to delete or to remove from Git. Then repeat with --force.

leave lists everything and asks before it deletes. If it fails halfway, repeat it. If the remote is no longer in
mesh.yaml, leave finds it by label: give its --context.`,
  positionals: { remote: { describe: 'Id of the cluster.', required: true, completes: 'clusters' } },
  options: {
    ...CLUSTER_OPTIONS,
    ...CONTEXT_OPTION,
    ...PRIMARY_CONTEXT_OPTION,
    'delete-leftovers': flagOption('Also delete the objects that Istio itself left in the remote.'),
    'primary-only': flagOption(
      'Delete only the Secret on the primary, for example if the remote no longer exists.',
    ),
    force: flagOption('Also delete objects that Argo CD, Flux or the owner of a Secret may create again.'),
    yes: flagOption('Do not ask.'),
    json: flagOption('Print the report as JSON.'),
  },
  examples: [
    ['istio-remote leave eu-west-1', 'list the objects, ask, and delete them'],
    [
      'istio-remote leave eu-west-1 --yes --delete-leftovers',
      'in a script, including the objects that Istio left',
    ],
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

/** Longer lists end with a count. */
const SHOWN = 50;

function leftoverText(cluster: string, { what, stays, objects }: LeftoverGroup): string {
  const list = objects.slice(0, SHOWN).map((title) => `  ${title}\n`);
  const more = objects.length > SHOWN ? [`  and ${objects.length - SHOWN} more\n`] : [];
  const advice = stays ?? 'delete them with --delete-leftovers once no sidecar runs';
  return `${cluster}: still there: ${what}; ${advice}:\n${[...list, ...more].join('')}`;
}
