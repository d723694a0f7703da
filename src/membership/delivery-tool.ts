import type { KubeObject } from '../kubernetes/api/cluster';
import { groupOf } from '../kubernetes/kinds';

/** A tool that applies an object again after somebody deletes it. */
export interface DeliveryTool {
  /** For example `Application istio-eu of Argo CD`. */
  readonly what: string;
  /** How to stop the tool, as a sentence. @param folder the folder of the cluster in Git */
  ending(folder: string): string;
}

/** Source: argo-cd 3.2, docs/user-guide/resource_tracking.md. */
const TRACKING_ID = 'argocd.argoproj.io/tracking-id';
/**
 * Argo CD writes one of these when it tracks by label, the default up to Argo CD 2. Our own objects never have them.
 */
const INSTANCE_LABELS = ['app.kubernetes.io/instance', 'argocd.argoproj.io/instance'];
/** Source: flux2 2.7, docs of kustomize-controller and helm-controller (garbage collection, ownership labels). */
const FLUX_KINDS = { Kustomization: 'kustomize.toolkit.fluxcd.io', HelmRelease: 'helm.toolkit.fluxcd.io' };

/** Finds the tool that manages an object from its annotation or labels. Returns undefined if none does. */
export function deliveryToolOf(object: KubeObject): DeliveryTool | undefined {
  const { labels = {}, annotations = {} } = object.metadata;
  const application =
    trackedBy(object, annotations[TRACKING_ID]) ??
    INSTANCE_LABELS.map((label) => labels[label]).find((name) => name !== undefined && name !== '');
  if (application !== undefined)
    return {
      what: `Application ${application} of Argo CD`,
      ending: (folder) =>
        `Delete the Application ${application}, or remove ${folder} from Git and let it sync`,
    };
  for (const [kind, group] of Object.entries(FLUX_KINDS)) {
    const [name, namespace] = ['name', 'namespace'].map((key) => labels[`${group}/${key}`]);
    if (name === undefined || name === '') continue;
    const title = `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
    return {
      what: `${title} of Flux`,
      ending: (folder) => `Remove ${folder} from the folder in Git that ${title} applies, or delete it`,
    };
  }
  return undefined;
}

/**
 * Returns the Application of a tracking id. A copied object has the annotation of another object, so it does not
 * count.
 */
function trackedBy({ apiVersion, kind, metadata }: KubeObject, id: string | undefined): string | undefined {
  if (id === undefined) return undefined;
  const [application = '', groupKind = '', ...rest] = id.split(':');
  const [namespace, ...name] = rest.join(':').split('/');
  const isThis =
    groupKind === `${groupOf(apiVersion)}/${kind}` &&
    name.join('/') === metadata.name &&
    (metadata.namespace === undefined || namespace === metadata.namespace);
  // Argo CD writes `namespace_name` for an Application outside its own namespace.
  return isThis && application !== '' ? application.replace('_', '/') : undefined;
}

/** Returns each tool that manages some of the objects, with the number of its objects. */
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
