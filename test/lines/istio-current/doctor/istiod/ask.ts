import { expect } from 'vitest';
import type { Observation } from '../../../../../src/doctor/finding';
import type { KubeObject } from '../../../../../src/kubernetes/api/cluster';
import { checks } from '../../../../../src/lines/istio-current/doctor/checks';
import { joinedSecret } from '../../../../../src/membership/joined-secret';
import { kubeconfigText } from '../../../../../src/remote-secret/remote-secret';
import { findCredentials } from '../../../../../src/secret-scan/find-credentials';
import {
  base64,
  changed,
  type FakeClusterOptions,
  fakeCluster,
  ROOT,
  TOKEN,
} from '../../../../doctor/fake-cluster';
import { healthyPrimary, healthyRemote, meshOf, readerMay, remoteContext } from '../current-cluster';
import { connecting, type FakeIstiod, ISTIOD_CERTIFICATE } from './fake-istiod';

/** The Secret of eu on hq. */
export const SECRET = 'istio-system/istio-remote-secret-eu';
/** Two networks, each with a gateway. */
export const mesh = meshOf(', eastWestGateway: true');

export function secretWith(kubeconfig: string, cluster = 'eu'): KubeObject {
  const made = joinedSecret('current', 'eu', 'istio-system', kubeconfig);
  return { ...made, data: { [cluster]: base64(kubeconfig) } };
}

export const secret = secretWith(
  kubeconfigText({
    cluster: 'eu',
    server: 'https://eu.example.com:6443',
    trust: { 'certificate-authority-data': base64(ROOT) },
    token: TOKEN,
  }),
);

/** A Service with an endpoint in eu. */
export function slice(namespace: string, service: string, more: object = {}): KubeObject {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: `${service}-x`, namespace, labels: { 'kubernetes.io/service-name': service } },
    addressType: 'IPv4',
    endpoints: [{ addresses: ['10.20.3.4'], conditions: { ready: true } }],
    ports: [{ name: 'http', port: 80 }],
    ...more,
  };
}

/** The objects of a healthy remote; its webhooks trust istiod's certificate. */
export const remoteObjects: KubeObject[] = [
  ...healthyRemote(mesh, ISTIOD_CERTIFICATE.cert).filter(({ kind }) => kind !== 'EndpointSlice'),
  slice('default', 'kubernetes'),
  slice('shop', 'cart'),
];

/** The objects of the remote if its webhook trusts these certificates. */
export function trusting(pem: string): KubeObject[] {
  return changed(remoteObjects, 'MutatingWebhookConfiguration', 'istio-sidecar-injector', (object) => ({
    ...object,
    webhooks: (object.webhooks as { clientConfig: object }[]).map((entry) => ({
      ...entry,
      clientConfig: { ...entry.clientConfig, caBundle: base64(pem) },
    })),
  }));
}

export interface Situation {
  readonly primary?: FakeClusterOptions;
  readonly secrets?: readonly KubeObject[];
  readonly pods?: readonly KubeObject[];
  readonly remote?: readonly KubeObject[];
  /** The cluster that the kubeconfig in the Secret leads to. */
  readonly reader?: FakeClusterOptions;
}

/** Returns the observations of a check that asks these istiods. Expects advice and no credential. */
export async function ask(
  check: string,
  istiods: readonly FakeIstiod[],
  { primary, secrets = [secret], pods, remote = remoteObjects, reader }: Situation = {},
  of = mesh,
): Promise<readonly Observation[]> {
  const objects = [...healthyPrimary(), ...secrets, ...(pods ?? istiods.map((istiod) => istiod.object()))];
  const openPrimary = () =>
    fakeCluster({ name: 'hq', objects, connectToPod: connecting(istiods), ...primary });
  const own = checks.ofControlPlane?.(of, openPrimary);
  const there = { may: readerMay, objects: remoteObjects, ...reader };
  const context = remoteContext(of, { objects: remote, reader: there });
  const look = own?.remote[check];
  const found =
    look === undefined
      ? await own?.primary[check]?.({
          mesh: of,
          membership: context.membership,
          primary: of.primary,
          remotes: of.remotes,
          reads: of.remotes,
          known: [of.primary, ...of.remotes].map(({ name }) => name),
          cluster: openPrimary(),
          openReader: context.openReader,
          openRemote: () => context.cluster,
          connect: async () => undefined,
          showCertificates: async () => ({ failure: 'ETIMEDOUT' }),
          remoteSecrets: async () => secrets,
        })
      : await look(context);
  if (found === undefined) throw new Error(`no check ${check}`);
  const all = [found].flat();
  expect(findCredentials(JSON.stringify(all))).toEqual([]);
  for (const { status, fix } of all) expect(status === 'ok' || (fix ?? '') !== '').toBe(true);
  return all;
}
