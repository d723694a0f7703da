import { textAt } from '../../kubernetes/fields';
import { INJECTION_LABEL, MANAGED_BY_LABEL, REVISION_LABEL, TAG_LABEL } from '../../kubernetes/labels';
import type { ChangedField } from './changed-fields';
import type { Manifest } from './manifest';

/** Fields that the mesh depends on. */
interface Guard {
  /** Undefined: every kind. */
  readonly kinds?: RegExp;
  /** Path of the fields. `*` matches any one step. Everything below it counts too. */
  readonly path: readonly string[];
  /** Whether a patch may add fields that the object did not have. @default false */
  readonly mayAdd?: boolean;
  /** What depends on the fields, as one sentence without its full stop. */
  readonly why: string;
}

const IDENTITY = 'other objects, leave and doctor find the object by it';
const CALLED = 'sidecars, API servers and clients reach the control plane by it';
const READS = 'the primary reads the cluster with these rights';
const WORKLOADS = /^(?:Deployment|DaemonSet|StatefulSet)$/;
const SELECTS = 'Services and controllers select pods by it';

/** Labels that Istio or this tool reads, on any object. */
const LABELS: Readonly<Record<string, string>> = {
  [MANAGED_BY_LABEL]: 'synth, leave and doctor find our objects by it',
  'istio/multiCluster': 'the primary reads the kubeconfig of each Secret with it',
  [INJECTION_LABEL]: 'it decides which pods get sidecars, and injectedNamespaces is the option for it',
  [REVISION_LABEL]: 'it decides which istiod serves the object, and revision is the option for it',
  [TAG_LABEL]: 'istiod finds the webhook of a tag by it',
  'topology.istio.io/network':
    'istiod takes the network of the cluster from it, and network is the option for it',
};

const GUARDS: readonly Guard[] = [
  ...['apiVersion', 'kind'].map((key) => ({ path: [key], why: IDENTITY })),
  ...['name', 'namespace'].map((key) => ({ path: ['metadata', key], why: IDENTITY })),
  ...Object.entries(LABELS).map(([label, why]) => ({ path: ['metadata', 'labels', label], why })),
  { path: ['metadata', 'labels'], mayAdd: true, why: 'Istio, leave or doctor find the object by its labels' },
  {
    path: ['metadata', 'annotations', 'kubernetes.io/service-account.name'],
    why: 'it decides whose token the Secret gets',
  },
  {
    path: ['metadata', 'annotations', 'topology.istio.io/controlPlaneClusters'],
    why: 'it decides which primary serves the cluster',
  },
  ...['ports', 'selector', 'type', 'externalName', 'clusterIP', 'clusterIPs', 'loadBalancerIP'].map(
    (key) => ({
      kinds: /^Service$/,
      path: ['spec', key],
      why: CALLED,
    }),
  ),
  ...['subsets', 'endpoints', 'ports', 'addressType'].map((key) => ({
    kinds: /^Endpoint(?:s|Slice)$/,
    path: [key],
    why: CALLED,
  })),
  ...['name', 'clientConfig', 'rules'].map((key) => ({
    kinds: /WebhookConfiguration$/,
    path: ['webhooks', '*', key],
    why: 'the API server asks istiod or the injector by it',
  })),
  ...['rules', 'aggregationRule', 'roleRef', 'subjects'].map((key) => ({
    kinds: /^(?:Cluster)?Role(?:Binding)?$/,
    path: [key],
    why: READS,
  })),
  ...['type', 'data', 'stringData'].map((key) => ({
    kinds: /^Secret$/,
    path: [key],
    why: 'it is a credential of the mesh',
  })),
  ...['data', 'binaryData'].map((key) => ({
    kinds: /^ConfigMap$/,
    path: [key],
    why: 'sidecars and control plane are configured by it',
  })),
  { kinds: WORKLOADS, path: ['spec', 'selector'], why: SELECTS },
  ...Object.entries(LABELS).map(([label, why]) => ({
    kinds: WORKLOADS,
    path: ['spec', 'template', 'metadata', 'labels', label],
    why,
  })),
  { kinds: WORKLOADS, path: ['spec', 'template', 'metadata', 'labels'], mayAdd: true, why: SELECTS },
  {
    kinds: WORKLOADS,
    path: ['spec', 'template', 'spec', 'serviceAccountName'],
    why: 'the pods have their rights by it',
  },
  {
    kinds: WORKLOADS,
    path: ['spec', 'template', 'spec', 'containers', '*', 'ports'],
    mayAdd: true,
    why: CALLED,
  },
  {
    kinds: WORKLOADS,
    path: ['spec', 'template', 'spec', 'containers', '*', 'name'],
    mayAdd: true,
    why: 'the injector and others find the container by it',
  },
  {
    kinds: /^HorizontalPodAutoscaler$/,
    path: ['spec', 'scaleTargetRef'],
    why: 'it decides which pods are scaled',
  },
  { kinds: /^PodDisruptionBudget$/, path: ['spec', 'selector'], why: SELECTS },
  {
    kinds: /^(?:Gateway|VirtualService|DestinationRule|ServiceEntry|MeshPolicy|PeerAuthentication)$/,
    path: ['spec'],
    why: CALLED,
  },
  {
    kinds: /^(?:ExternalSecret|SealedSecret)$/,
    path: ['spec'],
    why: 'the primary reads the cluster with the Secret that it makes',
  },
];

/** Returns the first changed field that the mesh depends on, and what depends on it. Undefined if there is none. */
export function guardedField(
  object: Manifest,
  fields: readonly ChangedField[],
): { readonly field: ChangedField; readonly why: string } | undefined {
  const kind = textAt(object, 'kind') ?? '';
  const guards = GUARDS.filter(({ kinds }) => kinds === undefined || kinds.test(kind));
  for (const field of fields) {
    const guard = guards.find((one) => isTouched(one, field));
    if (guard !== undefined) return { field, why: guard.why };
  }
  return undefined;
}

function isTouched({ path, mayAdd = false }: Guard, field: ChangedField): boolean {
  if (field.outcome === 'added' && (mayAdd || field.path.length < path.length)) return false;
  // A change further out also changes the guarded field.
  const shared = Math.min(path.length, field.path.length);
  return path.slice(0, shared).every((step, index) => step === '*' || step === field.path[index]);
}
