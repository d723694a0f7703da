import { hostAndPort, ipFamily } from '../../../kubernetes/network';
import type { MeshCurrent, PrimaryCurrent, RemoteCurrent } from '../mesh';
import { defaultRevisionOf, type RevisionCurrent, remoteAt } from '../revisions';
import { VALIDATION_PATH } from './components';
import { injectionPath } from './injection-path';
import { dnsNameOf } from './istiod-address';
import { PORTS } from './ports';

/**
 * The URL at which the API server of a remote asks for sidecars. Undefined: it goes by the Service `istiod`.
 *
 * A DNS name needs a URL: an API server refuses a webhook whose Service is an ExternalName, or calls it on the port of the
 * Service, where no load balancer of istiod listens.
 * Source: Kubernetes 1.34, staging/src/k8s.io/apiserver/pkg/util/proxy/proxy.go (ResolveEndpoint, ResolveCluster).
 * @param cluster the cluster in the path
 */
export function injectionUrl(
  primary: PrimaryCurrent,
  remote: RemoteCurrent,
  cluster: string,
): string | undefined {
  const { network, sidecarInjector } = remote;
  const path = injectionPath({ cluster, ...(network === undefined ? {} : { network }) });
  return sidecarInjector.url ?? urlByName(primary, remote, path);
}

/** The URL at which the API server of a remote asks about Istio's own objects. Undefined: it goes by the Service. */
export function validationUrl(primary: PrimaryCurrent, remote: RemoteCurrent): string | undefined {
  const byName = urlByName(primary, remote, VALIDATION_PATH);
  const { url } = remote.sidecarInjector;
  // Whoever writes a URL knows on which port istiod answers there.
  return byName === undefined || url === undefined ? byName : new URL(VALIDATION_PATH, url).href;
}

function urlByName(
  { addresses }: PrimaryCurrent,
  { istiodAddress = addresses.istiod }: RemoteCurrent,
  path: string,
): string | undefined {
  const name = dnsNameOf(istiodAddress);
  return name === undefined ? undefined : `https://${hostAndPort(name, PORTS.webhookTarget)}${path}`;
}

/** The CA certificates of the validating webhook. Undefined: the API server trusts nobody there, and asks in vain. */
export function validationBundle({ validation, sidecarInjector }: RemoteCurrent): string | undefined {
  return validation.caBundle ?? sidecarInjector.caBundle;
}

/** The URLs at which the API server of a remote asks istiod of a revision, and trusts it if the certificate covers the host. */
export function webhookUrls(
  primary: PrimaryCurrent,
  remote: RemoteCurrent,
  revision: RevisionCurrent,
): { readonly injection: string | undefined; readonly validation: string | undefined } {
  const { sidecarInjector, validation, revisions } = remote;
  const at = remoteAt(primary, remote, revision);
  const injects = sidecarInjector.enabled && revisions.includes(revision);
  const validates = validation.enabled && defaultRevisionOf(remote) === revision;
  return {
    injection: injects ? injectionUrl(primary, at, remote.name) : undefined,
    validation: validates && validationBundle(remote) !== undefined ? validationUrl(primary, at) : undefined,
  };
}

/** The host of a URL, an IPv6 address without brackets. */
export function hostOfUrl(url: string): string {
  return new URL(url).hostname.replace(/^\[|\]$/g, '');
}

/**
 * The hosts by which API servers call istiod of a revision. Its certificate covers them only when `ISTIOD_CUSTOM_HOST`
 * lists them: it has the names of istiod's Services alone, which no API server of another cluster resolves, and which
 * mesh.yaml cannot have here. In the order of the remotes.
 * Source: release-1.30, pilot/pkg/bootstrap/server.go (getDNSNames), pilot/pkg/features/pilot.go.
 */
export function customHosts({ primary, remotes }: MeshCurrent, revision: RevisionCurrent): string[] {
  const urls = remotes.flatMap((remote) => Object.values(webhookUrls(primary, remote, revision)));
  return [...new Set(urls.filter((url) => url !== undefined).map(hostOfUrl))];
}

/** The DNS names by which API servers call istiod: they say them in the TLS handshake, and say no IP address there. */
export function calledNames(mesh: MeshCurrent, revision: RevisionCurrent): string[] {
  return customHosts(mesh, revision).filter((host) => ipFamily(host) === 0);
}
