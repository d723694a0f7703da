import { type PlannedFile, part } from '../../kubernetes/part';
import { isAtLeast } from '../../kubernetes/version';
import type { MeshCore } from '../../mesh/mesh';
import { clustersOf } from '../../mesh/primaries';
import { type MeshWithRollout, wavesByCluster } from '../rollout/rollout';
import { ARGOCD_FOLDER, type ArgoCd, applicationName, destinationOf } from './argocd';
import {
  type ApplicationDestination,
  type ApplicationProps,
  ArgoCdApplication,
} from './constructs/application';
import { ArgoCdApplicationSet, type ArgoCdCluster } from './constructs/application-set';
import { ArgoCdProject, type ArgoCdProjectProps } from './constructs/project';
import type { RenderedCluster, RenderedMesh } from './rendered-mesh';
import { ignoredDifferences } from './rendered-object';
import { EXCLUSIONS_FILE, excludedKinds, exclusionsPatch } from './resource-exclusions';

/** Limit of a project's destinations as JSON, in characters. With the blanks of YAML, it stays below 64 KB. */
const LARGEST_PROJECT = 40_000;

/**
 * Plans the files for Argo CD itself, after everything else is rendered. Each Application has its own file, so a
 * cluster that joins or leaves changes no other file. Projects come first by name, the order of `kubectl apply` in a
 * folder: Argo CD reports an Application that is created before its project as broken.
 */
export function* argoCdFiles(
  mesh: MeshWithRollout,
  argocd: ArgoCd,
  rendered: RenderedMesh,
): Generator<PlannedFile> {
  const projects = projectsOf(argocd, rendered);
  for (const [index, { clusters: _, ...props }] of projects.entries()) {
    const name = index === 0 ? 'app-project.k8s.yaml' : `app-project-${index + 1}.k8s.yaml`;
    yield { cluster: ARGOCD_FOLDER, name, parts: [part('project', ArgoCdProject, props)] };
  }
  const placed = projects.flatMap(({ name, clusters }) =>
    clusters.map((cluster) => ({ cluster, project: name })),
  );
  const versions = new Map(clustersOf<MeshCore>(mesh).map(({ name, kubernetes }) => [name, kubernetes]));
  if (argocd.layout === 'applicationSet') yield applicationSet(mesh, argocd, placed, versions);
  else for (const { cluster, project } of placed) yield application(argocd, cluster, project, versions);
  const excluded = excludedKinds(rendered.kinds.namespaced);
  if (excluded.length > 0) {
    const text = exclusionsPatch(argocd.namespace, excluded);
    yield { cluster: ARGOCD_FOLDER, name: EXCLUSIONS_FILE, parts: [], text };
  }
}

interface Placed {
  readonly cluster: RenderedCluster;
  readonly project: string;
}

interface Project extends ArgoCdProjectProps {
  readonly clusters: readonly RenderedCluster[];
}

/** Returns the project, or several if its destinations are too large for one object. */
function projectsOf(argocd: ArgoCd, rendered: RenderedMesh): Project[] {
  const groups: { clusters: RenderedCluster[]; destinations: Destinations; size: number }[] = [];
  for (const cluster of rendered.clusters) {
    const destinations = cluster.allNamespaces.map((namespace) => ({
      ...destinationOf(argocd, cluster.name),
      namespace,
    }));
    const size = JSON.stringify(destinations).length;
    const last = groups.at(-1);
    if (last === undefined || last.size + size > LARGEST_PROJECT)
      groups.push({ clusters: [cluster], destinations, size });
    else {
      last.clusters.push(cluster);
      last.destinations.push(...destinations);
      last.size += size;
    }
  }
  const { cluster, namespaced } = rendered.permittedKinds;
  return groups.map(({ clusters, destinations }, index) => ({
    name: index === 0 ? argocd.project : `${argocd.project}-${index + 1}`,
    namespace: argocd.namespace,
    description: 'Istio in the clusters of the mesh',
    repositories: [argocd.repository],
    destinations,
    clusterKinds: cluster,
    namespacedKinds: namespaced,
    clusters,
  }));
}

type Destinations = (ApplicationDestination & { readonly namespace: string })[];

/** Kubernetes versions, by cluster id. */
type Versions = ReadonlyMap<string, string | undefined>;

function application(
  argocd: ArgoCd,
  cluster: RenderedCluster,
  project: string,
  versions: Versions,
): PlannedFile {
  const { name } = cluster;
  return {
    cluster: ARGOCD_FOLDER,
    name: `application-${name}.k8s.yaml`,
    parts: [
      part('application', ArgoCdApplication, {
        ...common(argocd, project),
        name: applicationName(argocd, name),
        namespace: argocd.namespace,
        path: argocd.path === '.' ? name : `${argocd.path}/${name}`,
        destination: destination(argocd, cluster),
        ignoredDifferences: cluster.ignoredDifferences,
        serverSideApply: takesServerSideApply(cluster, versions),
      }),
    ],
  };
}

/** All Applications of a set are alike, so it leaves out what does not fit each of its clusters. */
function applicationSet(
  mesh: MeshWithRollout,
  argocd: ArgoCd,
  placed: readonly Placed[],
  versions: Versions,
): PlannedFile {
  const waves = wavesByCluster(mesh);
  const clusters: ArgoCdCluster[] = placed.map(({ cluster, project }) => ({
    cluster: cluster.name,
    ...(waves.size === 0 ? {} : { wave: waves.get(cluster.name)?.name ?? '' }),
    destination: destination(argocd, cluster),
    project,
  }));
  return {
    cluster: ARGOCD_FOLDER,
    name: 'application-set.k8s.yaml',
    parts: [
      part('application-set', ArgoCdApplicationSet, {
        ...common(argocd, argocd.project),
        name: argocd.project,
        namespace: argocd.namespace,
        path: argocd.path,
        clusters,
        ...(mesh.rollout === undefined
          ? {}
          : {
              waves: mesh.rollout.map(({ name, maxUpdate }) => ({
                name,
                ...(maxUpdate === undefined ? {} : { maxUpdate }),
              })),
            }),
        ignoredDifferences: ignoredDifferences(
          placed.flatMap(({ cluster }) => [...cluster.writtenAtRunTime]),
        ),
        serverSideApply: placed.every(({ cluster }) => takesServerSideApply(cluster, versions)),
      }),
    ],
  };
}

function common({ repository, revision, syncPolicy }: ArgoCd, project: string): ApplicationProps {
  return { project, repository, revision, syncPolicy };
}

function destination(argocd: ArgoCd, cluster: RenderedCluster): ApplicationDestination {
  return { ...destinationOf(argocd, cluster.name), namespace: cluster.fallbackNamespace };
}

/**
 * Whether to use server-side apply: from Kubernetes 1.16 on. Up to 1.20 it refuses ports without a protocol; our
 * ports all have one, users' manifests may not (kubernetes#92332).
 */
function takesServerSideApply({ name, hasTexts }: RenderedCluster, versions: Versions): boolean {
  const version = versions.get(name);
  return version === undefined || isAtLeast(version, hasTexts ? '1.21' : '1.16');
}
