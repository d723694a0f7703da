import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { accountWithToken } from '../../../constructs/reader-account';
import { labels } from '../../../kubernetes/labels';
import { NAMES } from '../facts/names';

/** Options of {@link ReaderAccount}. */
export interface ReaderAccountProps {
  /** Namespace of the account. @default 'istio-system' */
  readonly namespace?: string;
  /** Names of Secrets for pulling images, set on the account. Replaces `global.imagePullSecrets`. @default [] */
  readonly imagePullSecrets?: readonly string[];
}

/**
 * The account `istio-reader-service-account` that every revision of the primary's istiod uses to read this cluster.
 * Its token is in a Secret with the name that `istioctl create-remote-secret` uses, because Kubernetes creates none
 * by itself. Source: release-1.30, manifests/charts/base/templates/reader-serviceaccount.yaml.
 */
export class ReaderAccount extends Construct {
  /** The ServiceAccount `istio-reader-service-account`. */
  readonly account: ApiObject;
  /** The Secret with its token. */
  readonly token: ApiObject;

  constructor(scope: Construct, id: string, props: ReaderAccountProps = {}) {
    super(scope, id);
    const { account, token } = accountWithToken(this, accountOf(props));
    this.account = account;
    this.token = token;
  }
}

/** Returns the account of all revisions. @internal */
export function accountOf({ namespace = NAMES.namespace, imagePullSecrets = [] }: ReaderAccountProps) {
  return {
    namespace,
    account: NAMES.readerAccount,
    token: NAMES.readerToken,
    labels: labels('istio-reader', { app: 'istio-reader' }),
    imagePullSecrets,
  };
}
