import { UsageError } from '../problem';
import {
  allowances,
  CLUSTER_OPTIONS,
  CONTEXT_OPTION,
  connectionOptions,
  KUBECONFIG_RULES,
} from './cluster-options';
import { command, flagOption, textOption } from './command';
import { jsonText, openMesh, outdirOf } from './mesh-options';
import { durationOf, durationOption, TOKEN_OPTIONS } from './token-options';

/** Lifetime of a requested token, for a file that somebody looks at. */
const DURATION = '24h';

export const kubeconfigCommand = command({
  name: 'kubeconfig',
  summary: 'Make the kubeconfig that a primary uses to read another cluster.',
  help: `Makes a kubeconfig from the token of the account istio-multi (Istio 1.0) or istio-reader-service-account (current Istio) in
the remote. The manifests of the remote create the account. On a primary that other primaries read, the account is
istio-remote-reader. Cluster, user and context in the file have the cluster id as their name, and the CA is inline.

The server is apiServer of the remote in mesh.yaml, else the server of the context. Plain http, localhost and contexts that
skip the verification of certificates are refused.

Only the owner of the file can read it. The token is a credential: it is printed only with \`--output -\`, and never written
into the output folder. \`istio-remote join\` needs no such file.`,
  positionals: {
    remote: {
      describe: 'Id of the cluster that the kubeconfig is for.',
      required: true,
      completes: 'clusters',
    },
  },
  options: {
    ...CLUSTER_OPTIONS,
    ...CONTEXT_OPTION,
    output: textOption(
      'File to write, or - for standard output. Default: a file with the cluster id as its name.',
    ),
    ...TOKEN_OPTIONS,
    duration: durationOption(DURATION),
    ...KUBECONFIG_RULES,
    json: flagOption('Print the report as JSON, without the token.'),
  },
  examples: [
    ['istio-remote kubeconfig eu-west-1', 'write the file eu-west-1'],
    ['istio-remote kubeconfig eu-west-1 --output -', 'print it'],
    ['istio-remote kubeconfig eu-west-1 --token-request --duration 12h', 'use a token that expires'],
  ],
  async run(values, terminal) {
    if (values.duration !== undefined && !values['token-request'])
      throw new UsageError('--duration goes with --token-request.');
    const tokenSeconds = values['token-request'] ? durationOf(values.duration ?? DURATION) : undefined;
    const connection = connectionOptions(values, terminal);
    const { kubeconfig } = await import('../membership/kubeconfig');
    const { text, ...result } = await kubeconfig(await openMesh(values.config), {
      remote: values.remote,
      connection,
      output: values.output,
      outdir: outdirOf(undefined, terminal),
      tokenSeconds,
      allow: allowances(values),
    });
    for (const warning of result.warnings) terminal.err(`${warning}\n`);
    if (result.file === undefined) {
      terminal.data(text);
      return 0;
    }
    const { file, server, source, expires } = result;
    const ends = expires === undefined ? '' : `, until ${expires.toISOString()}`;
    if (values.json) terminal.out(jsonText({ cluster: values.remote, ...result }));
    else terminal.out(`${values.remote}: wrote ${file} for ${server}, with the token of ${source}${ends}\n`);
    return 0;
  },
});
