import type { Construct } from 'constructs';
import { InjectedNamespace } from '../../constructs/injected-namespace';
import { type Part, part, partsInOrder } from '../../kubernetes/part';
import { EastWestGateway } from './constructs/exposure/east-west-gateway';
import { InjectionWebhook } from './constructs/injection-webhook';
import { CurrentMeshNamespace } from './constructs/mesh-namespace';
import { RemoteIstiod } from './constructs/remote-istiod';
import { RemoteReader } from './constructs/remote-reader';
import { RevisionTag } from './constructs/revision-tag';
import { ValidationWebhook } from './constructs/validation-webhook';
import { injectionLabel } from './facts/injection-label';
import { gatewayProps } from './gateway-props';
import type { MeshCurrent, RemoteCurrent } from './mesh';
import { injectionUrl, validationUrl } from './webhook-urls';

type MeshOfRemote = Omit<MeshCurrent, 'remotes' | 'line' | 'sharedServices'>;

/**
 * Everything a remote cluster needs, in the order in which it is applied: the namespace first, the webhooks after
 * all that they ask, and a gateway last, since its pods are the webhook's to complete.
 */
export function remoteParts(mesh: MeshOfRemote, remote: RemoteCurrent): Part[] {
  return partsInOrder(remotePartsByRole(mesh, remote));
}

/** The same by what each part is for. */
export function remotePartsByRole(mesh: MeshOfRemote, remote: RemoteCurrent) {
  const { istio, primary } = mesh;
  const { namespace } = primary;
  const { network, validation, eastWestGateway } = remote;
  const revision = mesh.revision === undefined ? {} : { revision: mesh.revision };
  const ofNetwork = network === undefined ? {} : { network };
  const labelled = mesh.revision === undefined ? {} : { revision: injectionLabel(mesh).value };
  return {
    meshNamespace: part('namespace', CurrentMeshNamespace, {
      namespace,
      ...ofNetwork,
      primary: primary.name,
    }),
    injectedNamespaces: remote.injectedNamespaces.map((name) =>
      part(`injected-${name}`, InjectedNamespace, { namespace: name, ...labelled }),
    ),
    reader: part('reader', RemoteReader, { istio, namespace, ...revision }),
    istiod: part('istiod', RemoteIstiod, {
      namespace,
      ...revision,
      address: remote.istiodAddress ?? primary.addresses.istiod,
    }),
    validation: validation.enabled
      ? part('validation', ValidationWebhook, {
          namespace,
          ...revision,
          ...validationProps(primary, remote),
        })
      : undefined,
    ...injectionParts(mesh, remote),
    eastWestGateway:
      eastWestGateway === undefined
        ? undefined
        : part('east-west-gateway', EastWestGateway, {
            istio,
            namespace,
            ...ofNetwork,
            ...revision,
            ...gatewayProps(eastWestGateway),
          }),
  };
}

function validationProps(primary: MeshOfRemote['primary'], remote: RemoteCurrent) {
  const url = validationUrl(primary, remote);
  const { caBundle = remote.sidecarInjector.caBundle } = remote.validation;
  return { ...(url === undefined ? {} : { url }), ...(caBundle === undefined ? {} : { caBundle }) };
}

function injectionParts({ primary, revision, revisionTags }: MeshOfRemote, remote: RemoteCurrent) {
  const { name, network, sidecarInjector } = remote;
  const { enabled, injectByDefault, caBundle } = sidecarInjector;
  if (!enabled) return { injection: undefined, revisionTags: [] };
  const props = {
    namespace: primary.namespace,
    injectByDefault,
    ...(network === undefined ? {} : { network }),
    ...(revision === undefined ? {} : { revision }),
    ...(caBundle === undefined ? {} : { caBundle }),
  };
  const target = (cluster: string) => {
    const url = injectionUrl(primary, remote, cluster);
    return { ...props, cluster, ...(url === undefined ? {} : { url }) };
  };
  const injection = (cluster: string) => part('injection', InjectionWebhook, target(cluster));
  const tagged = (tag: string) => (cluster: string) =>
    part(`tag-${tag}`, RevisionTag, { ...target(cluster), tag });
  const ofCluster = <Made extends Construct>(make: (cluster: string) => Part<Made>): Part<Made> =>
    sidecarInjector.url === undefined
      ? { ...make(name), pattern: { part: make(CLUSTER_MARK), mark: CLUSTER_MARK, word: name } }
      : make(name);
  return {
    injection: ofCluster(injection),
    revisionTags: revisionTags.map((tag) => ofCluster(tagged(tag))),
  };
}

/** Stands for the cluster in the path, the one thing that differs. Neither names nor base64 have such a word in them. */
const CLUSTER_MARK = 'CLUSTER-ID';
