import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asMap, asMaps, type KubeObject, readObjects } from '../../../chart-objects';

/** Charts `base`, `istiod` (profile remote) and `gateway`, rendered by Helm; not part of this repository. */
export const RENDERED = join(import.meta.dirname, '../../../../shared/istio-current');

export const RELEASES = ['1.28.10', '1.30.3'];

/** A rendering and the mesh that says the same. */
export interface ParityCase {
  readonly name: string;
  /** Options of the mesh, of the primary and of the remote, as YAML. */
  readonly top?: string;
  readonly address?: string;
  readonly remote?: string;
}

/** The mesh of every rendering has the remote `remote2` in `network2`, as the charts' values had. */
export const CASES: readonly ParityCase[] = [
  { name: 'minimal' },
  { name: 'ip' },
  { name: 'ipv6', address: 'fd00::1' },
  { name: 'host', address: 'istiod.example.com' },
  {
    name: 'injectionURL',
    remote: 'url: https://istiod.example.com:15017/inject/cluster/remote2/net/network2',
  },
  { name: 'caBundle', remote: 'caBundle: Q0FCVU5ETEU=' },
  { name: 'enableNamespacesByDefault', remote: 'injectByDefault: true' },
  { name: 'other-namespace', top: 'namespace: mesh-cp' },
  { name: 'revision', top: 'revision' },
];

export function meshText(release: string, { top, address = '10.1.2.3', remote = '' }: ParityCase): string {
  return `istio: ${release}
${top === 'revision' ? 'revision: 1-30\n' : ''}primary:
  name: hq
  network: network1
  addresses: { istiod: "${address}" }
  ${top === 'revision' ? '' : (top ?? '')}
remotes:
  - name: remote2
    network: network2
    eastWestGateway: false
    sidecarInjector: { ${remote} }
`;
}

/** Everything that the charts render for a case. */
export function chartObjects(release: string, name: string): KubeObject[] {
  const read = (file: string) => readObjects(readFileSync(join(RENDERED, release, file), 'utf8'));
  return [...read(`istiod-${name}.yaml`), ...read('base.nocrd.yaml').map((object) => ofCase(object, name))];
}

/** The chart `base` was rendered once: for the namespace istio-system and the default revision. */
function ofCase(object: KubeObject, name: string): KubeObject {
  const namespace = name === 'other-namespace' ? 'mesh-cp' : 'istio-system';
  if (object.kind === 'ServiceAccount')
    return { ...object, metadata: { ...asMap(object.metadata), namespace } };
  const service = { name: name === 'revision' ? 'istiod-1-30' : 'istiod', namespace, path: '/validate' };
  const labels = {
    ...asMap(asMap(object.metadata).labels),
    'istio.io/rev': name === 'revision' ? '1-30' : 'default',
  };
  // As its templates have base.validationCABundle.
  const trusted =
    name === 'caBundle' ? { clientConfig: { service, caBundle: 'Q0FCVU5ETEU=' }, failurePolicy: 'Fail' } : {};
  return {
    ...object,
    metadata: { ...asMap(object.metadata), labels },
    webhooks: asMaps(object.webhooks).map((webhook) => ({
      ...webhook,
      clientConfig: { service },
      ...trusted,
    })),
  };
}

/** The chart `gateway` with networkGateway: network2. */
export function chartGateway(release: string): KubeObject[] {
  return readObjects(readFileSync(join(RENDERED, release, 'eastwest-gateway.yaml'), 'utf8'));
}
