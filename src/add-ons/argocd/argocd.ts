import type { MeshCore } from '../../mesh/mesh';
import { isOwnServer } from '../../mesh/reachable';
import type { ArgoCdInput } from './input';

/** Whether each cluster has its own Application, or one ApplicationSet has all of them. */
export const LAYOUTS = ['applications', 'applicationSet'] as const;

/** How Argo CD refers to a cluster: by name, or by the URL of its API server. */
export type Destination = { readonly name: string } | { readonly server: string };

/** What Argo CD does automatically. */
export interface SyncPolicy {
  readonly automated: boolean;
  readonly prune: boolean;
  readonly selfHeal: boolean;
}

/** How Argo CD applies the output of a mesh, with every default filled in. */
export interface ArgoCd {
  readonly repository: string;
  readonly revision: string;
  /** Folder of the repository that contains a folder for each cluster. */
  readonly path: string;
  readonly project: string;
  /** Namespace of Argo CD. */
  readonly namespace: string;
  readonly layout: (typeof LAYOUTS)[number];
  /** Destinations by cluster id. By default, a destination has the cluster id as its name. */
  readonly destinations: Readonly<Record<string, Destination>>;
  readonly syncPolicy: SyncPolicy;
  /** Whether the user says that Argo CD applies Endpoints and EndpointSlices. */
  readonly appliesEndpoints: boolean;
}

/** Folder of the output with Argo CD's own objects. */
export const ARGOCD_FOLDER = 'argocd';

/** A mesh with the options of Argo CD. */
export interface MeshWithArgoCd extends MeshCore {
  /** How Argo CD applies the output. Undefined if it does not. */
  readonly argocd?: ArgoCd | undefined;
}

/**
 * Fills in every default. Undefined stays undefined.
 * @param hasWaves whether clusters change in waves
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

/** Whether a destination is the cluster that Argo CD runs in. Its name and server are always the same. */
export function isInCluster(destination: Destination): boolean {
  return 'server' in destination
    ? isOwnServer(new URL(destination.server).hostname)
    : destination.name === 'in-cluster';
}

/** Returns the destination of a cluster in Argo CD. */
export function destinationOf({ destinations }: ArgoCd, cluster: string): Destination {
  return (Object.hasOwn(destinations, cluster) ? destinations[cluster] : undefined) ?? { name: cluster };
}

/** Returns the name of a cluster's Application. */
export function applicationName({ project }: Pick<ArgoCd, 'project'>, cluster: string): string {
  return `${project}-${cluster}`;
}
