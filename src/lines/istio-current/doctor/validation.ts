import { sharesCertificate } from '../../../doctor/certificates';
import { expectedObject, type RemoteContext } from '../../../doctor/context';
import { broken, type Observation, ok, unknown } from '../../../doctor/finding';
import type { KubeObject } from '../../../kubernetes/api/cluster';
import { decodedAt, listAt, textAt } from '../../../kubernetes/fields';
import { NAMES } from '../facts/names';
import type { MeshCurrent } from '../mesh';
import { checkTargets, rootOf } from './webhooks';

const NAME = NAMES.defaultValidator;

/**
 * Checks that the validating webhook agrees with the mesh, and trusts istiod if it has a caBundle. In a remote istiod
 * fills in none: see {@link ValidationWebhook}.
 */
export async function validation(context: RemoteContext<MeshCurrent>): Promise<Observation[]> {
  const { cluster, remote, expected } = context;
  if (!remote.validation.enabled) return [ok('the cluster has no validating webhook')];
  const wanted = expectedObject(expected, 'ValidatingWebhookConfiguration', NAME);
  const { apiVersion, kind } = wanted;
  const live = await cluster.get({ apiVersion, kind, name: NAME });
  if (live === undefined) return [broken(`there is no ${kind} ${NAME}`, applied(cluster.name))];
  const wrong = checkTargets(live, wanted);
  if (wrong !== undefined) return [wrong];
  const [bundle] = bundlesOf(live);
  return [
    bundle === undefined ? withoutBundle(live, wanted, cluster.name) : await withBundle(context, bundle),
  ];
}

function bundlesOf(webhook: KubeObject): (string | undefined)[] {
  return listAt(webhook, 'webhooks').map((entry) => decodedAt(entry, 'clientConfig', 'caBundle'));
}

/** Without a caBundle, the API server cannot trust istiod and applies the failurePolicy. */
function withoutBundle(live: KubeObject, wanted: KubeObject, cluster: string): Observation {
  if (listAt(live, 'webhooks').some((entry) => textAt(entry, 'failurePolicy') !== 'Ignore'))
    return broken(
      `the webhook ${NAME} has no caBundle and the failurePolicy Fail, so that the API server refuses every Istio object`,
      applied(cluster),
    );
  if (bundlesOf(wanted)[0] !== undefined)
    return broken(`the webhook ${NAME} lacks the caBundle of mesh.yaml`, applied(cluster));
  return ok(
    `the webhook ${NAME} does nothing, as in the chart: istiod fills in no caBundle here, and without one the API server lets every Istio object through. validation.caBundle turns it on, validation.enabled: false removes it`,
  );
}

async function withBundle(
  { cluster, mesh }: RemoteContext<MeshCurrent>,
  bundle: string,
): Promise<Observation> {
  const root = await rootOf(cluster, mesh.primary.namespace);
  if (root === undefined)
    return unknown(
      `the webhook ${NAME} has a caBundle, and there is no root of istiod to compare it with`,
      'See the finding about root certificates',
    );
  return sharesCertificate(bundle, root)
    ? ok(`the webhook ${NAME} calls istiod and trusts it`)
    : broken(
        `the webhook ${NAME} trusts another root than istiod signs with, so that the API server refuses every Istio object`,
        'Write the root into validation.caBundle of mesh.yaml, then `istio-remote synth`, and apply',
      );
}

function applied(cluster: string): string {
  return `Apply the manifests of ${cluster}`;
}
