import type { MeshCore } from '../../mesh/mesh';
import { isOwnServer } from '../../mesh/reachable';
import type { ArgoCdInput } from './input';

/** How Applications are made. */
export const LAYOUTS = ['applications', 'applicationSet'] as const;

/** How Argo CD knows a cluster: by name, or by the URL of its API server. */
export type Destination = { readonly name: string } | { readonly server: string };

/** What Argo CD does without being asked. */
export interface SyncPolicy {
  readonly automated: boolean;
  readonly prune: boolean;
  readonly selfHeal: boolean;
}

/** How Argo CD applies the output of a mesh, complete. */
export interface ArgoCd {
  readonly repository: string;
  readonly revision: string;
  /** Folder of the repository with a folder for each cluster. */
  readonly path: string;
  readonly project: string;
  /** Namespace of Argo CD. */
  readonly namespace: string;
  readonly layout: (typeof LAYOUTS)[number];
  /** By cluster id; a cluster that is not among them is known by its id. */
  readonly destinations: Readonly<Record<string, Destination>>;
  readonly syncPolicy: SyncPolicy;
  /** Whether Endpoints and EndpointSlices are known to be applied. */
  readonly appliesEndpoints: boolean;
}

/** Folder of the output that holds what Argo CD itself gets. */
export const ARGOCD_FOLDER = 'argocd';

/** A mesh that Argo CD may apply. */
export interface MeshWithArgoCd extends MeshCore {
  /** How Argo CD applies the output; undefined when it does not. */
  readonly argocd?: ArgoCd | undefined;
}

/**
 * Fills in every default; undefined stays undefined.
 * @param hasWaves whether clusters change one wave after another
 */
export function resolveArgoCd(input: ArgoCdInput | undefined, hasWaves = false): ArgoCd | undefined {
  if (input === undefined) return undefined;
  const { destinations = {}, syncPolicy = {} } = input;
  return {
    repository: input.repository,
    revision: input.revision ?? 'HEAD',
    path: input.path ?? 'dist',
    project: input.project ?? 'istio',
    namespace: input.namespace ?? 'argocd',
    layout: input.layout ?? (hasWaves ? 'applicationSet' : 'applications'),
    destinations: Object.fromEntries(
      Object.entries(destinations).map(([cluster, { name, server }]) => [
        cluster,
        server === undefined ? { name: name ?? cluster } : { server },
      ]),
    ),
    syncPolicy: {
      automated: syncPolicy.automated ?? false,
      prune: syncPolicy.prune ?? false,
      selfHeal: syncPolicy.selfHeal ?? false,
    },
    appliesEndpoints: input.appliesEndpoints ?? false,
  };
}

/** Whether a destination is the cluster that Argo CD runs in, whose name and server are always the same. */
export function isInCluster(destination: Destination): boolean {
  return 'server' in destination
    ? isOwnServer(new URL(destination.server).hostname)
    : destination.name === 'in-cluster';
}

/** How Argo CD knows a cluster. */
export function destinationOf({ destinations }: ArgoCd, cluster: string): Destination {
  return (Object.hasOwn(destinations, cluster) ? destinations[cluster] : undefined) ?? { name: cluster };
}

/** What the Application of a cluster is called. */
export function applicationName({ project }: Pick<ArgoCd, 'project'>, cluster: string): string {
  return `${project}-${cluster}`;
}
