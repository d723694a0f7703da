import { isMap } from '../is-map';
import { fieldAt, listAt, textAt } from '../kubernetes/fields';
import { groupOf } from '../kubernetes/kinds';
import type { Path } from '../problem';
import type { Reference } from './cluster';
import type { ManifestObject } from './manifest';
import { CONTAINER_LISTS } from './rules/pods';

const RBAC = 'rbac.authorization.k8s.io';
const ISTIO = 'networking.istio.io';
const ARGO = 'argoproj.io';

type Finder = (object: ManifestObject) => Reference[];

/** Functions that find an object's references, by kind. */
const FINDERS: Readonly<Record<string, Finder>> = {
  ClusterRoleBinding: bindingReferences,
  RoleBinding: bindingReferences,
  MutatingWebhookConfiguration: webhookReferences,
  ValidatingWebhookConfiguration: webhookReferences,
  Endpoints: ({ namespace, name }) => [core('Service', namespace, name, ['metadata', 'name'])],
  EndpointSlice: sliceReferences,
  HorizontalPodAutoscaler: scaledReferences,
  Secret: tokenReferences,
  VirtualService: routeReferences,
  DestinationRule: ({ value, namespace }) =>
    serviceOfHost(textAt(value, 'spec', 'host'), namespace, ['spec', 'host']),
  Application: (object) => projectReferences(object, ['spec', 'project']),
  ApplicationSet: (object) => projectReferences(object, ['spec', 'template', 'spec', 'project']),
};

/** Returns every reference by name in an object of ours, with its path in the object. */
export function referencesOf(object: ManifestObject): Reference[] {
  const finder = Object.hasOwn(FINDERS, object.kind) ? FINDERS[object.kind] : undefined;
  return [...(finder?.(object) ?? []), ...podReferences(object)];
}

function core(kind: string, namespace: string, name: string | undefined, path: Path): Reference {
  return { path, group: '', kind, namespace, name: name ?? '' };
}

function bindingReferences({ value, namespace }: ManifestObject): Reference[] {
  const role = textAt(value, 'roleRef', 'kind') ?? '';
  const roleRef: Reference = {
    path: ['roleRef', 'name'],
    group: RBAC,
    kind: role,
    namespace: role === 'Role' ? namespace : '',
    name: textAt(value, 'roleRef', 'name') ?? '',
  };
  const accounts = listAt(value, 'subjects').flatMap((subject, index) => {
    if (textAt(subject, 'kind') !== 'ServiceAccount') return [];
    const path = ['subjects', index, 'name'];
    return [core('ServiceAccount', textAt(subject, 'namespace') ?? '', textAt(subject, 'name'), path)];
  });
  return [roleRef, ...accounts];
}

function webhookReferences({ value }: ManifestObject): Reference[] {
  return listAt(value, 'webhooks').flatMap((webhook, index) => {
    const service = fieldAt(webhook, 'clientConfig', 'service');
    if (!isMap(service)) return [];
    const path = ['webhooks', index, 'clientConfig', 'service', 'name'];
    return [core('Service', textAt(service, 'namespace') ?? '', textAt(service, 'name'), path)];
  });
}

function sliceReferences({ value, namespace }: ManifestObject): Reference[] {
  const path: Path = ['metadata', 'labels', 'kubernetes.io/service-name'];
  const name = textAt(value, ...path);
  return name === undefined ? [] : [core('Service', namespace, name, path)];
}

function scaledReferences({ value, namespace }: ManifestObject): Reference[] {
  const target = fieldAt(value, 'spec', 'scaleTargetRef');
  return [
    {
      path: ['spec', 'scaleTargetRef', 'name'],
      group: groupOf(textAt(target, 'apiVersion') ?? ''),
      kind: textAt(target, 'kind') ?? '',
      namespace,
      name: textAt(target, 'name') ?? '',
    },
  ];
}

function tokenReferences({ value, namespace }: ManifestObject): Reference[] {
  if (value.type !== 'kubernetes.io/service-account-token') return [];
  const path: Path = ['metadata', 'annotations', 'kubernetes.io/service-account.name'];
  return [core('ServiceAccount', namespace, textAt(value, ...path), path)];
}

function routeReferences({ value, namespace }: ManifestObject): Reference[] {
  const gateways = listAt(value, 'spec', 'gateways').flatMap((gateway, index): Reference[] => {
    if (typeof gateway !== 'string' || gateway === 'mesh') return [];
    const [name = '', other] = gateway.split('/').reverse();
    // Istio 1.0 also reads a gateway's name with a dot as a host.
    if (name.includes('.')) return [];
    const path = ['spec', 'gateways', index];
    return [{ path, group: ISTIO, kind: 'Gateway', namespace: other ?? namespace, name }];
  });
  const hosts = ['http', 'tls', 'tcp'].flatMap((protocol) =>
    listAt(value, 'spec', protocol).flatMap((rule, at) =>
      listAt(rule, 'route').flatMap((route, index) => {
        const path = ['spec', protocol, at, 'route', index, 'destination', 'host'];
        return serviceOfHost(textAt(route, 'destination', 'host'), namespace, path);
      }),
    ),
  );
  return [...gateways, ...hosts];
}

/** Returns the Service of a host. Returns none for patterns and for hosts outside the cluster. */
function serviceOfHost(host: string | undefined, own: string, path: Path): Reference[] {
  const [, name, namespace = own] =
    /^([a-z\d-]+)(?:\.([a-z\d-]+)\.svc\.cluster\.local)?$/.exec(host ?? '') ?? [];
  return name === undefined ? [] : [core('Service', namespace, name, path)];
}

function projectReferences({ value, namespace }: ManifestObject, path: Path): Reference[] {
  const name = textAt(value, ...path);
  if (name === undefined || name.includes('{{')) return [];
  return [{ path, group: ARGO, kind: 'AppProject', namespace, name }];
}

/** The path of the pods in the kinds that we create. */
const PODS: Readonly<Record<string, Path>> = {
  Pod: ['spec'],
  Deployment: ['spec', 'template', 'spec'],
  StatefulSet: ['spec', 'template', 'spec'],
  DaemonSet: ['spec', 'template', 'spec'],
  Job: ['spec', 'template', 'spec'],
};

/**
 * Returns the account, ConfigMaps and Secrets that pods need to start. Leaves out Secrets for pulling images: users
 * create them, and pods start without them if the node has the image.
 */
function podReferences({ value, kind, namespace }: ManifestObject): Reference[] {
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
  for (const list of CONTAINER_LISTS) {
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
