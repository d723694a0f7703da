import data from '../../../imports/kubernetes.json';
import { withDefinitionWave } from '../../add-ons/argocd/waves';
import type { Line } from '../line';
import { definitionFiles } from './definitions/files';
import { exposureParts } from './exposure-parts';
import { isReleaseCurrent, MINORS_CURRENT } from './facts/releases';
import { membership } from './membership';
import type { MeshCurrent } from './mesh';
import { pageModel } from './page-model';
import { remoteFiles } from './parts';
import { reader } from './reader';
import { starterMesh } from './starter-mesh';

/** Istio 1.28 and newer. */
export const line: Line<MeshCurrent> = {
  ...reader,
  // Without quotes a release such as 1.30 is a number for YAML, and read as it was written all the same.
  releases: [
    {
      type: 'string',
      pattern: `^(?:${MINORS_CURRENT.map((minor) => minor.replace('.', '\\.')).join('|')})(?:\\.(?:0|[1-9]\\d*))?$`,
    },
    { type: 'number', enum: MINORS_CURRENT.map(Number) },
  ],
  starterMesh: (release) => (isReleaseCurrent(release) ? starterMesh(release) : undefined),
  *primaryFiles(mesh) {
    const exposure = exposureParts(mesh);
    if (exposure.length > 0) yield { cluster: mesh.primary.name, name: 'exposure.k8s.yaml', parts: exposure };
  },
  *remoteFiles(mesh, remote) {
    const { name, definitions = [] } = remote;
    yield* definitionFiles(
      name,
      mesh.argocd === undefined ? definitions : definitions.map(withDefinitionWave),
    );
    for (const file of remoteFiles(mesh, remote)) yield { cluster: name, ...file };
  },
  pageModel,
  validation: () => ({
    newestKubernetes: `1.${data.last}`,
    primaryServices: ['istiod'],
    userObjects: new Map(),
  }),
  membership,
  // istiod leaves the algorithm to the key, and remotes may do without an authority of their own.
  signer: { unfitToSign: () => undefined, isInEveryCluster: false },
  otherImages:
    'istiod of the primary chooses the images of sidecars and gateways; they are not in this list.',
  async live() {
    const [{ checks }, { addressFinder }] = await Promise.all([
      import('./doctor/checks'),
      import('./addresses/address-finder'),
    ]);
    return { checks, addresses: addressFinder };
  },
  async migration() {
    const [{ migrateValuesCurrent }, { moveMesh }] = await Promise.all([
      import('./migrate/migrate-values'),
      import('./migrate/from-1.0/move-mesh'),
    ]);
    return { fromValues: migrateValuesCurrent, fromIstio10: moveMesh };
  },
};
