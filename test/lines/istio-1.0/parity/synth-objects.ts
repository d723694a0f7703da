import { isAtLeast } from '../../../../src/kubernetes/version';
import type { Mesh10 } from '../../../../src/lines/istio-1.0/mesh';
import { asMap, asMaps, type KubeObject, parsedData, readObjects } from '../../../chart-objects';

interface RenderedFile {
  readonly path: string;
  readonly text: string;
}

const PRIMARY_KINDS = ['MeshPolicy', 'DestinationRule'];

/**
 * Returns synth's objects without objects that the chart lacks. Checks each of these first: see the differences
 * in docs/chart-parity.md.
 */
export function synthObjects(files: readonly RenderedFile[], mesh: Mesh10): KubeObject[] {
  return files.flatMap(({ path, text }) => {
    const isPrimary = path.startsWith(`${mesh.primary.name}/`);
    return readObjects(text).flatMap((object) => {
      // Difference 7: mutual TLS concerns only the primary.
      if (isPrimary !== PRIMARY_KINDS.includes(String(object.kind)))
        throw new Error(`${object.kind} is in ${path}`);
      return isOurs(object, mesh) ? [] : [comparable(object, mesh)];
    });
  });
}

/** Differences 3 and 4: the namespaces and the token of the reader. */
function isOurs(object: KubeObject, mesh: Mesh10): boolean {
  const { name } = asMap(object.metadata);
  const namespaces = [mesh.primary.namespace, ...(mesh.remotes[0]?.injectedNamespaces ?? [])];
  if (object.kind === 'Namespace') return namespaces.includes(String(name));
  return object.kind === 'Secret' && name === 'istio-multi-token' && object.data === undefined;
}

function comparable(object: KubeObject, mesh: Mesh10): KubeObject {
  const changed: KubeObject = { ...object, metadata: withoutOwnLabels(asMap(object.metadata)) };
  if (object.kind === 'ConfigMap') changed.data = parsedData(asMap(object.data));
  if (object.kind === 'Deployment') changed.spec = withoutSelector(asMap(object.spec));
  if (object.kind === 'Endpoints') changed.subsets = asMaps(object.subsets).map(withoutProtocol);
  if (object.kind === 'MutatingWebhookConfiguration') {
    const kubernetes = mesh.remotes[0]?.kubernetes ?? '';
    changed.webhooks = asMaps(object.webhooks).map((webhook) => withoutV1Fields(webhook, kubernetes));
  }
  return changed;
}

/** Difference 3. */
function withoutOwnLabels({ labels, ...metadata }: KubeObject): KubeObject {
  const kept = Object.entries(asMap(labels)).filter(([key]) => !key.startsWith('app.kubernetes.io/'));
  return { ...metadata, ...(kept.length === 0 ? {} : { labels: Object.fromEntries(kept) }) };
}

/** Difference 1: apps/v1 requires a selector, and it has to select the pods. */
function withoutSelector({ selector, ...spec }: KubeObject): KubeObject {
  const labels = asMap(asMap(asMap(spec.template).metadata).labels);
  const wanted = Object.entries(asMap(asMap(selector).matchLabels));
  const finds = wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
  if (!finds) throw new Error(`the selector ${JSON.stringify(selector)} misses the pods`);
  return spec;
}

/** Includes the list fields that the server fills in, as in difference 1 for the webhook. */
function withoutProtocol(subset: KubeObject): KubeObject {
  const ports = asMaps(subset.ports).map(({ protocol, ...port }) => {
    if (protocol !== 'TCP') throw new Error(`Endpoints with a port of protocol ${protocol}`);
    return port;
  });
  return { ...subset, ports };
}

/** Difference 1: fields that v1 requires. */
function withoutV1Fields(webhook: KubeObject, kubernetes: string): KubeObject {
  const { admissionReviewVersions, sideEffects, matchPolicy, timeoutSeconds, ...rest } = webhook;
  const got = [admissionReviewVersions, sideEffects, matchPolicy, timeoutSeconds];
  const wanted = isAtLeast(kubernetes, '1.16')
    ? [['v1beta1'], 'None', 'Exact', 30]
    : [undefined, undefined, undefined, undefined];
  if (JSON.stringify(got) !== JSON.stringify(wanted)) throw new Error(`webhook with ${JSON.stringify(got)}`);
  const rules = asMaps(rest.rules).map(({ scope, ...rule }) => {
    if (scope !== (isAtLeast(kubernetes, '1.14') ? '*' : undefined))
      throw new Error(`webhook scope ${scope}`);
    return rule;
  });
  return { ...rest, rules };
}
