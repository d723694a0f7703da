import { identity } from '../../validate/cluster';
import type { Line } from '../line';
import { exposureParts } from './exposure-parts';
import { CONTROL_PLANE, INGRESS_GATEWAY } from './facts/control-plane';
import { NAMES } from './facts/names';
import { isRelease10 } from './facts/releases';
import { membership } from './membership';
import type { Mesh10 } from './mesh';
import { pageModel } from './page-model';
import { primaryMutualTlsParts, remoteParts } from './parts';
import { reader } from './reader';
import { meshInjection } from './sidecar/mesh-injector';
import { signer } from './signer';
import { starterMesh } from './starter-mesh';

/** Istio 1.0. */
export const line: Line<Mesh10> = {
  ...reader,
  releases: [],
  starterMesh: (release) => (isRelease10(release) ? starterMesh(release) : undefined),
  *primaryFiles(mesh) {
    const cluster = mesh.primary.name;
    const mutualTls = primaryMutualTlsParts(mesh);
    if (mutualTls.length > 0) yield { cluster, name: 'mutual-tls.k8s.yaml', parts: mutualTls };
    const exposure = exposureParts(mesh);
    if (exposure.length > 0) yield { cluster, name: 'exposure.k8s.yaml', parts: exposure };
  },
  *remoteFiles(mesh, remote) {
    yield { cluster: remote.name, name: 'istio-remote.k8s.yaml', parts: remoteParts(mesh, remote) };
  },
  pageModel,
  validation: ({ primary, remotes }) => ({
    newestKubernetes: '1.21',
    primaryServices: [...Object.values(CONTROL_PLANE).map(({ service }) => service), INGRESS_GATEWAY.service],
    userObjects: new Map(
      remotes
        .filter(({ sidecarInjector }) => !sidecarInjector.template)
        .map(({ name }) => [name, [identity('', 'ConfigMap', primary.namespace, NAMES.sidecarInjector)]]),
    ),
  }),
  membership: () => membership,
  signer,
  injection: meshInjection,
  async live() {
    const [{ checks }, { addressFinder }] = await Promise.all([
      import('./doctor/checks'),
      import('./addresses/address-finder'),
    ]);
    return { checks, addresses: addressFinder };
  },
  async migration() {
    const { migrateValues } = await import('./migrate/migrate-values');
    return { fromValues: (chart) => migrateValues({ kubernetes: '1.21', ...chart }) };
  },
};
