import type { Joined } from '../membership/joined';
import { UsageError } from '../problem';
import { SEALING_SCOPES } from '../sealed-secrets/format';
import { ask } from './ask';
import {
  allowances,
  CLUSTER_OPTIONS,
  CONTEXT_OPTION,
  connectionOptions,
  KUBECONFIG_RULES,
  PRIMARY_CONTEXT_OPTION,
} from './cluster-options';
import { command, flagOption, type Terminal, textOption } from './command';
import { jsonText, openMesh, outdirOf } from './mesh-options';
import { pairTable } from './pair-table';
import {
  durationOption,
  JOIN_DURATION,
  RENEWAL_OPTIONS,
  TOKEN_OPTIONS,
  tokensThatEnd,
} from './token-options';

export const joinCommand = command({
  name: 'join',
  summary: 'Join clusters: store their kubeconfigs on the primaries that read them.',
  help: `For each remote, join makes a kubeconfig from the token of the account in the remote's manifests. It proves that the
kubeconfig lists what the primary reads, and (Istio 1.0) that it cannot read Secrets. Then it stores the kubeconfig in a
Secret on the primary, and Pilot or istiod reads it. The Secret has the cluster id as its key and the label
istio/multiCluster=true. Its name is the cluster id, or istio-remote-secret-<cluster id> with current Istio, as with
istioctl create-remote-secret.

With several primaries, each of them reads every other cluster. \`join X\` joins both directions of X's pairs, --all joins
every pair. Pairs join at the same time, and none waits for a cluster that does not answer. The output ends with a table of the
pairs.

Repeating join changes nothing. Istiod 1.30.4 and newer reads a changed Secret, so join updates it in place. For older istiod
and Pilot 1.0, join deletes the Secret and creates it a second later. Write the patch release in mesh.yaml: 1.30 counts as
1.30.0. If one cluster fails, the others still join, and the exit code is 1.

join first checks that it talks to the right clusters: a Kubernetes API server answers, and the uid of its namespace
kube-system is uid in mesh.yaml. --record writes missing uids.

If a Secret of another name already has the kubeconfig of the cluster, join changes nothing and says so. --take-over removes the
cluster from that Secret, which keeps its other clusters.

--rotate REMOTE revokes every token of the remote's account, for example after a leak. Deleting only the token's Secret is
not enough: the same token comes back. join deletes the account, creates a new account and token, and brings the token to the
primary. The primary cannot read the remote in between. join lists these steps and asks first. If it fails halfway, repeat it.

--token-request asks for a token that expires. --renew-before 168h renews only the tokens on the primary that expire within
that time, for a job on a schedule. It exits 1 if a token cannot be renewed, and --json says when each expires. With Istio
before 1.30.4, a renewal costs the endpoints of the cluster for a second or more, so it is an error without --allow-gap.

With --seal, join does not change the primary. It seals the Secret with the certificate of the sealed-secrets controller and
writes sealed-secrets/<cluster>.yaml beside mesh.yaml. You can commit that file, and synth puts it into the primary's
manifests (credentials.sealedSecrets in mesh.yaml). Each run gives a different text.`,
  positionals: {
    remote: {
      describe: 'Ids of the remotes; with several primaries, ids of primaries too.',
      array: true,
      completes: 'clusters',
    },
  },
  options: {
    ...CLUSTER_OPTIONS,
    ...CONTEXT_OPTION,
    ...PRIMARY_CONTEXT_OPTION,
    all: flagOption('Every remote of the mesh; with several primaries every pair.'),
    output: textOption(
      'Write the Secrets to this file (or - for standard output) instead of the primary, so that you can seal them.',
    ),
    seal: textOption(
      'Seal the Secrets for Git with this certificate of the sealed-secrets controller, from `kubeseal --fetch-cert`. With several primaries a path with {primary}, one file for each.',
    ),
    scope: textOption(
      `Where the controller can decrypt the sealed Secret: ${SEALING_SCOPES.join(', ')}. Default: strict, only with its own name and namespace.`,
      { choices: SEALING_SCOPES },
    ),
    'dry-run': flagOption('Check everything and print the Secrets without credentials, but change nothing.'),
    'take-over': flagOption('Remove the cluster from a Secret of another name that has its kubeconfig.'),
    rotate: flagOption(
      'First recreate the account of one remote, so that all its old tokens are refused. Asks unless --yes.',
    ),
    ...TOKEN_OPTIONS,
    duration: durationOption(JOIN_DURATION),
    ...RENEWAL_OPTIONS,
    yes: flagOption('Do not ask before --rotate.'),
    record: flagOption(
      'Write the uids of kube-system of the primary and of the remotes into mesh.yaml; comments, order and quotes stay as they are.',
    ),
    ...KUBECONFIG_RULES,
    json: flagOption('Print the report as JSON.'),
  },
  examples: [
    ['istio-remote join eu-west-1', 'let one cluster join'],
    ['istio-remote join --all --record', 'let all join, and remember which clusters they are'],
    ['istio-remote join --all --dry-run', 'see what would change'],
    ['istio-remote join eu-west-1 --seal controller.pem', 'seal the Secret for Git'],
    ['istio-remote join eu-west-1 --token-request --duration 720h', 'join use a token that expires'],
    ['istio-remote join --all --renew-before 168h', 'renew the tokens that expire within a week'],
    ['istio-remote join --rotate eu-west-1', 'revoke the token after a leak, and join with a new one'],
  ],
  async run(values, terminal) {
    const { all, remote, json, output, seal, scope } = values;
    if (all === remote.length > 0) throw new UsageError('Name remote clusters, or --all.');
    if (values.rotate && (all || remote.length > 1))
      throw new UsageError('--rotate is for one remote at a time: a failure must not cut off others.');
    if (values.yes && !values.rotate) throw new UsageError('--yes goes with --rotate.');
    if (json && output === '-') throw new UsageError('--json and --output - both take standard output.');
    if (seal !== undefined && output !== undefined)
      throw new UsageError('--seal and --output both say where the Secrets go.');
    if (seal === undefined && scope !== undefined) throw new UsageError('--scope goes with --seal.');
    if (values['take-over'] && (output ?? seal) !== undefined)
      throw new UsageError('--take-over changes the primary, which --seal and --output leave alone.');
    if (values.record && values['dry-run'])
      throw new UsageError('--record changes mesh.yaml, and --dry-run changes nothing.');
    const { tokenSeconds, renewal } = tokensThatEnd(values);
    const connection = connectionOptions(values, terminal);
    const { join } = await import('../membership/join');
    // Sealing again must work even if the sealed file is broken.
    const mesh = await openMesh(values.config, { alone: seal !== undefined });
    const said = new Set<string>();
    const { clusters, manifests, recorded, warnings } = await join(mesh, {
      remotes: remote,
      connection,
      primaryContext: values['primary-context'],
      output,
      seal: seal === undefined ? undefined : { certificate: seal, scope: scope ?? 'strict' },
      outdir: outdirOf(undefined, terminal),
      dryRun: values['dry-run'],
      allow: allowances(values),
      takeOver: values['take-over'],
      tokenSeconds,
      renewal,
      rotate: values.rotate ? (lines) => confirmed(lines, values, terminal) : undefined,
      record: values.record,
      onJoin: (joined) => {
        for (const warning of joined.warnings) terminal.err(`${warning}\n`);
        // A cluster that is down fails all its pairs with the same error, so it is printed once.
        if (joined.error !== undefined && !said.has(joined.error)) terminal.err(`${joined.error}\n`);
        if (joined.error !== undefined) said.add(joined.error);
        const line = `${summaryOf(joined, values['dry-run'])}\n`;
        if (json) return;
        if (output === '-') terminal.err(line);
        else terminal.out(line);
      },
    });
    for (const warning of warnings) terminal.err(`${warning}\n`);
    if (recorded.length > 0) terminal.err(`Wrote the uid of ${recorded.join(', ')} into ${values.config}.\n`);
    if (!json && mesh.mesh.primaries.length > 1) {
      const table = pairTable(clusters);
      if (output === '-') terminal.err(table);
      else terminal.out(table);
    }
    if (json) terminal.out(jsonText({ clusters }));
    else if (manifests !== '' && (values['dry-run'] || output === '-')) terminal.data(manifests);
    return clusters.some(({ outcome }) => outcome === 'failed' || outcome === 'declined') ? 1 : 0;
  },
});

/** Asks whether to continue a rotation. A dry run shows what it would do. */
async function confirmed(
  lines: readonly string[],
  values: { readonly yes: boolean; readonly 'dry-run': boolean },
  terminal: Terminal,
): Promise<boolean> {
  if (!values['dry-run']) return values.yes || (await ask('join', lines, terminal));
  terminal.err(lines.map((line) => `  ${line}\n`).join(''));
  return true;
}

const WOULD = {
  created: 'create',
  replaced: 'replace',
  updated: 'update',
  written: 'write',
  sealed: 'seal',
} as const;

function summaryOf(joined: Joined, dryRun: boolean): string {
  const { primary, cluster, outcome, server, file, expires } = joined;
  const pair = primary === undefined ? cluster : `${primary} reads ${cluster}`;
  if (outcome === 'failed' || outcome === 'declined') return `${pair}: ${outcome}`;
  const because = joined.because === undefined ? '' : `: ${joined.because}`;
  if (outcome === 'kept') return `${pair}: kept${because}`;
  const done = dryRun && outcome !== 'unchanged' ? `would ${WOULD[outcome]}` : outcome;
  const into = file === undefined ? '' : ` into ${file}`;
  const ends = expires === undefined ? '' : `, until ${expires.toISOString()}`;
  return `${pair}: ${done}${into} (${server}${ends})${because}`;
}
