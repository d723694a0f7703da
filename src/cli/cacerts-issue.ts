import { dayOf, KEY_TYPES } from '../certificates/authority-options';
import type { CacertsIssueOptions, Issued } from '../certificates/issue';
import { UsageError } from '../problem';
import { SEALING_SCOPES } from '../sealed-secrets/format';
import { authorityOptions, FOLDER_OPTIONS, foldersOf, NAME_OPTIONS } from './cacerts-options';
import { command, flagOption, textOption } from './command';
import { jsonText, openMesh } from './mesh-options';

export const cacertsIssueCommand = command({
  name: 'cacerts issue',
  summary: 'Make the certificates of clusters, signed by the root.',
  help: `Makes a key and a certificate for each cluster, signed by the root: ca-cert.pem, ca-key.pem, root-cert.pem and
cert-chain.pem in clusters/<cluster>/ of the folder of keys. They are the files of the Secret cacerts, which Citadel and
istiod read when they start. Citadel of Istio 1.0 signs with RSA keys only.

Clusters that already have files keep them, unless you give --replace. If you name such a cluster, the command reports
it. --all skips it. With --secret or --seal, the command makes manifests from the existing files.`,
  positionals: {
    cluster: { describe: 'Ids of clusters, the primary included.', array: true, completes: 'clusters' },
  },
  options: {
    ...FOLDER_OPTIONS,
    all: flagOption('Every cluster of the mesh.'),
    'key-type': textOption(`Key of each cluster: ${KEY_TYPES.join(', ')}.`, {
      choices: KEY_TYPES,
      default: 'rsa-2048',
    }),
    lifetime: textOption('How long the certificates are valid, such as 365d or 2y; not beyond the root.', {
      default: '730d',
    }),
    'path-length': textOption('Highest number of authorities between a cluster and its workloads.', {
      default: '0',
    }),
    ...NAME_OPTIONS,
    'root-key': textOption("The root's key. Default: root/root-key.pem in the folder."),
    secret: flagOption(
      'Write the manifest of the Secret beside the files, as cacerts.secret.yaml. It holds the key.',
    ),
    seal: textOption(
      'Make SealedSecrets for this certificate of a sealed-secrets controller; {cluster} in the name is the cluster id.',
    ),
    scope: textOption(`Where a SealedSecret may be opened: ${SEALING_SCOPES.join(', ')}.`, {
      choices: SEALING_SCOPES,
      default: 'strict',
    }),
    output: textOption(
      'File for the SealedSecrets, where {cluster} is the cluster id; - for standard output.',
      {
        default: '-',
      },
    ),
    replace: flagOption('Make new keys and certificates for clusters that have some.'),
    json: flagOption('Print what was done as JSON, without any key.'),
  },
  examples: [
    ['istio-remote cacerts issue --all', 'for every cluster that has none'],
    ['istio-remote cacerts issue eu-west-1 --secret', 'with the manifest of the Secret'],
    [
      'istio-remote cacerts issue --all --seal sealing/{cluster}.pem --output dist/{cluster}/cacerts.yaml',
      'encrypted, for Git',
    ],
  ],
  async run(values, terminal) {
    const { all, cluster, json, output, seal } = values;
    if (all === cluster.length > 0) throw new UsageError('Name clusters, or --all.');
    if (json && seal !== undefined && output === '-')
      throw new UsageError('--json and --output - both take standard output.');
    if (seal === undefined && output !== '-') throw new UsageError('--output is for what --seal makes.');
    const printsSealed = seal !== undefined && output === '-';
    const options: CacertsIssueOptions = {
      ...foldersOf(values, terminal),
      clusters: cluster,
      authority: authorityOptions(values, 0),
      rootKey: values['root-key'],
      secret: values.secret,
      seal: seal === undefined ? undefined : { certificate: seal, scope: values.scope, output },
      replace: values.replace,
      onIssue: (issued) => {
        if (json) return;
        if (printsSealed) terminal.err(`${summaryOf(issued)}\n`);
        else terminal.out(`${summaryOf(issued)}\n`);
      },
    };
    const { cacertsIssue } = await import('../certificates/issue');
    const issued = await cacertsIssue(await openMesh(values.config), options);
    if (json) terminal.out(jsonText({ clusters: issued.map(plain) }));
    else if (printsSealed) terminal.data(issued.map(({ sealed }) => sealed?.text ?? '').join(''));
    return 0;
  },
});

function summaryOf({ cluster, outcome, folder, certificate, keyType, secret, sealed }: Issued): string {
  const files = [folder, secret, sealed?.file].filter((file) => file !== undefined);
  return `${cluster}: ${outcome} (${keyType}), until ${dayOf(certificate.notAfter)}, in ${files.join(', ')}`;
}

function plain({ certificate, sealed, ...issued }: Issued) {
  const { node, notAfter } = certificate;
  return {
    ...issued,
    sealed: sealed?.file,
    serial: node.serialNumber,
    sha256: node.fingerprint256,
    notAfter,
  };
}
