import { isMap } from '../is-map';
import { listAt } from '../kubernetes/fields';
import { storedQuantity } from '../kubernetes/quantity';
import type { PodView } from './injector';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Returns a pod as an API server sends it to an injector: with its defaults, with deprecated fields copied, and after
 * the admission plugins before webhooks. Injection templates read this pod; users' files do not change.
 *
 * Leaves out what only the cluster knows: pull secrets and token of the service account, the value of a
 * PriorityClass, changes by a LimitRange or a RuntimeClass, and what controllers add to each pod. Source: Kubernetes
 * 1.20 and 1.34, pkg/apis/core/v1 (defaults.go, conversion.go) and plugin/pkg/admission (serviceaccount, priority,
 * defaulttolerationseconds).
 */
export function admittedPod({ metadata, spec }: PodView): PodView {
  const containers = each(each(spec, 'containers', container), 'initContainers', container);
  const serviceAccountName = accountOf(spec);
  const priority = priorityOf(spec);
  return {
    // kubectl applies an object without a namespace to this one by default.
    metadata: { ...metadata, namespace: metadata.namespace || 'default' },
    spec: {
      ...filled(containers, POD_DEFAULTS),
      serviceAccountName,
      serviceAccount: serviceAccountName,
      tolerations: tolerationsOf(spec),
      ...(priority === undefined ? {} : { priority }),
    },
  };
}

const POD_DEFAULTS = {
  dnsPolicy: 'ClusterFirst',
  restartPolicy: 'Always',
  schedulerName: 'default-scheduler',
  securityContext: {},
  terminationGracePeriodSeconds: 30,
};

/** `serviceAccount` is the deprecated name of the field. */
function accountOf({ serviceAccountName, serviceAccount }: Fields): unknown {
  return serviceAccountName || serviceAccount || 'default';
}

const SYSTEM_CLASSES: Readonly<Record<string, number>> = {
  'system-cluster-critical': 2_000_000_000,
  'system-node-critical': 2_000_001_000,
};

/** Undefined if a PriorityClass of the cluster decides. */
function priorityOf({ priority, priorityClassName }: Fields): unknown {
  if (!isEmpty(priority)) return priority;
  if (isEmpty(priorityClassName)) return 0;
  const name = String(priorityClassName);
  return Object.hasOwn(SYSTEM_CLASSES, name) ? SYSTEM_CLASSES[name] : undefined;
}

const NO_EXECUTE = 'NoExecute';

/** By default, a pod stays on a lost node for five minutes. */
function tolerationsOf(spec: Fields): unknown[] {
  const own = listAt(spec, 'tolerations');
  const isThere = (wanted: string): boolean =>
    own
      .filter(isMap)
      .some(
        ({ key, effect }) => (isEmpty(key) || key === wanted) && (isEmpty(effect) || effect === NO_EXECUTE),
      );
  const added = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable']
    .filter((key) => !isThere(key))
    .map((key) => ({ key, operator: 'Exists', effect: NO_EXECUTE, tolerationSeconds: 300 }));
  return [...own, ...added];
}

function container(own: Fields): Fields {
  const texts = filled(own, {
    imagePullPolicy: isLatest(own.image) ? 'Always' : 'IfNotPresent',
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
  });
  const withPorts = each(texts, 'ports', (port) => filled(port, { protocol: 'TCP' }));
  const withProbes = inside(inside(withPorts, 'livenessProbe', probe), 'readinessProbe', probe);
  const withHooks = inside(withProbes, 'lifecycle', (hooks) =>
    inside(inside(hooks, 'postStart', handler), 'preStop', handler),
  );
  return inside(withHooks, 'resources', resources);
}

/** Whether an image has the tag `latest`, or neither a tag nor a digest. */
function isLatest(image: unknown): boolean {
  if (typeof image !== 'string' || image === '') return false;
  const [name = '', digest] = image.split('@', 2);
  const [, tag] = name.slice(name.lastIndexOf('/') + 1).split(':', 2);
  return tag === 'latest' || (tag === undefined && digest === undefined);
}

function probe(own: Fields): Fields {
  const counts = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 };
  return handler(filled(own, counts, 0));
}

function handler(own: Fields): Fields {
  return inside(own, 'httpGet', (action) => filled(action, { path: '/', scheme: 'HTTP' }));
}

/** A container's requests default to its limits. */
function resources({ limits, requests, ...rest }: Fields): Fields {
  const most = isMap(limits) ? limits : {};
  const wanted = { ...most, ...(isMap(requests) ? requests : {}) };
  return { ...rest, limits: quantities(most), requests: quantities(wanted) };
}

function quantities(own: Fields): Fields {
  return Object.fromEntries(
    Object.entries(own).map(([name, value]) => [
      name,
      typeof value === 'string' || typeof value === 'number' ? (storedQuantity(value) ?? value) : value,
    ]),
  );
}

/** @param zero another value that counts as empty: the zero value of the fields' type in Go */
function filled(own: Fields, defaults: Fields, zero: unknown = ''): Fields {
  const missing = Object.entries(defaults).filter(([key]) => isEmpty(own[key], zero));
  return { ...own, ...Object.fromEntries(missing) };
}

function isEmpty(value: unknown, zero: unknown = ''): boolean {
  return value === undefined || value === null || value === zero;
}

function inside(own: Fields, key: string, change: (inner: Fields) => Fields): Fields {
  const inner = own[key];
  return isMap(inner) ? { ...own, [key]: change(inner) } : own;
}

function each(own: Fields, key: string, change: (item: Fields) => Fields): Fields {
  const items = own[key];
  return Array.isArray(items)
    ? { ...own, [key]: items.map((item) => (isMap(item) ? change(item) : item)) }
    : own;
}
