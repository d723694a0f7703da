import { sharesCertificate } from '../../../doctor/certificates';
import { expectedObject, type RemoteContext } from '../../../doctor/context';
import { broken, type Observation, ok, unknown } from '../../../doctor/finding';
import { type Cluster, ClusterError, type KubeObject } from '../../../kubernetes/api/cluster';
import { decodedAt, listAt, textAt } from '../../../kubernetes/fields';
import { LABELS } from '../facts/labels';
import { injectionWebhookName, NAMES, tagWebhookName } from '../facts/names';
import type { MeshCurrent } from '../mesh';

/** Checks that the injection webhook of each revision calls istiod of the primary for this cluster, and trusts it. */
export async function webhook(context: RemoteContext<MeshCurrent>): Promise<Observation[]> {
  const { mesh, remote } = context;
  if (!remote.sidecarInjector.enabled) return [ok('the cluster has no injection webhook')];
  const names = remote.revisions.map(({ name }) => injectionWebhookName(mesh.primary.namespace, name));
  return (await Promise.all(names.map((name) => checkWebhook(context, name)))).flat();
}

/** Checks the same for the webhook of each revision tag. */
export async function tagWebhooks(context: RemoteContext<MeshCurrent>): Promise<Observation[]> {
  const { mesh, remote } = context;
  if (!remote.sidecarInjector.enabled || remote.revisionTags.length === 0)
    return [ok('there are no revision tags')];
  const names = remote.revisionTags.map(({ name }) => tagWebhookName(mesh.primary.namespace, name));
  return (await Promise.all(names.map((name) => checkWebhook(context, name)))).flat();
}

async function checkWebhook(
  { cluster, mesh, remote, expected }: RemoteContext<MeshCurrent>,
  name: string,
): Promise<Observation[]> {
  const wanted = expectedObject(expected, 'MutatingWebhookConfiguration', name);
  const { apiVersion, kind } = wanted;
  const live = await cluster.get({ apiVersion, kind, name });
  if (live === undefined)
    return [
      broken(
        `there is no ${kind} ${name}, so no pod gets a sidecar`,
        `Apply the manifests of ${cluster.name}`,
      ),
    ];
  const problem = [checkOtherLine(live), checkTargets(live, wanted), checkRevision(live, wanted)].find(
    (observation) => observation !== undefined,
  );
  if (problem !== undefined) return [problem];
  const bundles = listAt(live, 'webhooks').map((entry) => decodedAt(entry, 'clientConfig', 'caBundle'));
  if (bundles.includes(undefined))
    return [
      broken(
        `the webhook ${name} has no caBundle, so that the API server does not trust istiod and refuses pods`,
        remote.sidecarInjector.caBundle === undefined
          ? `istiod of ${mesh.primary.name} fills it in: see the findings about the namespace here, and about istiod and the Secret on the primary`
          : `Apply the manifests of ${cluster.name}`,
      ),
    ];
  return [await checkBundles(cluster, mesh.primary.namespace, name, bundles.map(String))];
}

/** The webhook of Istio 1.0 has the same name. */
function checkOtherLine(live: KubeObject): Observation | undefined {
  const { name } = live.metadata;
  const isOf10 = listAt(live, 'webhooks').some(
    (entry) => textAt(entry, 'clientConfig', 'service', 'name') === 'istio-sidecar-injector',
  );
  return isOf10
    ? broken(
        `the webhook ${name} is that of Istio 1.0, which has the same name: the last one applied injects for the whole cluster, and pods get sidecars that the primary does not support`,
        'Move the cluster as docs/moving-from-1.0.md says: apply these manifests, remove the injector of 1.0 and restart pods',
      )
    : undefined;
}

/** The cluster and network in the path determine how istiod configures a pod. */
export function checkTargets(live: KubeObject, wanted: KubeObject): Observation | undefined {
  const { name } = wanted.metadata;
  const [found, said] = [targetsOf(live), targetsOf(wanted)];
  const [other] = found.filter((target) => !said.includes(target));
  const apply = 'Apply the manifests again; make sure that nothing else applies a webhook of this name';
  if (other !== undefined)
    return broken(`the webhook ${name} asks ${other}, and mesh.yaml says ${said[0] ?? 'no service'}`, apply);
  const entries = (object: unknown): string[] =>
    listAt(object, 'webhooks').map((entry) => textAt(entry, 'name') ?? '');
  const lacking = entries(wanted).filter((entry) => !entries(live).includes(entry));
  return lacking.length > 0
    ? broken(`the webhook ${name} lacks ${lacking.join(', ')}, so some pods get no sidecar`, apply)
    : undefined;
}

function targetsOf(object: unknown): string[] {
  const targets = listAt(object, 'webhooks').map((entry) => {
    const url = textAt(entry, 'clientConfig', 'url');
    const service = (key: string): string => textAt(entry, 'clientConfig', 'service', key) ?? '';
    return url ?? `${service('namespace')}/${service('name')}${service('path')}`;
  });
  return [...new Set(targets)];
}

function checkRevision(live: KubeObject, wanted: KubeObject): Observation | undefined {
  const said = wanted.metadata.labels?.[LABELS.revision];
  const found = live.metadata.labels?.[LABELS.revision];
  return found === said
    ? undefined
    : broken(
        `the webhook ${wanted.metadata.name} is labelled ${LABELS.revision}=${found ?? '(nothing)'}, and mesh.yaml says ${said ?? 'nothing'}: istiod fills in only the caBundle of its own revision`,
        'Apply the manifests again',
      );
}

async function checkBundles(
  cluster: Cluster,
  namespace: string,
  name: string,
  bundles: readonly string[],
): Promise<Observation> {
  const root = await rootOf(cluster, namespace);
  if (root === undefined)
    return unknown(
      `the webhook ${name} has a caBundle, and there is no root of istiod to compare it with`,
      `See the finding about root certificates`,
    );
  return bundles.every((bundle) => sharesCertificate(bundle, root))
    ? ok(`the webhook ${name} calls istiod for this cluster and trusts it`)
    : broken(
        `the webhook ${name} trusts another root than istiod signs with`,
        'Make sure that nothing else applies a caBundle; istiod writes its own again when it restarts',
      );
}

/** Returns the root that istiod gives to every namespace. A user who may not read it cannot compare. */
export async function rootOf(cluster: Cluster, namespace: string): Promise<string | undefined> {
  try {
    const found = await cluster.get({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      name: NAMES.rootConfigMap,
      namespace,
    });
    return textAt(found, 'data', 'root-cert.pem');
  } catch (error) {
    if (error instanceof ClusterError && error.fault === 'forbidden') return undefined;
    throw error;
  }
}
