import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { readerAccount } from '../../../constructs/reader-account';
import { labels } from '../../../kubernetes/labels';
import { NAMES, primaryReaderRole } from '../facts/names';
import { LATEST_CURRENT } from '../facts/releases';
import { readingRules } from './reader-role';

/** Options of {@link PrimaryReader}. */
export interface PrimaryReaderProps {
  /** Istio release of the istiods that read the cluster, for example `1.30`. @default '1.31' */
  readonly istio?: string;
  /** Namespace of the account. @default 'istio-system' */
  readonly namespace?: string;
  /** Names of Secrets for pulling images, set on the account. Replaces `global.imagePullSecrets`. @default [] */
  readonly imagePullSecrets?: readonly string[];
}

/**
 * The account that istiods of other primaries use to read a primary. It has its own name, because
 * `istio-reader-service-account` and its role belong to the charts that install istiod here. It may not write roots
 * or webhooks: no istiod writes these in another primary's cluster.
 */
export class PrimaryReader extends Construct {
  /** The ServiceAccount `istio-remote-reader`. */
  readonly account: ApiObject;
  /** The Secret with its token. */
  readonly token: ApiObject;
  /** The ClusterRole. */
  readonly role: ApiObject;
  /** The ClusterRoleBinding of account and role. */
  readonly binding: ApiObject;

  constructor(scope: Construct, id: string, props: PrimaryReaderProps = {}) {
    super(scope, id);
    const { istio = LATEST_CURRENT, namespace = NAMES.namespace, imagePullSecrets = [] } = props;
    const role = primaryReaderRole(namespace);
    const made = readerAccount(this, {
      namespace,
      account: NAMES.primaryReaderAccount,
      token: NAMES.primaryReaderToken,
      labels: labels('istio-reader', { app: 'istio-reader' }),
      imagePullSecrets,
      role,
      binding: role,
      rules: readingRules(istio),
    });
    this.account = made.account;
    this.token = made.token;
    this.role = made.role;
    this.binding = made.binding;
  }
}
