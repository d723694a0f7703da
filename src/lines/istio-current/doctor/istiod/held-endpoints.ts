import type { ReadContext } from '../../../../doctor/context';
import { broken, type Observation, ok } from '../../../../doctor/finding';
import type { Cluster, KubeObject } from '../../../../kubernetes/api/cluster';
import { sleep } from '../../../../kubernetes/api/time-limit';
import { fieldAt, listAt, textAt } from '../../../../kubernetes/fields';
import { someOf } from '../../../../some-of';
import { whyNoUpdateInPlace } from '../../facts/remote-secret-updates';
import type { MeshCurrent } from '../../mesh';
import type { IstiodAnswers } from './istiod-answers';
import { listed } from './remote-clusters';
import { eachReplica } from './replica-observations';
import type { Replica } from './replicas';
import type { Selector } from './selector';

/** Limit of Services in a message. */
const SHOWN = 5;

/** Milliseconds until istiod learns of an endpoint. */
const HEARSAY = 2000;

/**
 * Checks that istiod has endpoints of each Service with ready endpoints in the cluster. After a lost rotation
 * (istio#61043) it has none, or only the ones that changed since, and still reports `synced`.
 */
export async function heldEndpoints(
  answers: IstiodAnswers,
  { cluster, remote }: ReadContext<MeshCurrent>,
): Promise<Observation[]> {
  const { name } = remote;
  const all = await answers.answering();
  const replicas = all.filter((replica) => listed(replica, name)?.status === 'synced');
  if (replicas.length === 0) return [];
  const inCluster = await readyServices(cluster);
  const fault = whyNoUpdateInPlace(answers.mesh.istio);
  const because = fault === undefined ? '' : `${fault}. `;
  const look = async (replica: Replica): Promise<Observation> => {
    const ready = await inCluster.watchedBy(replica.selectors);
    if (ready.length === 0) return ok(`watches no namespace of ${name} with a ready endpoint`);
    const lacking = await lackingServices(answers, replica, name, ready);
    const exported = lacking.length === 0 ? lacking : await withoutHidden(cluster, lacking);
    return exported.length === 0
      ? ok(`has endpoints of each Service of ${name} with a ready one (${ready.length})`)
      : broken(
          exported.length === ready.length
            ? `has no endpoint of ${name}, though there are ready ones for ${someOf(ready, SHOWN)}: no other cluster reaches them`
            : `has no endpoint of ${name} for ${someOf(exported, SHOWN)}, though there are ready ones (${exported.length} of ${ready.length} Services)`,
          `${because}Delete the Secret ${listed(replica, name)?.secret}, then run \`istio-remote join ${name}\`; or restart istiod`,
        );
  };
  return eachReplica(replicas, look, all.length);
}

/** Asks again if some are missing: they may be newer than the answer. If all are missing, that is not the reason. */
async function lackingServices(
  answers: IstiodAnswers,
  replica: Replica,
  cluster: string,
  ready: readonly string[],
): Promise<readonly string[]> {
  const enough = performance.now() + HEARSAY;
  const lackingIn = async (since: number): Promise<readonly string[]> => {
    const held = (await answers.heldServices(replica, since)).get(cluster);
    return ready.filter((service) => held?.has(service) !== true);
  };
  const lacking = await lackingIn(0);
  if (lacking.length === 0 || lacking.length === ready.length) return lacking;
  await sleep(enough - performance.now());
  return lackingIn(enough);
}

/** Returns the Services of a cluster with ready endpoints. */
async function readyServices(cluster: Cluster) {
  const slices = await cluster.list({ apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice' });
  const services = [...new Set(slices.flatMap(serviceOf))].sort();
  let namespaces: Promise<readonly KubeObject[]> | undefined;
  return {
    /** Returns `namespace/name` in the namespaces that match a selector, or in all namespaces without a selector. */
    async watchedBy(selectors: readonly Selector[]): Promise<readonly string[]> {
      if (selectors.length === 0) return services;
      namespaces ??= cluster.list({ apiVersion: 'v1', kind: 'Namespace' });
      const watched = (await namespaces)
        .filter(({ metadata }) => selectors.some((fits) => fits(metadata.labels ?? {})))
        .map(({ metadata }) => metadata.name);
      return services.filter((service) => watched.includes(service.split('/', 1)[0] ?? ''));
    },
  };
}

/**
 * Returns the Service of a slice that gives istiod an endpoint. Source: release-1.30,
 * pilot/pkg/serviceregistry/kube/controller/endpointslice.go.
 */
function serviceOf(slice: KubeObject): string[] {
  const { namespace, labels = {} } = slice.metadata;
  const name = labels['kubernetes.io/service-name'];
  const isOfSeveralClusters = labels['multicluster.kubernetes.io/service-name'] !== undefined;
  const isAddress = textAt(slice, 'addressType') !== 'FQDN';
  const hasReady = listAt(slice, 'endpoints').some(
    (endpoint) =>
      fieldAt(endpoint, 'conditions', 'ready') !== false && listAt(endpoint, 'addresses').length > 0,
  );
  return name !== undefined &&
    !isOfSeveralClusters &&
    isAddress &&
    hasReady &&
    listAt(slice, 'ports').length > 0
    ? [`${namespace}/${name}`]
    : [];
}

/** Removes Services that their owner does not export, since istiod leaves them out. */
async function withoutHidden(cluster: Cluster, services: readonly string[]): Promise<readonly string[]> {
  const hidden = (await cluster.list({ apiVersion: 'v1', kind: 'Service' }))
    .filter(({ metadata }) =>
      (metadata.annotations?.['networking.istio.io/exportTo'] ?? '')
        .split(',')
        .some((namespace) => namespace.trim() === '~'),
    )
    .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
  return services.filter((service) => !hidden.includes(service));
}
