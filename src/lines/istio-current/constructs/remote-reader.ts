import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ReaderAccount } from './reader-account';
import { ReaderRole, type ReaderRoleProps } from './reader-role';

/** Options of {@link RemoteReader}. */
export interface RemoteReaderProps extends ReaderRoleProps {}

/**
 * The account by which the primary's istiod reads this cluster, fills in the certificates of its webhooks and gives its
 * namespaces the root certificate, and the role of one revision. Further revisions need a {@link ReaderRole} each.
 */
export class RemoteReader extends Construct {
  /** The ServiceAccount `istio-reader-service-account`. */
  readonly account: ApiObject;
  /** The Secret with its token. */
  readonly token: ApiObject;
  /** The ClusterRole. */
  readonly role: ApiObject;
  /** The ClusterRoleBinding of account and role. */
  readonly binding: ApiObject;

  constructor(scope: Construct, id: string, props: RemoteReaderProps = {}) {
    super(scope, id);
    const { account, token } = new ReaderAccount(this, 'account', props);
    const { role, binding } = new ReaderRole(this, 'role', props);
    this.account = account;
    this.token = token;
    this.role = role;
    this.binding = binding;
  }
}
