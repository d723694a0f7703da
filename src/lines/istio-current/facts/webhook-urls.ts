import { hostAndPort, ipFamily } from '../../../kubernetes/network';
import type { MeshCurrent, PrimaryCurrent, RemoteCurrent } from '../mesh';
import { defaultRevisionOf, type RevisionCurrent, remoteAt } from '../revisions';
import { VALIDATION_PATH } from './components';
import { injectionPath } from './injection-path';
import { dnsNameOf } from './istiod-address';
import { PORTS } from './ports';

/**
 * Returns the URL that a remote's API server calls for sidecars. Undefined: it calls the Service `istiod`.
 *
 * A DNS name needs a URL: an API server refuses a webhook whose Service is an ExternalName, or calls it on the
 * Service's port, where no load balancer of istiod listens. Source: Kubernetes 1.34,
 * staging/src/k8s.io/apiserver/pkg/util/proxy/proxy.go (ResolveEndpoint, ResolveCluster).
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

/** Returns the URL that a remote's API server calls about Istio's own objects. Undefined: it calls the Service. */
export function validationUrl(primary: PrimaryCurrent, remote: RemoteCurrent): string | undefined {
  const byName = urlByName(primary, remote, VALIDATION_PATH);
  const { url } = remote.sidecarInjector;
  // The user's own URL shows the port where istiod answers.
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

/**
 * Returns the CA certificates of the validating webhook. Undefined: the API server trusts no server there, so its
 * calls fail.
 */
export function validationBundle({ validation, sidecarInjector }: RemoteCurrent): string | undefined {
  return validation.caBundle ?? sidecarInjector.caBundle;
}

/**
 * Returns the URLs that a remote's API server uses to call istiod of a revision. It trusts istiod if the certificate
 * covers the host.
 */
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

/** Returns the host of a URL, for IPv6 without brackets. */
export function hostOfUrl(url: string): string {
  return new URL(url).hostname.replace(/^\[|\]$/g, '');
}

/**
 * Returns the hosts that API servers use to call istiod of a revision, in the order of the remotes. Its certificate
 * covers them only if `ISTIOD_CUSTOM_HOST` lists them: by itself it only has the names of istiod's Services, which no
 * API server of another cluster resolves, and which mesh.yaml must not contain here. Source: release-1.30,
 * pilot/pkg/bootstrap/server.go (getDNSNames), pilot/pkg/features/pilot.go.
 */
export function customHosts({ primary, remotes }: MeshCurrent, revision: RevisionCurrent): string[] {
  const urls = remotes.flatMap((remote) => Object.values(webhookUrls(primary, remote, revision)));
  return [...new Set(urls.filter((url) => url !== undefined).map(hostOfUrl))];
}

/**
 * Returns the DNS names that API servers use to call istiod. They send a DNS name in the TLS handshake, but no IP
 * address.
 */
export function calledNames(mesh: MeshCurrent, revision: RevisionCurrent): string[] {
  return customHosts(mesh, revision).filter((host) => ipFamily(host) === 0);
}
