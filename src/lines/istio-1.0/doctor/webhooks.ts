import { sharesCertificate } from '../../../doctor/certificates';
import { expectedObject, type RemoteContext } from '../../../doctor/context';
import { broken, type Observation, ok, unknown } from '../../../doctor/finding';
import { type Cluster, ClusterError } from '../../../kubernetes/api/cluster';
import { decodedAt, listAt, textAt } from '../../../kubernetes/fields';
import { NAMES } from '../facts/names';
import type { Mesh10 } from '../mesh';
import { addressesOf } from './control-plane';

/** Checks that the webhook exists and trusts the certificate that Citadel gave the injector. */
export async function webhook(context: RemoteContext<Mesh10>): Promise<Observation> {
  const { cluster, mesh, remote, expected } = context;
  const name = NAMES.sidecarInjector;
  if (!remote.sidecarInjector.enabled) return ok('the cluster injects by hand');
  const { namespace } = mesh.primary;
  const { apiVersion, kind } = expectedObject(expected, 'MutatingWebhookConfiguration', name);
  const live = await cluster.get({ apiVersion, kind, name });
  if (live === undefined)
    return broken(`there is no ${kind} ${name}`, `Apply the manifests of ${cluster.name}`);
  const [other] = listAt(live, 'webhooks')
    .flatMap((entry) => textAt(entry, 'clientConfig', 'service', 'name') ?? [])
    .filter((service) => service !== name);
  if (other !== undefined)
    return broken(
      `the webhook ${name} asks ${other}, as that of current Istio does: both lines use the name, and the last one applied injects for the whole cluster`,
      'Move the cluster as docs/moving-from-1.0.md says, or remove the manifests of the other line and apply these',
    );
  const bundles = listAt(live, 'webhooks').map((entry) => decodedAt(entry, 'clientConfig', 'caBundle'));
  const [bundle] = bundles;
  if (bundle === undefined || bundles.includes(undefined))
    return broken(
      `the webhook ${name} has no caBundle, so that the API server does not trust the injector`,
      remote.sidecarInjector.caBundle === undefined
        ? 'The injector fills it in: see why it does not run, or may not patch the webhook'
        : `Apply the manifests of ${cluster.name}`,
    );
  const root = await citadelRoot(cluster, namespace);
  if (typeof root === 'object') return root;
  const same = bundles.every((text) => sharesCertificate(text ?? '', root));
  return same
    ? ok(`the webhook ${name} trusts Citadel's root`)
    : broken(
        `the webhook ${name} trusts another root than Citadel signs with`,
        `Restart the Deployment ${name}, which then writes the root; make sure that nothing else applies a caBundle`,
      );
}

/** The places of Citadel's root, the nearest to the injector first. Source: 1.0.9, security/pkg/pki/ca. */
const ROOTS = [
  [`istio.${NAMES.sidecarInjectorAccount}`, 'root-cert.pem'],
  [NAMES.caCertificates, 'root-cert.pem'],
  ['istio-ca-secret', 'ca-cert.pem'],
] as const;

async function citadelRoot(cluster: Cluster, namespace: string): Promise<string | Observation> {
  try {
    for (const [name, key] of ROOTS) {
      const secret = await cluster.get({ apiVersion: 'v1', kind: 'Secret', name, namespace });
      const root = decodedAt(secret, 'data', key);
      if (root !== undefined) return root;
    }
  } catch (error) {
    if (!(error instanceof ClusterError) || error.fault !== 'forbidden') throw error;
    return unknown(
      'the webhook has a caBundle, which you may not compare with the root of Citadel',
      `Run doctor with an account that may read Secrets in ${namespace}`,
    );
  }
  return broken(
    `the webhook has a caBundle, and Citadel has no root: none of the Secrets ${ROOTS.map(([name]) => name).join(', ')}`,
    'See why Citadel does not run',
  );
}

/** Checks that the Service of the webhook leads to a pod. */
export async function webhookEndpoints(context: RemoteContext<Mesh10>): Promise<Observation> {
  const { cluster, mesh, remote } = context;
  const name = NAMES.sidecarInjector;
  if (!remote.sidecarInjector.enabled) return ok('the cluster injects by hand');
  const { namespace } = mesh.primary;
  const service = await cluster.get({ apiVersion: 'v1', kind: 'Service', name, namespace });
  if (service === undefined)
    return broken(`there is no Service ${namespace}/${name}`, `Apply the manifests of ${cluster.name}`);
  const endpoints = await cluster.get({ apiVersion: 'v1', kind: 'Endpoints', name, namespace });
  const addresses = addressesOf(endpoints);
  return addresses.length > 0
    ? ok(`the Service ${name} leads to ${addresses.length === 1 ? 'a pod' : `${addresses.length} pods`}`)
    : broken(
        `the Service ${namespace}/${name} leads to no pod: the API server refuses pods in injected namespaces`,
        `See why the pods of the Deployment ${name} are not ready`,
      );
}
