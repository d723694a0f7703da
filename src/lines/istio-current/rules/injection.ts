import { ipFamily } from '../../../kubernetes/network';
import { isReachable } from '../../../mesh/reachable';
import { errorAt, type Path, type Problem, quoted, relyingOn, warningAt } from '../../../problem';
import { injectionPath, readInjectionPath } from '../facts/injection-path';
import { DEFAULT_REVISION } from '../facts/names';
import { hostOfUrl } from '../facts/webhook-urls';
import type { MeshCurrent, RemoteCurrent } from '../mesh';
import { findRevision, revisionNameOf } from '../revisions';

/** The label asks for injection, but the cluster has no webhook. */
export function injectedNamespacesHaveAWebhook({ remotes }: MeshCurrent): Problem[] {
  return remotes.flatMap(({ sidecarInjector, injectedNamespaces }, index) => {
    if (sidecarInjector.enabled || injectedNamespaces.length === 0) return [];
    const problem = warningAt(
      ['remotes', index, 'injectedNamespaces'],
      'labels namespaces for injection, and sidecarInjector.enabled is false',
      'Remove the namespaces, or enable the injector',
    );
    return [relyingOn(problem, ['remotes', index, 'sidecarInjector', 'enabled'])];
  });
}

/** A named revision only selects pods that ask for it; the tag `default` selects pods that ask for none. */
export function injectByDefaultIsOfTheDefaultRevision({ remotes }: MeshCurrent): Problem[] {
  return remotes.flatMap((remote, index) => {
    if (!remote.sidecarInjector.injectByDefault) return [];
    if (findRevision(remote, DEFAULT_REVISION) !== undefined) return [];
    const names = remote.revisions.map(revisionNameOf);
    return [
      relyingOn(
        errorAt(
          ['remotes', index, 'sidecarInjector', 'injectByDefault'],
          `belongs to the default revision, and the mesh has the ${names.length === 1 ? 'revision' : 'revisions'} ${names.join(', ')}`,
          'Remove it, or add default to revisionTags',
        ),
        ['revision'],
        ['revisions'],
        ['revisionTags'],
        ['remotes', index, 'revisions'],
        ['remotes', index, 'revisionTags'],
      ),
    ];
  });
}

/**
 * The gateway selects a revision by the server name of the TLS handshake, but an API server sends none for an IP
 * address.
 */
export function sidecarInjectorUrlHasANameForTheGateway({ primary, remotes }: MeshCurrent): Problem[] {
  if (primary.exposure?.mode !== 'east-west-gateway') return [];
  return remotes.flatMap(({ sidecarInjector: { url }, revisions }, index) => {
    const revision = revisions.find(({ name }) => name !== undefined)?.name;
    if (revision === undefined || url === undefined || ipFamily(hostOfUrl(url)) === 0) return [];
    const problem = warningAt(
      ['remotes', index, 'sidecarInjector', 'url'],
      `has no DNS name, and the east-west gateway needs one to find the revision ${revision}`,
      'Write a DNS name, or leave the URL out: the Service istiod has a name',
    );
    return [relyingOn(problem, ['revision'], ['revisions'], ['remotes', index, 'revisions'], EXPOSURE)];
  });
}

const EXPOSURE: Path = ['primary', 'exposure'];

/**
 * The path contains the cluster of the sidecar. With another cluster, a sidecar would get the wrong identity and
 * network.
 */
export function sidecarInjectorUrlIsOfTheCluster({ remotes }: MeshCurrent): Problem[] {
  return remotes.flatMap((remote, index) => {
    const { url } = remote.sidecarInjector;
    if (url === undefined) return [];
    const path: Path = ['remotes', index, 'sidecarInjector', 'url'];
    const unusable = wrongWithUrl(new URL(url), url);
    if (unusable !== undefined) {
      const [expected, fix] = unusable;
      return [errorAt(path, `expected ${expected}, got ${quoted(url)}`, fix)];
    }
    const problem = wrongTarget(path, new URL(url).pathname, remote);
    return problem === undefined
      ? []
      : [relyingOn(problem, ['remotes', index, 'name'], ['remotes', index, 'network'])];
  });
}

/** Returns what an API server refuses in the URL of a webhook, and what to do. */
function wrongWithUrl(url: URL, text: string): [string, string] | undefined {
  if (url.protocol !== 'https:') return ['an https URL, which webhooks need', 'Use the https port of istiod'];
  if (/^[^?#]*@/.test(text))
    return ['a URL without user and password', 'Leave them out: mesh.yaml must not contain secrets'];
  if (/[?#]/.test(text)) return ['a URL without query and fragment', 'Leave out everything from ? or # on'];
  if (!isReachable(url.hostname))
    return ['an address that the API server reaches', "Use the address of the primary's istiod"];
  return undefined;
}

function wrongTarget(path: Path, pathname: string, remote: RemoteCurrent): Problem | undefined {
  const { name, network } = remote;
  const own = injectionPath({ cluster: name, ...(network === undefined ? {} : { network }) });
  const target = readInjectionPath(decoded(pathname));
  const fix = `Let it end in ${own}`;
  if (target.cluster === undefined) {
    return errorAt(path, `expected the cluster in the path, got ${quoted(pathname)}`, fix);
  }
  if (target.cluster !== name) {
    return errorAt(
      path,
      `expected the path of the cluster ${name}, got that of ${quoted(target.cluster)}`,
      fix,
    );
  }
  if (target.network === network) return undefined;
  const wanted = network === undefined ? 'no network' : `the network ${network}`;
  return errorAt(path, `expected ${wanted} in the path, got ${quoted(target.network)}`, fix);
}

/** Keeps a path with a broken escape. */
function decoded(pathname: string): string {
  try {
    return decodeURI(pathname);
  } catch {
    return pathname;
  }
}
