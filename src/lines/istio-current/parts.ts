import { InjectedNamespace } from '../../constructs/injected-namespace';
import { loadBalancerProps } from '../../constructs/load-balancer';
import { type Part, part, partsInOrder } from '../../kubernetes/part';
import { EastWestGateway, type EastWestGatewayProps } from './constructs/exposure/east-west-gateway';
import { InjectionWebhook } from './constructs/injection-webhook';
import { CurrentMeshNamespace } from './constructs/mesh-namespace';
import { ReaderAccount } from './constructs/reader-account';
import { RemoteIstiod } from './constructs/remote-istiod';
import { RemoteReader } from './constructs/remote-reader';
import { ValidationWebhook } from './constructs/validation-webhook';
import { LABELS } from './facts/labels';
import { validationBundle, validationUrl } from './facts/webhook-urls';
import type { RemoteCurrent } from './mesh';
import { type ClusterOptionsCurrent, familiesOf } from './options/cluster';
import type { EastWestGatewayOptions } from './options/gateways';
import { injectionProps, type MeshOfRemote, ofCluster, revisionPart, tagParts } from './revision-parts';
import {
  defaultRevisionOf,
  injectionLabelOf,
  type RevisionCurrent,
  remoteAt,
  revisionAddress,
  revisionFor,
  revisionNameOf,
  revisionProp,
} from './revisions';

/** Parts of one file of a cluster, in apply order. */
export interface FileOfCluster {
  readonly name: string;
  readonly parts: readonly Part[];
}

/** Objects that all revisions share. With one revision: all objects. */
const SHARED_FILE = 'istio-remote.k8s.yaml';

/**
 * The revision of each namespace, tag and gateway. kubectl applies the files of a folder by name. This file comes
 * after those of the revisions, because their webhooks must exist before a namespace moves.
 */
const USE_FILE = 'revisions-in-use.k8s.yaml';

/**
 * Returns everything that a remote cluster needs, in apply order: the namespace first, the webhooks after everything
 * that they call, and a gateway last, since the webhook completes its pods. If the mesh lists its revisions, each has
 * its own file besides the shared one, so that deleting the file removes the revision.
 */
export function remoteFiles(mesh: MeshOfRemote, remote: RemoteCurrent): FileOfCluster[] {
  const roles = remotePartsByRole(mesh, remote);
  if (!mesh.listsRevisions) return [{ name: SHARED_FILE, parts: partsInOrder(roles) }];
  const { meshNamespace, validation, revisionTags, injectedNamespaces, eastWestGateway } = roles;
  const { imagePullSecrets } = remote;
  const { namespace } = mesh.primary;
  const files = [
    {
      name: SHARED_FILE,
      parts: [meshNamespace, part('reader', ReaderAccount, { namespace, imagePullSecrets })],
    },
    ...remote.revisions.map((revision) => ({
      name: `revision-${revisionNameOf(revision)}.k8s.yaml`,
      parts: [revisionPart(mesh, remote, revision)],
    })),
    {
      name: USE_FILE,
      parts: partsInOrder({ validation, revisionTags, injectedNamespaces, eastWestGateway }),
    },
  ];
  return files.filter(({ parts }) => parts.length > 0);
}

/** Returns the parts of all files. */
export function remoteParts(mesh: MeshOfRemote, remote: RemoteCurrent): Part[] {
  return remoteFiles(mesh, remote).flatMap(({ parts }) => parts);
}

/** Returns the same parts by role, for one chart: the first revision, then the others. */
export function remotePartsByRole(mesh: MeshOfRemote, remote: RemoteCurrent) {
  const { namespace, name: primary } = mesh.primary;
  const { network, validation, eastWestGateway, sidecarInjector, revisions } = remote;
  const [first, ...others] = revisions;
  if (first === undefined) throw new Error(`no revision of ${remote.name}`);
  const ofNetwork = network === undefined ? {} : { network };
  return {
    meshNamespace: part('namespace', CurrentMeshNamespace, { namespace, ...ofNetwork, primary }),
    injectedNamespaces: remote.injectedNamespaces.map((name) => injectedNamespace(remote, name)),
    reader: part('reader', RemoteReader, {
      istio: first.istio,
      namespace,
      ...revisionProp(first),
      imagePullSecrets: remote.imagePullSecrets,
    }),
    istiod: part('istiod', RemoteIstiod, {
      namespace,
      ...revisionProp(first),
      address: revisionAddress(mesh.primary, remote, first),
      ...familiesOf(remote),
    }),
    otherRevisions: others.map((revision) => revisionPart(mesh, remote, revision)),
    validation: validation.enabled ? validationPart(mesh, remote) : undefined,
    injection: sidecarInjector.enabled
      ? ofCluster(remote, (cluster) =>
          part('injection', InjectionWebhook, injectionProps(mesh, remote, first, cluster)),
        )
      : undefined,
    revisionTags: tagParts(mesh, remote),
    eastWestGateway:
      eastWestGateway === undefined
        ? undefined
        : part('east-west-gateway', EastWestGateway, {
            namespace,
            ...ofNetwork,
            ...injectedBy(revisionFor(remote, eastWestGateway.revision ?? remote.revision)),
            ...gatewayProps(remote, eastWestGateway),
          }),
  };
}

function validationPart({ primary }: MeshOfRemote, remote: RemoteCurrent): Part<ValidationWebhook> {
  const revision = defaultRevisionOf(remote);
  const url = validationUrl(primary, remoteAt(primary, remote, revision));
  const caBundle = validationBundle(remote);
  return part('validation', ValidationWebhook, {
    namespace: primary.namespace,
    ...revisionProp(revision),
    ...(url === undefined ? {} : { url }),
    ...(caBundle === undefined ? {} : { caBundle }),
  });
}

/**
 * A gateway uses the revision itself instead of a tag, so that its pods restart when the tag moves to another
 * revision.
 */
function injectedBy(revision: RevisionCurrent) {
  return { istio: revision.istio, ...revisionProp(revision) };
}

function injectedNamespace(remote: RemoteCurrent, namespace: string): Part<InjectedNamespace> {
  const { key, value } = injectionLabelOf(remote, namespace);
  const revision = key === LABELS.revision ? { revision: value } : {};
  return part(`injected-${namespace}`, InjectedNamespace, { namespace, ...revision });
}

/** Returns the options of a gateway as props of its construct. */
export function gatewayProps(
  cluster: ClusterOptionsCurrent,
  options: EastWestGatewayOptions,
  address?: string,
): EastWestGatewayProps {
  const { platform, imagePullSecrets } = cluster;
  const { minReplicas, maxReplicas, resources } = options;
  return {
    ...loadBalancerProps(options, address),
    ...{ minReplicas, maxReplicas, resources, imagePullSecrets },
    ...(platform === undefined ? {} : { platform }),
    ...familiesOf(cluster),
  };
}
