import { readFileSync } from 'node:fs';
import { migrateValuesCurrent } from '../../../../src/lines/istio-current/migrate/migrate-values';
import type { ValuesSource } from '../../../../src/migrate/helm-values/read-values';
import { CA_BUNDLE } from '../../../certificates-in-pem';

/** Values of the charts `base` and `istiod`, and the mesh with the same meaning. */
export interface ParityCase {
  /** File name in values/. */
  readonly name: string;
  /** Options of the mesh, of the primary and of the remote, as YAML. Undefined if only values have them. */
  readonly mesh?: { readonly top?: string; readonly primary?: string; readonly remote?: string };
  /** Address of istiod. @default '10.1.2.3' */
  readonly address?: string;
  /** Namespace of Istio. @default 'istio-system' */
  readonly namespace?: string;
  /** Values for the chart `base` besides the file, if it has its own value for the same option. */
  readonly base?: string;
}

/** Every mesh has the remote `remote2`, in `network2` by default. */
export const CASES: readonly ParityCase[] = [
  { name: 'minimal', mesh: {} },
  { name: 'ip', mesh: {} },
  { name: 'ipv6', mesh: {}, address: 'fd00::1' },
  { name: 'host', mesh: {}, address: 'istiod.example.com' },
  {
    name: 'injectionURL',
    mesh: { remote: 'url: https://istiod.example.com:15017/inject/cluster/remote2/net/network2' },
    address: 'istiod.example.com',
  },
  {
    name: 'caBundle',
    mesh: { remote: 'caBundle: Q0FCVU5ETEU=' },
    base: 'base: { validationCABundle: Q0FCVU5ETEU= }',
  },
  { name: 'validation-caBundle' },
  { name: 'enableNamespacesByDefault', mesh: { remote: 'injectByDefault: true' } },
  { name: 'other-namespace', mesh: { primary: 'namespace: mesh-cp' }, namespace: 'mesh-cp' },
  { name: 'revision', mesh: { top: 'revision: 1-30' }, base: 'defaultRevision: 1-30' },
  { name: 'revision-tags', base: 'defaultRevision: 1-30' },
  { name: 'injectionURL-and-address' },
  { name: 'default-path' },
  { name: 'no-network' },
  { name: 'no-webhook' },
  { name: 'no-validation' },
  { name: 'families-and-secrets' },
  { name: 'families-of-a-host', address: 'istiod.example.com' },
  {
    name: 'everything',
    namespace: 'mesh-cp',
    address: 'istiod.example.com',
    base: 'defaultRevision: canary\nbase: { validationCABundle: Q0FCVU5ETEU= }',
  },
];

/** The release in a mesh file or `--istio`: candidates count as the release. */
export function istioOf(release: string): string {
  return release.replace(/-.*/, '');
}

/** The address of istiod for the remote. */
export function addressOf({ address = '10.1.2.3' }: Pick<ParityCase, 'address'>): string {
  return address;
}

/** The charts were rendered with this bundle, because they accept any text. mesh.yaml requires certificates. */
export const CHART_BUNDLE = 'Q0FCVU5ETEU=';

/** A text with certificates instead of that bundle, as users have it. */
export const withCertificates = (text: string): string => text.replaceAll(CHART_BUNDLE, CA_BUNDLE);

/** The mesh of a case, written by hand. */
export function meshText(release: string, each: Omit<ParityCase, 'name'>): string {
  const { top = '', primary = '', remote = '' } = each.mesh ?? {};
  return `istio: ${istioOf(release)}
${top}
primary:
  name: hq
  network: network1
  addresses: { istiod: "${addressOf(each)}" }
  ${primary}
remotes:
  - name: remote2
    network: network2
    eastWestGateway: false
    sidecarInjector: { ${withCertificates(remote)} }
`;
}

/** The values file of a case, from the root of this repository. */
export function valuesFile({ name }: ParityCase): string {
  return `test/lines/istio-current/parity/values/${name}.yaml`;
}

/** The values of a case, as users give them to both charts. */
export function sourceOf(each: ParityCase): ValuesSource {
  return { kind: 'file', name: valuesFile(each), text: readFileSync(valuesFile(each), 'utf8') };
}

/** Whether the values alone make a mesh: they need an address. */
export function isMigrated({ name }: ParityCase): boolean {
  return name !== 'minimal';
}

/** Returns the mesh that `migrate` makes from the values of a case, or from others. */
export function migratedText(release: string, each: ParityCase, source = sourceOf(each)): string {
  const certified = { ...source, text: withCertificates(source.text) };
  return migrateValuesCurrent({ sources: [certified], cluster: 'remote2', istio: istioOf(release) }).text;
}
