import { isIP } from 'node:net';
import { isAtLeast } from '../../../../src/kubernetes/version';
import type { Mesh10 } from '../../../../src/lines/istio-1.0/mesh';
import { outputOf } from '../../../../src/lines/mesh-output';
import { meshFiles } from '../../../../src/output/mesh-files';
import {
  asMap,
  asMaps,
  byName,
  differencesBetween,
  type KubeObject,
  type KubeObjects,
  parsedData,
  readObjects,
} from '../../../chart-objects';
import { synthObjects } from './synth-objects';

/**
 * Compares the manifests of a mesh with one remote with the output of `helm template` of the chart istio-remote.
 * @param rendered output of `helm template`
 * @returns one line for each difference; empty if there is none
 */
export function chartDifferences(mesh: Mesh10, rendered: string): string[] {
  const [chart, ours] = [expectedObjects(mesh, rendered), ownObjects(mesh)];
  return [...new Set([...chart.keys(), ...ours.keys()])].flatMap((key) =>
    differencesBetween(chart.get(key), ours.get(key), key),
  );
}

/**
 * The chart's objects with only the deliberate differences of docs/chart-parity.md applied. Synth's objects equal
 * them, object by object and value by value. Leaves out the sidecar template below `config`; sidecars.ts compares its
 * results.
 */
export function expectedObjects(mesh: Mesh10, rendered: string): KubeObjects {
  const chart = byName(readObjects(rendered).flatMap((object) => expectedOf(object, mesh)));
  withExternalName(chart);
  return chart;
}

/** Returns synth's objects of a mesh with one remote, without objects that the chart lacks. */
export function ownObjects(mesh: Mesh10): KubeObjects {
  if (mesh.remotes.length !== 1) throw new Error('expected a mesh with one remote');
  return byName(synthObjects([...meshFiles(outputOf(mesh))], mesh));
}

/** Returns synth's objects for one object of the chart: nothing, the object with changes, or what a Job would add. */
function expectedOf(object: KubeObject, mesh: Mesh10): KubeObject[] {
  const metadata = asMap(object.metadata);
  const name = String(metadata.name);
  // Difference 2: applied without Helm the hook deletes every Citadel secret at once.
  if (/^istio-cleanup-secrets(?:-|$)/.test(name)) return [];
  // Difference 7 in 1.0.0, where a hook Job applies the objects from a ConfigMap.
  if (/^istio-security-post-install(?:-|$)/.test(name)) return [];
  if (name === 'istio-security-custom-resources') {
    const text = String(asMap(object.data)['custom-resources.yaml']);
    return readObjects(text).flatMap((inner) => expectedOf(inner, mesh));
  }
  const kubernetes = mesh.remotes[0]?.kubernetes ?? '';
  const changed: KubeObject = {
    ...object,
    apiVersion: apiVersion(object, kubernetes),
    metadata: metadataOf(object, mesh),
  };
  if (object.kind === 'ConfigMap') changed.data = parsedData(asMap(object.data));
  if (object.kind === 'MutatingWebhookConfiguration') changed.webhooks = withCaBundleOf(object, kubernetes);
  if (object.kind === 'Service') changed.spec = withProtocols(asMap(object.spec));
  // Difference 8.
  if (object.kind === 'Deployment' && isAtLeast(kubernetes, '1.14'))
    changed.spec = withStableArch(object.spec);
  return [changed];
}

/** Difference 1. */
function apiVersion({ apiVersion, kind }: KubeObject, kubernetes: string): unknown {
  if (kind === 'Deployment' && apiVersion === 'extensions/v1beta1') return 'apps/v1';
  if (apiVersion === 'rbac.authorization.k8s.io/v1beta1') return 'rbac.authorization.k8s.io/v1';
  return apiVersion === 'admissionregistration.k8s.io/v1beta1' && isAtLeast(kubernetes, '1.16')
    ? 'admissionregistration.k8s.io/v1'
    : apiVersion;
}

/** Difference 3: without Helm's labels, and cluster-scoped objects without a namespace. */
function metadataOf(object: KubeObject, mesh: Mesh10): KubeObject {
  const { labels, namespace, ...rest } = asMap(object.metadata);
  const { chart: _, heritage: __, release: ___, ...kept } = asMap(labels ?? {});
  // Helm installs objects without a namespace into the release's.
  const scope = object.kind === 'DestinationRule' ? (namespace ?? mesh.primary.namespace) : namespace;
  const isClustered = object.kind === 'MutatingWebhookConfiguration';
  return {
    ...rest,
    ...(scope === undefined || isClustered ? {} : { namespace: scope }),
    ...(Object.keys(kept).length === 0 ? {} : { labels: kept }),
  };
}

/** Difference 1: fields that server-side apply requires. */
function withProtocols({ ports, ...spec }: KubeObject): KubeObject {
  return { ...spec, ports: asMaps(ports).map((port) => ({ protocol: 'TCP', ...port })) };
}

/** Difference 1: the injector fills it in. Up to Kubernetes 1.13 the key exists and is empty. */
function withCaBundleOf(object: KubeObject, kubernetes: string): KubeObject[] {
  return asMaps(object.webhooks).map((webhook) => {
    const { caBundle, ...clientConfig } = asMap(webhook.clientConfig);
    if (caBundle !== '') throw new Error(`expected an empty caBundle, got ${JSON.stringify(caBundle)}`);
    return isAtLeast(kubernetes, '1.14') ? { ...webhook, clientConfig } : webhook;
  });
}

function withStableArch(spec: unknown): unknown {
  return JSON.parse(
    JSON.stringify(spec, (key, value: unknown) =>
      key === 'key' && value === 'beta.kubernetes.io/arch' ? 'kubernetes.io/arch' : value,
    ),
  );
}

/** Difference 6: Endpoints contain no host names. */
function withExternalName(objects: KubeObjects): void {
  for (const [key, endpoints] of objects) {
    if (endpoints.kind !== 'Endpoints') continue;
    const address = asMaps(asMaps(endpoints.subsets)[0]?.addresses)[0]?.ip;
    if (typeof address !== 'string' || isIP(address) !== 0) continue;
    objects.delete(key);
    const service = asMap(objects.get(key.replace('Endpoints', 'Service')));
    const { clusterIP, ...spec } = asMap(service.spec);
    if (clusterIP !== 'None') throw new Error('expected a headless Service');
    service.spec = { ...spec, type: 'ExternalName', externalName: address };
  }
}
