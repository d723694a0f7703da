import { ARGOCD_FOLDER, type ArgoCd, destinationOf, resolveArgoCd } from '../../../add-ons/argocd/argocd';
import {
  ArgoCdChartApplication,
  repositoryOfCharts,
} from '../../../add-ons/argocd/constructs/chart-application';
import { ArgoCdProject, type GroupKind } from '../../../add-ons/argocd/constructs/project';
import { ignoredDifferences, writtenAtRunTime } from '../../../add-ons/argocd/rendered-object';
import { type Part, type PlannedFile, part } from '../../../kubernetes/part';
import { views } from '../../../mesh/primaries';
import type { MeshCurrent } from '../mesh';
import {
  type ChartInstallation,
  chartRepository,
  type Installation,
  installations,
  isShared,
  namespaceOfNodes,
} from './installation';

/** Plans the files for Argo CD itself: a project limited to Istio's charts, and Applications for each primary. */
export function* chartApplications(mesh: MeshCurrent): Generator<PlannedFile> {
  const cluster = ARGOCD_FOLDER;
  yield { cluster, name: 'app-project-control-plane.k8s.yaml', parts: [projectPart(mesh)] };
  for (const view of views(mesh)) {
    const name = `control-plane-${view.primary.name}.k8s.yaml`;
    yield { cluster, name, parts: applicationParts(view, installations(view)) };
  }
}

/** Returns the Argo CD options of the mesh, or Argo CD's own defaults. */
function argocdOf({ argocd }: MeshCurrent): ArgoCd {
  const resolved = argocd ?? resolveArgoCd({ repository: '' });
  if (resolved === undefined) throw new Error('no defaults for Argo CD');
  return resolved;
}

function projectName({ project }: ArgoCd): string {
  return `${project}-control-plane`;
}

/** Returns the project of the Applications. It allows only the primaries of the mesh. */
export function projectPart(mesh: MeshCurrent): Part {
  const argocd = argocdOf(mesh);
  return part('project', ArgoCdProject, {
    name: projectName(argocd),
    namespace: argocd.namespace,
    description: 'The control planes of the mesh',
    repositories: [repositoryOfCharts(chartRepository(mesh))],
    destinations: views(mesh).flatMap((view) =>
      namespacesOf(view).map((namespace) => ({ ...destinationOf(argocd, view.primary.name), namespace })),
    ),
    ...KINDS_OF_CHARTS,
  });
}

/** Returns the namespaces of a primary's charts. */
function namespacesOf(view: MeshCurrent): string[] {
  const { namespace } = view.primary;
  return [...new Set([namespace, ...(view.dataPlane === 'ambient' ? [namespaceOfNodes(view)] : [])])];
}

/** Returns an Application for each chart. The revisions share the chart `base`. */
export function applicationParts(mesh: MeshCurrent, found: readonly Installation[]): Part[] {
  return found.flatMap((installation, index) =>
    installation.charts
      .filter(({ chart }) => index === 0 || !isShared(chart))
      .map((chart) => applicationPart(mesh, installation, chart)),
  );
}

function applicationPart(mesh: MeshCurrent, installation: Installation, chart: ChartInstallation): Part {
  const argocd = argocdOf(mesh);
  const { cluster, repository } = installation;
  return part(chart.release, ArgoCdChartApplication, {
    project: projectName(argocd),
    name: chartApplicationName(argocd, cluster, chart.release),
    namespace: argocd.namespace,
    repository,
    chart: chart.chart,
    version: chart.version,
    release: chart.release,
    values: chart.values,
    destination: { ...destinationOf(argocd, cluster), namespace: chart.namespace },
    ignoredDifferences: WRITTEN_BY_ISTIOD,
    syncPolicy: argocd.syncPolicy,
  });
}

/** Returns the name of a chart's Application. */
export function chartApplicationName({ project }: ArgoCd, cluster: string, release: string): string {
  return `${project}-${cluster}-${release}`;
}

/** istiod writes its certificate and the failure policy into its webhooks. */
const WRITTEN_BY_ISTIOD = ignoredDifferences(
  ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'].flatMap((kind) =>
    writtenAtRunTime({ kind }),
  ),
);

const kinds = (group: string, ...names: readonly string[]): GroupKind[] =>
  names.map((kind) => ({ group, kind }));

/**
 * Every kind of object that the charts create with any values. Source:
 * manifests/charts/{base,istio-control,istio-cni,ztunnel} at 1.28.10 to 1.31.0-rc.0, templates.
 */
export const KINDS_OF_CHARTS = {
  clusterKinds: [
    ...kinds(
      'admissionregistration.k8s.io',
      'MutatingWebhookConfiguration',
      'ValidatingAdmissionPolicy',
      'ValidatingAdmissionPolicyBinding',
      'ValidatingWebhookConfiguration',
    ),
    ...kinds('apiextensions.k8s.io', 'CustomResourceDefinition'),
    ...kinds('rbac.authorization.k8s.io', 'ClusterRole', 'ClusterRoleBinding'),
  ],
  namespacedKinds: [
    ...kinds('', 'ConfigMap', 'ResourceQuota', 'Service', 'ServiceAccount'),
    ...kinds('apps', 'DaemonSet', 'Deployment'),
    ...kinds('autoscaling', 'HorizontalPodAutoscaler'),
    ...kinds('discovery.k8s.io', 'EndpointSlice'),
    ...kinds('k8s.cni.cncf.io', 'NetworkAttachmentDefinition'),
    ...kinds('networking.k8s.io', 'NetworkPolicy'),
    ...kinds('policy', 'PodDisruptionBudget'),
    ...kinds('rbac.authorization.k8s.io', 'Role', 'RoleBinding'),
  ],
};
