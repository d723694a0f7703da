import { applicationName } from '../../../add-ons/argocd/argocd';
import { ownValues, ownValuesAgree, ownValuesHoldNoCredential } from '../../../control-plane/own-values';
import { LONGEST_LABEL_VALUE } from '../../../kubernetes/labels';
import { clustersOf, pathOfPrimary, seenFrom } from '../../../mesh/primaries';
import { errorAt, type Path, type Problem } from '../../../problem';
import { chartApplicationName } from '../control-plane/argocd';
import { installations, isPatchRelease } from '../control-plane/installation';
import { istiodSettings, placeOfRelease } from '../control-plane/settings';
import type { MeshCurrent } from '../mesh';

/** Remotes rely on mesh.yaml, so the installation must agree with it. */
export function controlPlaneValuesAgreeWithTheMesh(mesh: MeshCurrent): Problem[] {
  return ownValuesAgree(
    mesh,
    mesh.revisions.flatMap((revision) => istiodSettings(mesh, revision)),
  );
}

/** The values go into the output folder, and so into Git. */
export function controlPlaneValuesHoldNoCredential(mesh: MeshCurrent): Problem[] {
  return ownValuesHoldNoCredential(mesh);
}

/** Values that the installer does not read would be lost without a message. */
export function controlPlaneValuesHaveAnEffect(mesh: MeshCurrent): Problem[] {
  const { install = 'helm' } = mesh.controlPlane;
  const isAmbient = mesh.dataPlane === 'ambient';
  const fixes = {
    ...(isAmbient ? {} : { cni: NODES, ztunnel: NODES }),
    ...(install === 'sail' ? { defaultRevision: 'Remove it', revisionTags: TAGS } : {}),
    ...(isAmbient || install === 'helm' || install === 'argocd' ? {} : { profile: 'Remove it' }),
  };
  const message = `has no effect with dataPlane: ${mesh.dataPlane} and install: ${install}`;
  return ownValues(mesh).flatMap(({ values, at }) =>
    Object.entries(fixes)
      .filter(([key]) => Object.hasOwn(values, key))
      .map(([key, fix]) => errorAt([...at, key], message, fix, INSTALL, ['dataPlane'])),
  );
}

const NODES = 'Remove it, or set dataPlane: ambient';
const TAGS = 'Write revisionTags at the top of mesh.yaml instead';

/** An Application with a range of versions would upgrade Istio by itself. */
export function controlPlaneByArgoCdHasAPatchRelease(mesh: MeshCurrent): Problem[] {
  if (mesh.controlPlane.install !== 'argocd') return [];
  return mesh.revisions
    .filter(({ istio }) => !isPatchRelease(istio))
    .map((revision) =>
      errorAt(
        placeOfRelease(mesh, revision),
        `expected a release with its patch version, since controlPlane.install is argocd, got "${revision.istio}"`,
        `Write the patch version too, such as ${revision.istio}.3`,
        INSTALL,
      ),
    );
}

const INSTALL: Path = ['controlPlane', 'install'];

/** The Applications need the options in `argocd`. */
export function controlPlaneByArgoCdNeedsArgocd({ controlPlane, argocd }: MeshCurrent): Problem | [] {
  if (controlPlane.install !== 'argocd' || argocd !== undefined) return [];
  return errorAt(
    INSTALL,
    'expected argocd beside it, which says what Argo CD knows of the clusters, got nothing',
    'Add argocd: { repository: … }, or choose another installer',
    ['argocd'],
  );
}

/** Sail and istioctl have their own charts. */
export function controlPlaneRepositoryIsForCharts({ controlPlane }: MeshCurrent): Problem | [] {
  const { install = 'helm', repository } = controlPlane;
  if (repository === undefined || install === 'helm' || install === 'argocd') return [];
  return errorAt(
    ['controlPlane', 'repository'],
    `only counts with install: helm or argocd: ${install === 'sail' ? 'the Sail operator' : 'istioctl'} has charts of its own`,
    'Remove it',
    INSTALL,
  );
}

/**
 * Argo CD writes the name of an Application into a label of each object. Two Applications with one name would
 * overwrite each other.
 */
export function controlPlaneApplicationsHaveNames(mesh: MeshCurrent): Problem[] {
  const { argocd, controlPlane } = mesh;
  if (controlPlane.install !== 'argocd' || argocd === undefined) return [];
  const ofClusters = new Set(clustersOf(mesh).map(({ name }) => applicationName(argocd, name)));
  return mesh.primaries.flatMap((primary, index): Problem | [] => {
    const names = installations(seenFrom(mesh, primary)).flatMap(({ charts }) =>
      charts.map(({ release }) => chartApplicationName(argocd, primary.name, release)),
    );
    const path = [...pathOfPrimary(mesh, index), 'name'];
    const long = names.find((name) => name.length > LONGEST_LABEL_VALUE);
    if (long !== undefined)
      return errorAt(
        ['argocd', 'project'],
        `expected a name that leaves room for the charts of "${primary.name}": the Application would be called ${long}, ${long.length} characters, and a label has at most ${LONGEST_LABEL_VALUE}`,
        'Choose a shorter project, or rename the cluster',
        path,
      );
    const taken = names.find((name) => ofClusters.has(name));
    return taken === undefined
      ? []
      : errorAt(
          path,
          `expected another name: the Application of a chart of "${primary.name}" would be called ${taken}, as that of a cluster`,
          'Rename one of the two clusters',
          ['argocd', 'project'],
        );
  });
}
