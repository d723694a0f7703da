import data from '../../../imports/kubernetes.json';
import { withDefinitionWave } from '../../add-ons/argocd/waves';
import { definitionKeptByFlux } from '../../add-ons/flux/kept-objects';
import type { Line } from '../line';
import { chartApplications } from './control-plane/argocd';
import { definitionFiles } from './definitions';
import { istiodName } from './facts/names';
import { hasFeatureCurrent, isReleaseCurrent, RELEASE_PATTERN } from './facts/releases';
import { KINDS } from './kinds';
import { membership } from './membership';
import type { MeshCurrent } from './mesh';
import { pageModel } from './page-model';
import { remoteFiles } from './parts';
import { primaryFiles } from './primary-parts';
import { reader } from './reader';
import { STARTERS } from './starter-meshes';

/** Istio 1.28 and newer. */
export const line: Line<MeshCurrent> = {
  ...reader,
  // Without quotes a release such as 1.30 is a number in YAML, but it is still read as written.
  releases: [
    { type: 'string', pattern: RELEASE_PATTERN },
    { type: 'number', minimum: 1.28, exclusiveMaximum: 2 },
  ],
  kinds: KINDS,
  starterMesh: (release, topology) =>
    isReleaseCurrent(release) && (topology !== 'ambient' || hasFeatureCurrent(release, 'ambientOverNetworks'))
      ? STARTERS[topology](release)
      : undefined,
  *primaryFiles(mesh) {
    for (const file of primaryFiles(mesh)) yield { cluster: mesh.primary.name, ...file };
  },
  *argoCdFiles(mesh) {
    if (mesh.controlPlane.install === 'argocd') yield* chartApplications(mesh);
  },
  *remoteFiles(mesh, remote) {
    const { name, definitions = [] } = remote;
    yield* definitionFiles(
      name,
      definitions.map((definition) => {
        if (mesh.argocd !== undefined) return withDefinitionWave(definition);
        return mesh.flux === undefined ? definition : definitionKeptByFlux(definition);
      }),
    );
    for (const file of remoteFiles(mesh, remote)) yield { cluster: name, ...file };
  },
  pageModel,
  validation: ({ revisions }) => ({
    newestKubernetes: `1.${data.last}`,
    primaryServices: revisions.map(({ name }) => istiodName(name)),
    userObjects: new Map(),
  }),
  membership,
  // istiod can sign with any key, and remotes may do without an authority of their own.
  signer: { unfitToSign: () => undefined, isInEveryCluster: false },
  otherImages:
    'istiod of the primary chooses the images of sidecars and gateways; they are not in this list.',
  async live() {
    const [{ checks }, { addressFinder }] = await Promise.all([
      import('./doctor/checks'),
      import('./address-finder'),
    ]);
    return { checks, addresses: addressFinder };
  },
  controlPlane: async () => (await import('./control-plane/print')).controlPlane,
  async migration() {
    const [{ migrateValuesCurrent }, { moveMesh }, { migratePrimaries }] = await Promise.all([
      import('./migrate/migrate-values'),
      import('./migrate/from-1.0/move-mesh'),
      import('./migrate/from-primaries/migrate-primaries'),
    ]);
    return {
      fromValues: migrateValuesCurrent,
      fromIstio10: moveMesh,
      fromPrimaryValues: migratePrimaries,
    };
  },
};
