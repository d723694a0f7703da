import { printCommented, type YamlLine } from '../../../kubernetes/text/print-commented';
import { sourcesText, type ValuesSource } from '../../../migrate/helm-values/read-values';
import { below, type MeshOption, optionLine, optionLines } from '../../../migrate/mesh-option';
import { NAMES } from '../facts/names';
import type { Release10 } from '../facts/releases';

/** The content of a migrated mesh.yaml. */
export interface MeshContent {
  readonly sources: readonly ValuesSource[];
  /** The release, and the reason for it as a comment. */
  readonly release: { readonly release: Release10; readonly note: string };
  readonly options: readonly MeshOption[];
  readonly leftOut: readonly string[];
  readonly cluster: string;
  readonly primary: string;
  readonly namespace: string;
  readonly kubernetes: string | undefined;
}

/** Writes mesh.yaml, with notes for the user as comments. */
export function meshText(content: MeshContent): string {
  const { release, options, namespace } = content;
  const security = below(options, 'security');
  const addresses = below(below(options, 'primary'), 'addresses');
  const hasPilot = addresses.some(({ path }) => path[0] === 'pilot');
  const pilot: MeshOption = {
    path: ['pilot'],
    value: `${NAMES.pilot}.${namespace}`,
    note: 'global.remotePilotAddress is not set, and this is where the chart points sidecars then',
  };
  return printCommented([
    ...header(content),
    { key: 'istio', value: release.release, note: release.note },
    {
      key: 'primary',
      value: {
        map: [
          ...primaryLines(content),
          optionLine('addresses', hasPilot ? addresses : [pilot, ...addresses]),
        ],
      },
    },
    ...(security.length === 0 ? [] : [optionLine('security', security)]),
    { key: 'remotes', value: { list: [{ map: remoteLines(content) }] } },
  ]);
}

function header({ sources, release, leftOut }: MeshContent): YamlLine[] {
  const from = sourcesText(sources);
  const lines = [
    'yaml-language-server: $schema=./node_modules/cdk8s-istio-remote/schema/mesh.schema.json',
    '',
    `Made by \`istio-remote migrate\` from ${from === '' ? "the chart's own values" : from}.`,
    `It renders what the Helm chart istio-remote of Istio ${release.release} renders with them, except for the differences`,
    "that docs/chart-parity.md lists. Options that are not here have the default, which is the chart's.",
    ...(leftOut.length === 0
      ? []
      : ['', 'Left out, because it changes nothing:', ...leftOut.map((line) => `  ${line}`)]),
  ];
  return lines.map((comment) => ({ comment }));
}

function primaryLines({ primary, namespace }: MeshContent): YamlLine[] {
  return [
    { key: 'name', value: primary, note: 'the id of the cluster with the control plane' },
    ...(namespace === NAMES.namespace ? [] : [{ key: 'namespace', value: namespace, note: '--namespace' }]),
    { comment: 'Fill in the networks, so that overlapping ones are found.' },
    { comment: 'podCidrs: [10.8.0.0/14]' },
    { comment: 'serviceCidrs: [10.12.0.0/20]' },
  ];
}

function remoteLines({ cluster, kubernetes, options }: MeshContent): YamlLine[] {
  const own = options.filter(({ path }) => path[0] !== 'primary' && path[0] !== 'security');
  return [
    { key: 'name', value: cluster },
    kubernetes === undefined
      ? { comment: 'kubernetes: "1.21" # the version of this cluster' }
      : { key: 'kubernetes', value: kubernetes, note: '--kubernetes' },
    { comment: 'Fill in where the primary reaches the API server, and the networks.' },
    { comment: 'apiServer: https://10.20.0.2:6443' },
    { comment: 'podCidrs: [10.20.0.0/16]' },
    { comment: 'serviceCidrs: [10.21.0.0/20]' },
    {
      comment:
        'injectedNamespaces: [default] # which `kubectl label namespace` labelled istio-injection=enabled',
    },
    ...optionLines(own),
  ];
}
