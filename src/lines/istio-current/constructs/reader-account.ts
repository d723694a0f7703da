import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { labels } from '../../../kubernetes/labels';
import { kube } from '../../../kubernetes/manifest';
import { NAMES } from '../facts/names';

/** Options of {@link ReaderAccount}. */
export interface ReaderAccountProps {
  /** Namespace of the account. @default 'istio-system' */
  readonly namespace?: string;
}

/**
 * The account `istio-reader-service-account`, which every revision of the primary's istiod uses to read this cluster.
 * Its token is in a Secret of the name that `istioctl create-remote-secret` gives it, since Kubernetes makes none by
 * itself. Source: release-1.30, manifests/charts/base/templates/reader-serviceaccount.yaml.
 */
export class ReaderAccount extends Construct {
  /** The ServiceAccount `istio-reader-service-account`. */
  readonly account: ApiObject;
  /** The Secret with its token. */
  readonly token: ApiObject;

  constructor(scope: Construct, id: string, props: ReaderAccountProps = {}) {
    super(scope, id);
    const { account, token } = accountWithToken(this, props);
    this.account = account;
    this.token = token;
  }
}

/** The account, and the Secret that Kubernetes fills with its token. */
export function accountWithToken(
  scope: Construct,
  { namespace = NAMES.namespace }: ReaderAccountProps,
): { readonly account: ApiObject; readonly token: ApiObject } {
  const own = labels('istio-reader', { app: 'istio-reader' });
  const account = kube.serviceAccount(scope, 'account', {
    metadata: { name: NAMES.readerAccount, namespace, labels: own },
  });
  const token = kube.secret(scope, 'token', {
    metadata: {
      name: NAMES.readerToken,
      namespace,
      labels: own,
      annotations: { 'kubernetes.io/service-account.name': NAMES.readerAccount },
    },
    type: 'kubernetes.io/service-account-token',
  });
  return { account, token };
}
