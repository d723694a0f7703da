import type { ArgoCd } from '../add-ons/argocd/argocd';
import type { Credentials } from '../add-ons/credentials-in-git/credentials';
import type { SharedServices } from '../add-ons/shared-services/shared-services';
import type { Mesh10 } from '../lines/istio-1.0/mesh';
import type { MeshCurrent } from '../lines/istio-current/mesh';
import type { Problem } from '../problem';

/** What rules of every line look at in a remote cluster. */
export interface RemoteCore {
  readonly name: string;
  readonly kubernetes: string;
  readonly apiServer?: string | undefined;
  readonly podCidrs: readonly string[];
  readonly serviceCidrs: readonly string[];
  readonly context?: string | undefined;
  readonly kubeconfig?: string | undefined;
  readonly injectedNamespaces: readonly string[];
  /** Clusters of one network reach each other's pods directly. Absent: that of all others without one. */
  readonly network?: string | undefined;
}

/** What rules of every line look at in a mesh. */
export interface MeshCore {
  readonly istio: string;
  readonly primary: {
    readonly name: string;
    readonly namespace: string;
    readonly kubernetes?: string | undefined;
    readonly network?: string | undefined;
    readonly podCidrs: readonly string[];
    readonly serviceCidrs: readonly string[];
    readonly context?: string | undefined;
    readonly kubeconfig?: string | undefined;
  };
  readonly remotes: readonly RemoteCore[];
  /** How Argo CD applies the output; undefined when it does not. */
  readonly argocd?: ArgoCd | undefined;
  /** Services of one cluster of which others get a copy. */
  readonly sharedServices: readonly SharedServices[];
  /** How the primary gets the credentials of the remotes through Git; undefined when by `join`. */
  readonly credentials?: Credentials | undefined;
  /** What is doubtful about the mesh, for its page. Absent: nothing that anybody knows of. */
  readonly warnings?: readonly Problem[];
}

/** A mesh, complete and valid. `line` tells which fields there are. */
export type Mesh = Mesh10 | MeshCurrent;

/** The release lines that differ in what a remote cluster is. */
export type Line = Mesh['line'];

/** The line of a release such as `1.0.9` or `1.30`; undefined for releases of neither line. */
export function lineOf(istio: string): Line | undefined {
  if (/^1\.0(?:\.\d+)?$/.test(istio)) return '1.0';
  if (/^1\.(?:28|29|30|31)(?:\.\d+)?$/.test(istio)) return 'current';
  return undefined;
}
