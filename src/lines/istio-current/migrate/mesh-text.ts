import { printCommented, type YamlLine } from '../../../kubernetes/text/print-commented';
import { sourcesText, type ValuesSource } from '../../../migrate/helm-values/read-values';
import { below, type MeshOption, optionLines } from '../../../migrate/mesh-option';
import { oldestKubernetes } from '../facts/releases';

/** The content of a migrated mesh.yaml. */
interface MeshContent {
  readonly sources: readonly ValuesSource[];
  readonly istio: string;
  readonly options: readonly MeshOption[];
  readonly cluster: string;
  readonly primary: string;
  readonly kubernetes: string | undefined;
}

/** Options of the mesh. All others belong to the remote. */
const OF_THE_MESH = ['primary', 'revision', 'revisionTags'];

/** Writes mesh.yaml, with notes for the user as comments. */
export function meshText(content: MeshContent): string {
  const { istio, options, primary } = content;
  const revisions = options.filter(({ path }) => path[0] === 'revision' || path[0] === 'revisionTags');
  return printCommented([
    ...header(content),
    { key: 'istio', value: istio, note: '--istio' },
    ...optionLines(revisions),
    {
      key: 'primary',
      value: {
        map: [
          { key: 'name', value: primary, note: 'the id of the cluster with istiod' },
          { comment: 'Fill in the networks, so that overlapping ones are found.' },
          { comment: 'podCidrs: [10.8.0.0/14]' },
          { comment: 'serviceCidrs: [10.12.0.0/20]' },
          ...optionLines(below(options, 'primary')),
        ],
      },
    },
    { key: 'remotes', value: { list: [{ map: remoteLines(content) }] } },
  ]);
}

function header({ sources, istio }: MeshContent): YamlLine[] {
  return [
    'yaml-language-server: $schema=./node_modules/cdk8s-istio-remote/schema/mesh.schema.json',
    '',
    `Made by \`istio-remote migrate\` from ${sourcesText(sources)}.`,
    `It renders what the charts base and istiod of Istio ${istio} render with profile remote, except for the`,
    'differences that docs/chart-parity.md lists. Values that nothing in a remote cluster reads are left out: they',
    'belong to the Helm release of the primary.',
  ].map((comment) => ({ comment }));
}

function remoteLines({ istio, cluster, kubernetes, options }: MeshContent): YamlLine[] {
  const own = options.filter(({ path }) => !OF_THE_MESH.includes(path[0] ?? ''));
  return [
    { key: 'name', value: cluster },
    kubernetes === undefined
      ? { comment: `kubernetes: "${oldestKubernetes(istio)}" # the version of this cluster` }
      : { key: 'kubernetes', value: kubernetes, note: '--kubernetes' },
    { comment: 'Fill in where the primary reaches the API server, and the networks.' },
    { comment: 'apiServer: https://10.20.0.2:6443' },
    { comment: 'podCidrs: [10.20.0.0/16]' },
    { comment: 'serviceCidrs: [10.21.0.0/20]' },
    { comment: 'injectedNamespaces: [default] # which `kubectl label namespace` labelled for injection' },
    ...optionLines(own),
  ];
}
