import { NAMES } from '../../istio-1.0/facts/names';
import type { RemoteContext } from '../context';
import { broken, type Judgement, ok, warning } from '../finding';

/** The namespace of Istio is there, and no pod in it gets a sidecar. */
export async function istioNamespace({ cluster, mesh }: RemoteContext): Promise<Judgement[]> {
  const name = mesh.primary.namespace;
  const namespace = await cluster.get({ apiVersion: 'v1', kind: 'Namespace', name });
  if (namespace === undefined)
    return [broken(`there is no namespace ${name}`, `Apply the manifests of ${cluster.name}`)];
  if (namespace.metadata.deletionTimestamp !== undefined)
    return [
      broken(`the namespace ${name} is being deleted`, 'Wait until it is gone, then apply the manifests'),
    ];
  if (namespace.metadata.labels?.[NAMES.injectionLabel] === 'enabled')
    return [
      broken(
        `the namespace ${name} is labelled ${NAMES.injectionLabel}=enabled, so that the injector waits for itself`,
        `Apply the manifests of ${cluster.name} again`,
      ),
    ];
  return [ok(`the namespace ${name} is there`)];
}

/** The namespaces of applications are labelled as mesh.yaml says. */
export async function injectedNamespaces({ cluster, remote }: RemoteContext): Promise<Judgement[]> {
  const live = await cluster.list({ apiVersion: 'v1', kind: 'Namespace' });
  const labelled = live
    .filter(({ metadata }) => metadata.labels?.[NAMES.injectionLabel] === 'enabled')
    .map(({ metadata }) => metadata.name);
  const declared = remote.injectedNamespaces;
  const missing = declared.filter((name) => !labelled.includes(name));
  const more = labelled.filter((name) => !declared.includes(name));
  const label = `${NAMES.injectionLabel}=enabled`;
  return [
    ...(missing.length === 0
      ? []
      : [
          broken(
            `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not labelled ${label}`,
            `Apply the manifests of ${cluster.name}, then restart the pods there`,
          ),
        ]),
    ...(more.length === 0
      ? []
      : [
          warning(
            `${more.join(', ')} ${more.length === 1 ? 'is' : 'are'} labelled ${label}, which mesh.yaml does not say`,
            'Add it to injectedNamespaces, or remove the label',
          ),
        ]),
    ...(missing.length + more.length > 0
      ? []
      : [
          ok(declared.length === 0 ? 'no namespace is injected' : `${declared.join(', ')} labelled ${label}`),
        ]),
  ];
}
