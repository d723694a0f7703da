import type { MeshCore } from '../mesh/mesh';
import type { SecretOutcome } from './joined-secret';

/** The outcome of one cluster on one primary. */
export interface Joined {
  readonly cluster: string;
  /** The primary that reads it. Undefined if the mesh has only one, or if the Secret is written to a file. */
  readonly primary?: string;
  /**
   * `written` or `sealed` to a file, `declined` by the user, or `kept` because its token is not due. In a dry run:
   * the expected outcome.
   */
  readonly outcome: SecretOutcome | 'written' | 'sealed' | 'declined' | 'kept' | 'failed';
  /** The sealed file. */
  readonly file?: string;
  /** Server in the kubeconfig. */
  readonly server?: string;
  /** Why it is replaced or kept. */
  readonly because?: string;
  /** When the token on the primary expires. Undefined if it does not. */
  readonly expires?: Date;
  /** Why it failed. */
  readonly error?: string;
  readonly warnings: readonly string[];
}

/** Returns how reports refer to a cluster and its primary. */
export function pairOf(
  { primaries }: Pick<MeshCore, 'primaries'>,
  { name }: { readonly name: string },
  primary: { readonly name: string } | undefined,
): Pick<Joined, 'cluster' | 'primary'> {
  const isOnly = primary === undefined || primaries.length === 1;
  return { cluster: name, ...(isOnly ? {} : { primary: primary.name }) };
}
