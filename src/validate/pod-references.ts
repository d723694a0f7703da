import { fieldAt, listAt, textAt } from '../kubernetes/fields';
import type { Path } from '../problem';
import type { ManifestObject } from './manifest';

/** An object that another one needs. */
export interface Reference {
  /** Where the name stands. */
  readonly path: Path;
  readonly group: string;
  readonly kind: string;
  /** Empty for what belongs to the cluster. */
  readonly namespace: string;
  readonly name: string;
}

/** Where the kinds that we make have their pods. */
const PODS: Readonly<Record<string, Path>> = {
  Pod: ['spec'],
  Deployment: ['spec', 'template', 'spec'],
  StatefulSet: ['spec', 'template', 'spec'],
  DaemonSet: ['spec', 'template', 'spec'],
  Job: ['spec', 'template', 'spec'],
};

/**
 * The account, the ConfigMaps and the Secrets that pods do not start without. Secrets for pulling images are left out:
 * people make them, and pods start without them when the image is there.
 */
export function podReferences({ value, kind, namespace }: ManifestObject): Reference[] {
  const path = Object.hasOwn(PODS, kind) ? PODS[kind] : undefined;
  if (path === undefined) return [];
  const pod = fieldAt(value, ...path);
  const account = textAt(pod, 'serviceAccountName');
  const found: Reference[] = [];
  const add = (target: 'ConfigMap' | 'Secret' | 'ServiceAccount', at: Path): void => {
    const name = textAt(value, ...at);
    const optional = fieldAt(value, ...at.slice(0, -1), 'optional') === true;
    if (name !== undefined && !optional) found.push({ path: at, group: '', kind: target, namespace, name });
  };
  if (account !== undefined) add('ServiceAccount', [...path, 'serviceAccountName']);
  listAt(pod, 'volumes').forEach((volume, index) => {
    const at: Path = [...path, 'volumes', index];
    add('ConfigMap', [...at, 'configMap', 'name']);
    add('Secret', [...at, 'secret', 'secretName']);
    listAt(volume, 'projected', 'sources').forEach((_, source) => {
      const inner: Path = [...at, 'projected', 'sources', source];
      add('ConfigMap', [...inner, 'configMap', 'name']);
      add('Secret', [...inner, 'secret', 'name']);
    });
  });
  for (const list of ['containers', 'initContainers']) {
    listAt(pod, list).forEach((container, index) => {
      const at: Path = [...path, list, index];
      listAt(container, 'env').forEach((_, variable) => {
        const from: Path = [...at, 'env', variable, 'valueFrom'];
        add('ConfigMap', [...from, 'configMapKeyRef', 'name']);
        add('Secret', [...from, 'secretKeyRef', 'name']);
      });
      listAt(container, 'envFrom').forEach((_, source) => {
        add('ConfigMap', [...at, 'envFrom', source, 'configMapRef', 'name']);
        add('Secret', [...at, 'envFrom', source, 'secretRef', 'name']);
      });
    });
  }
  return found;
}
