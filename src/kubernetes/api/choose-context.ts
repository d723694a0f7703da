import { quoted } from '../../problem';
import type { ContextRef } from './cluster';
import { ClusterError } from './cluster-error';
import type { Kubeconfig, KubeconfigEntry } from './kubeconfig-files';

/** What reaches one cluster. */
export interface ChosenContext extends ContextRef {
  readonly cluster: KubeconfigEntry;
  readonly user: KubeconfigEntry;
  /** What credential plugins are told apart by. */
  readonly userName: string;
}

/**
 * The context of a cluster: the one given (`--context`, else `context` in mesh.yaml), else one that carries the
 * cluster's id, else the current one.
 */
export function chooseContext(
  cluster: string,
  config: Kubeconfig,
  given: string | undefined,
  ownFile: boolean,
): ChosenContext {
  const wrong = (message: string): ClusterError =>
    new ClusterError(cluster, 'kubeconfig', `${cluster}: ${message}`);
  const named = given ?? (config.contexts.has(cluster) ? cluster : undefined);
  const name = named ?? config.currentContext;
  const where = config.files.join(', ');
  const known = [...config.contexts.keys()];
  const listed =
    known.length === 0
      ? 'it has no contexts at all'
      : `it has ${known.slice(0, 20).map(quoted).join(', ')}${known.length > 20 ? ', …' : ''}`;
  if (name === undefined)
    throw wrong(
      `no context named, and the kubeconfig (${where}) has no current one; ${listed}. Name one with --context, or context of the cluster in mesh.yaml`,
    );
  const context = config.contexts.get(name)?.fields;
  if (context === undefined)
    throw wrong(`no context ${quoted(name)} in the kubeconfig (${where}); ${listed}. Name one of them`);
  const found = <Section extends 'clusters' | 'users'>(section: Section, key: unknown) =>
    typeof key === 'string' ? config[section].get(key) : undefined;
  const target = found('clusters', context.cluster);
  if (target === undefined)
    throw wrong(
      `context ${quoted(name)} names a cluster that the kubeconfig (${where}) does not have. Correct it`,
    );
  const userName = typeof context.user === 'string' ? context.user : '';
  const user = userName === '' ? { folder: '', fields: {} } : found('users', userName);
  if (user === undefined)
    throw wrong(
      `context ${quoted(name)} names a user that the kubeconfig (${where}) does not have. Correct it`,
    );
  return { name, named: named !== undefined || ownFile, cluster: target, user, userName };
}
