import { InjectedNamespace } from '../../constructs/injected-namespace';
import { type Part, part } from '../../kubernetes/part';
import { EastWestGateway } from './constructs/exposure/east-west-gateway';
import type { InjectionProps } from './constructs/injection-props';
import { InjectionWebhook } from './constructs/injection-webhook';
import { CurrentMeshNamespace } from './constructs/mesh-namespace';
import { RemoteIstiod } from './constructs/remote-istiod';
import { RemoteReader } from './constructs/remote-reader';
import { RevisionTag } from './constructs/revision-tag';
import { ValidationWebhook } from './constructs/validation-webhook';
import { injectionLabel } from './facts/injection-label';
import { gatewayProps } from './gateway-props';
import type { MeshCurrent, RemoteCurrent } from './mesh';

/**
 * Everything a remote cluster needs, in the order in which it is applied: the namespace first, the webhooks after
 * all that they ask, and a gateway last, since its pods are the webhook's to complete.
 */
export function remoteParts(
  mesh: Omit<MeshCurrent, 'remotes' | 'line' | 'sharedServices'>,
  remote: RemoteCurrent,
): Part[] {
  const { istio, primary } = mesh;
  const { namespace } = primary;
  const { network, validation, eastWestGateway } = remote;
  const revision = mesh.revision === undefined ? {} : { revision: mesh.revision };
  const ofNetwork = network === undefined ? {} : { network };
  const labelled = mesh.revision === undefined ? {} : { revision: injectionLabel(mesh).value };
  const { caBundle } = remote.sidecarInjector;
  return [
    part('namespace', CurrentMeshNamespace, { namespace, ...ofNetwork, primary: primary.name }),
    ...remote.injectedNamespaces.map((name) =>
      part(`injected-${name}`, InjectedNamespace, { namespace: name, ...labelled }),
    ),
    part('reader', RemoteReader, { istio, namespace, ...revision }),
    part('istiod', RemoteIstiod, {
      namespace,
      ...revision,
      address: remote.istiodAddress ?? primary.addresses.istiod,
    }),
    ...(validation.enabled
      ? [
          part('validation', ValidationWebhook, {
            namespace,
            ...revision,
            ...(caBundle === undefined ? {} : { caBundle }),
          }),
        ]
      : []),
    ...injectionParts(mesh, remote),
    ...(eastWestGateway === undefined
      ? []
      : [
          part('east-west-gateway', EastWestGateway, {
            istio,
            namespace,
            ...ofNetwork,
            ...revision,
            ...gatewayProps(eastWestGateway),
          }),
        ]),
  ];
}

function injectionParts(
  { primary, revision, revisionTags }: Omit<MeshCurrent, 'remotes' | 'line' | 'sharedServices'>,
  { name, network, sidecarInjector }: RemoteCurrent,
): Part[] {
  const { enabled, injectByDefault, url, caBundle } = sidecarInjector;
  if (!enabled) return [];
  const props: InjectionProps = {
    namespace: primary.namespace,
    cluster: name,
    injectByDefault,
    ...(network === undefined ? {} : { network }),
    ...(revision === undefined ? {} : { revision }),
    ...(url === undefined ? {} : { url }),
    ...(caBundle === undefined ? {} : { caBundle }),
  };
  const partsOf = (cluster: string): Part[] => [
    part('injection', InjectionWebhook, { ...props, cluster }),
    ...revisionTags.map((tag) => part(`tag-${tag}`, RevisionTag, { ...props, cluster, tag })),
  ];
  if (url !== undefined) return partsOf(name);
  const patterns = partsOf(CLUSTER_MARK);
  return partsOf(name).map((one, index) => {
    const pattern = patterns[index];
    return pattern === undefined
      ? one
      : { ...one, pattern: { part: pattern, mark: CLUSTER_MARK, word: name } };
  });
}

/** Stands for the cluster in the path, the one thing that differs. Neither names nor base64 have such a word in them. */
const CLUSTER_MARK = 'CLUSTER-ID';
