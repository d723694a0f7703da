import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { accountWithToken, roleWithBinding } from '../../../constructs/reader-account';
import { accountOf, type ReaderAccountProps } from './reader-account';
import { grantOf, type ReaderRoleProps } from './reader-role';

/** Options of {@link RemoteReader}. */
export interface RemoteReaderProps extends ReaderRoleProps, ReaderAccountProps {}

/**
 * The account that the primary's istiod uses in this cluster, and the role of one revision. Istiod reads the cluster,
 * fills in the certificates of its webhooks and gives its namespaces the root certificate. Each further revision
 * needs a {@link ReaderRole}.
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
    const { account, token } = accountWithToken(this, accountOf(props));
    const { role, binding } = roleWithBinding(this, grantOf(props));
    this.account = account;
    this.token = token;
    this.role = role;
    this.binding = binding;
  }
}
