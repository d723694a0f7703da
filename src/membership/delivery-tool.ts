import type { KubeObject } from '../kubernetes/api/cluster';
import { groupOf } from '../kubernetes/kinds';

/** What applies an object again when it is deleted. */
export interface DeliveryTool {
  /** Such as `Application istio-eu of Argo CD`. */
  readonly what: string;
  /** What ends that, as a sentence. @param folder the folder of the cluster in Git */
  ending(folder: string): string;
}

/** Source: argo-cd 3.2, docs/user-guide/resource_tracking.md. */
const TRACKING_ID = 'argocd.argoproj.io/tracking-id';
/** What Argo CD writes when it tracks by label, the default up to Argo CD 2; no object of ours has them by itself. */
const INSTANCE_LABELS = ['app.kubernetes.io/instance', 'argocd.argoproj.io/instance'];
/** Source: flux2 2.7, docs of kustomize-controller and helm-controller (garbage collection, ownership labels). */
const FLUX_KINDS = { Kustomization: 'kustomize.toolkit.fluxcd.io', HelmRelease: 'helm.toolkit.fluxcd.io' };

/** The tool that manages an object, by the annotation or labels that it has written; undefined where none has. */
export function deliveryToolOf(object: KubeObject): DeliveryTool | undefined {
  const { labels = {}, annotations = {} } = object.metadata;
  const application =
    trackedBy(object, annotations[TRACKING_ID]) ??
    INSTANCE_LABELS.map((label) => labels[label]).find((name) => name !== undefined && name !== '');
  if (application !== undefined)
    return {
      what: `Application ${application} of Argo CD`,
      ending: (folder) =>
        `Delete the Application ${application}, or take ${folder} out of Git and let it sync`,
    };
  for (const [kind, group] of Object.entries(FLUX_KINDS)) {
    const [name, namespace] = ['name', 'namespace'].map((key) => labels[`${group}/${key}`]);
    if (name === undefined || name === '') continue;
    const title = `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
    return {
      what: `${title} of Flux`,
      ending: (folder) => `Take ${folder} out of the folder in Git that ${title} applies, or delete it`,
    };
  }
  return undefined;
}

/** The Application of a tracking id. The annotation of an object that somebody copied names another object. */
function trackedBy({ apiVersion, kind, metadata }: KubeObject, id: string | undefined): string | undefined {
  if (id === undefined) return undefined;
  const [application = '', groupKind = '', ...rest] = id.split(':');
  const [namespace, ...name] = rest.join(':').split('/');
  const isThis =
    groupKind === `${groupOf(apiVersion)}/${kind}` &&
    name.join('/') === metadata.name &&
    (metadata.namespace === undefined || namespace === metadata.namespace);
  // Argo CD writes `namespace_name` for an Application outside of its own namespace.
  return isThis && application !== '' ? application.replace('_', '/') : undefined;
}

/** The tools that manage some of the objects, each once, with how many of them it manages. */
export function deliveryToolsOf(objects: readonly KubeObject[]): { tool: DeliveryTool; count: number }[] {
  const found = new Map<string, { tool: DeliveryTool; count: number }>();
  for (const object of objects) {
    const tool = deliveryToolOf(object);
    if (tool === undefined) continue;
    const count = (found.get(tool.what)?.count ?? 0) + 1;
    found.set(tool.what, { tool, count });
  }
  return [...found.values()];
}
