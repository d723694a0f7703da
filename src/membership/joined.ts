import type { MeshCore } from '../mesh/mesh';
import type { SecretOutcome } from './joined-secret';

/** What became of one cluster, on one primary. */
export interface Joined {
  readonly cluster: string;
  /** The primary that reads it. Absent: the only one of the mesh, or none, since the Secret is written to a file. */
  readonly primary?: string;
  /**
   * `written` or `sealed` to a file, `declined` by the user, `kept` since its token is not to be renewed; in a dry run, what
   * would become of it.
   */
  readonly outcome: SecretOutcome | 'written' | 'sealed' | 'declined' | 'kept' | 'failed';
  /** Where it was sealed into. */
  readonly file?: string;
  /** Server in the kubeconfig. */
  readonly server?: string;
  /** Why it is replaced, or kept. */
  readonly because?: string;
  /** When the token on the primary ends. Absent when it does not. */
  readonly expires?: Date;
  /** Why it failed. */
  readonly error?: string;
  readonly warnings: readonly string[];
}

/** How a report names a cluster and the primary that reads it. */
export function pairOf(
  { primaries }: Pick<MeshCore, 'primaries'>,
  { name }: { readonly name: string },
  primary: { readonly name: string } | undefined,
): Pick<Joined, 'cluster' | 'primary'> {
  const isOnly = primary === undefined || primaries.length === 1;
  return { cluster: name, ...(isOnly ? {} : { primary: primary.name }) };
}
