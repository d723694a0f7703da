import type { Construct } from 'constructs';
import { type Part, part } from '../../kubernetes/part';
import type { InjectionProps } from './constructs/injection-entries';
import { RemoteRevision } from './constructs/remote-revision';
import { RevisionTag } from './constructs/revision-tag';
import { injectionUrl } from './facts/webhook-urls';
import type { MeshCurrent, RemoteCurrent } from './mesh';
import { familiesOf } from './options/cluster';
import {
  type RevisionCurrent,
  remoteAt,
  revisionAddress,
  revisionFor,
  revisionNameOf,
  revisionProp,
} from './revisions';

/** The parts of a mesh that the objects of a remote depend on. */
export type MeshOfRemote = Omit<MeshCurrent, 'remotes' | 'line' | 'sharedServices' | 'serviceFields'>;

/** Returns the objects of one revision that no other revision uses. */
export function revisionPart(
  mesh: MeshOfRemote,
  remote: RemoteCurrent,
  revision: RevisionCurrent,
): Part<RemoteRevision> {
  const props = {
    istio: revision.istio,
    address: revisionAddress(mesh.primary, remote, revision),
    injects: remote.sidecarInjector.enabled,
    ...familiesOf(remote),
  };
  const id = `revision-${revisionNameOf(revision)}`;
  return ofCluster(remote, (cluster) =>
    part(id, RemoteRevision, { ...injectionProps(mesh, remote, revision, cluster), ...props }),
  );
}

/** Returns the webhooks of the cluster's tags. */
export function tagParts(mesh: MeshOfRemote, remote: RemoteCurrent): Part<RevisionTag>[] {
  if (!remote.sidecarInjector.enabled) return [];
  return remote.revisionTags.map(({ name: tag }) =>
    ofCluster(remote, (cluster) =>
      part(`tag-${tag}`, RevisionTag, {
        ...injectionProps(mesh, remote, revisionFor(remote, tag), cluster),
        tag,
      }),
    ),
  );
}

/** Returns the target of a revision's webhooks. @param cluster the cluster in the path */
export function injectionProps(
  { primary }: Pick<MeshOfRemote, 'primary'>,
  remote: RemoteCurrent,
  revision: RevisionCurrent,
  cluster: string,
): InjectionProps {
  const { network, sidecarInjector } = remote;
  const { injectByDefault, reinvocationPolicy, caBundle } = sidecarInjector;
  const url = injectionUrl(primary, remoteAt(primary, remote, revision), cluster);
  return {
    cluster,
    namespace: primary.namespace,
    injectByDefault,
    reinvocationPolicy,
    ...(network === undefined ? {} : { network }),
    ...revisionProp(revision),
    ...(url === undefined ? {} : { url }),
    ...(caBundle === undefined ? {} : { caBundle }),
  };
}

/** Returns a part that has the cluster id in a path and is otherwise the same in all clusters. */
export function ofCluster<Made extends Construct>(
  { name, sidecarInjector }: RemoteCurrent,
  make: (cluster: string) => Part<Made>,
): Part<Made> {
  return sidecarInjector.url === undefined
    ? { ...make(name), pattern: { part: make(CLUSTER_MARK), mark: CLUSTER_MARK, word: name } }
    : make(name);
}

/** Replaces the cluster in the path, the only difference. Names and base64 never contain this word. */
const CLUSTER_MARK = 'CLUSTER-ID';
