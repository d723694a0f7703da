import { isMap } from '../../is-map';
import { groupOf } from '../../kubernetes/kinds';
import { documentPieces } from '../../kubernetes/text/documents';
import { readManifest } from '../../kubernetes/text/read-yaml';
import type { IgnoredDifference } from './constructs/application';

/** The parts of an object that Argo CD checks against its project or reports as a change. */
export interface RenderedObject {
  /** Empty for the core group. */
  readonly group: string;
  readonly kind: string;
  /** Undefined if the object has none. */
  readonly namespace: string | undefined;
  readonly writtenAtRunTime: readonly WrittenAtRunTime[];
}

/** Returns these parts of an object as sent to the API server. Undefined if the value is no object. */
export function renderedObject(object: unknown): RenderedObject | undefined {
  if (!isMap(object) || typeof object.kind !== 'string') return undefined;
  const apiVersion = typeof object.apiVersion === 'string' ? object.apiVersion : '';
  const metadata = isMap(object.metadata) ? object.metadata : {};
  return {
    group: groupOf(apiVersion),
    kind: object.kind,
    namespace: typeof metadata.namespace === 'string' ? metadata.namespace : undefined,
    writtenAtRunTime: writtenAtRunTime(object),
  };
}

/** Returns the objects of a file without constructs: users' workloads, or definitions of Istio's kinds. */
export function objectsInText(text: string): RenderedObject[] {
  return [...documentPieces([text])].flatMap(({ text: document, number }) => {
    if (number === 0) return [];
    // A definition has hundreds of kilobytes of schema that do not matter here.
    if (/^kind: CustomResourceDefinition$/m.test(document)) return [DEFINITION];
    return objectsIn(readManifest(document).value);
  });
}

const DEFINITION: RenderedObject = {
  group: 'apiextensions.k8s.io',
  kind: 'CustomResourceDefinition',
  namespace: undefined,
  writtenAtRunTime: [],
};

/** Returns an object, or the objects in a `List`. Their owners handle their runtime fields. */
function objectsIn(value: unknown): RenderedObject[] {
  const items: unknown =
    typeof value === 'object' && value !== null && 'items' in value ? value.items : undefined;
  if (Array.isArray(items)) return items.flatMap(objectsIn);
  const object = renderedObject(value);
  return object === undefined ? [] : [{ ...object, writtenAtRunTime: [] }];
}

/** A field that the cluster writes into an object of ours, and whether the manifest sets it too. */
export interface WrittenAtRunTime {
  readonly difference: IgnoredDifference;
  /** Whether the manifest sets the field. Then its differences count. */
  readonly isOurs: boolean;
}

interface Manifest {
  readonly kind?: unknown;
  readonly type?: unknown;
  readonly metadata?: { readonly name?: string };
  readonly webhooks?: readonly { readonly clientConfig?: { readonly caBundle?: unknown } }[];
}

const CA_BUNDLE = '.webhooks[]?.clientConfig.caBundle';

/**
 * Returns the fields that Citadel, the injector, istiod or the token controller fill in at runtime. Sources: 1.0.9,
 * pilot/cmd/sidecar-injector/main.go (patchCertLoop); 1.30, pilot/pkg/webhooks (caBundle) and
 * pkg/webhooks/validation/controller (failurePolicy turns to Fail once istiod serves); Kubernetes,
 * pkg/controller/serviceaccount.
 */
export function writtenAtRunTime({ kind, type, metadata, webhooks = [] }: Manifest): WrittenAtRunTime[] {
  const { name } = metadata ?? {};
  const named = name === undefined ? {} : { name };
  const isOurs = webhooks.some(({ clientConfig }) => clientConfig?.caBundle !== undefined);
  const group = 'admissionregistration.k8s.io';
  switch (kind) {
    case 'MutatingWebhookConfiguration':
      return [{ difference: { group, kind, ...named, jqPathExpressions: [CA_BUNDLE] }, isOurs }];
    case 'ValidatingWebhookConfiguration':
      return [
        { difference: { group, kind, ...named, jqPathExpressions: [CA_BUNDLE] }, isOurs },
        {
          difference: { group, kind, ...named, jqPathExpressions: ['.webhooks[]?.failurePolicy'] },
          isOurs: false,
        },
      ];
    case 'Secret':
      return type === 'kubernetes.io/service-account-token'
        ? [
            {
              difference: {
                kind,
                ...named,
                jsonPointers: ['/data', '/metadata/annotations/kubernetes.io~1service-account.uid'],
              },
              isOurs: false,
            },
          ]
        : [];
    case 'ServiceAccount':
      return [{ difference: { kind, jsonPointers: ['/secrets'] }, isOurs: false }];
    default:
      return [];
  }
}

/** Returns the differences to ignore, each once. Leaves out fields that some manifest sets. */
export function ignoredDifferences(found: Iterable<WrittenAtRunTime>): IgnoredDifference[] {
  const differences = new Map<string, IgnoredDifference>();
  const ours = new Set<string>();
  for (const { difference, isOurs } of found) {
    const key = JSON.stringify(difference);
    if (isOurs) ours.add(key);
    else differences.set(key, difference);
  }
  return [...differences]
    .filter(([key]) => !ours.has(key))
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([, difference]) => difference);
}
