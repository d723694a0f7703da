import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { SealedSecret } from '../../../../imports/bitnami.com';
import { customResource } from '../../../kubernetes/kubernetes-object';
import { labels } from '../../../kubernetes/labels';
import type { LineName } from '../../../mesh/mesh';
import { remoteSecretIdentity } from '../../../remote-secret/remote-secret';
import { type SealingScope, scopeAnnotations } from '../../../sealed-secrets/format';

/** Options of {@link SealedRemoteSecret}. */
export interface SealedRemoteSecretProps {
  /** Release line of the primary, which determines the Secret's name. */
  readonly line: LineName;
  /** Id of the remote cluster. */
  readonly cluster: string;
  /** Namespace of Istio on the primary. @default 'istio-system' */
  readonly namespace?: string;
  /** The kubeconfig, sealed for the controller of the primary, in base64. */
  readonly encryptedKubeconfig: string;
  /**
   * Scope that the kubeconfig was sealed with. The controller cannot open it under another scope.
   * @default 'strict'
   */
  readonly scope?: SealingScope;
}

/**
 * The credential of a remote cluster, sealed: the sealed-secrets controller of the primary creates from it the same
 * Secret as `istio-remote join`. Belongs on the primary.
 */
export class SealedRemoteSecret extends Construct {
  /** The SealedSecret. */
  readonly secret: ApiObject;

  constructor(scope: Construct, id: string, props: SealedRemoteSecretProps) {
    super(scope, id);
    const { line, cluster, namespace = 'istio-system', encryptedKubeconfig } = props;
    const { name, ...identity } = remoteSecretIdentity(line, cluster);
    const sealing = scopeAnnotations(props.scope ?? 'strict');
    this.secret = customResource(SealedSecret, this, 'secret', {
      metadata: { name, namespace, labels: labels('remote-cluster'), ...annotated(sealing) },
      spec: {
        encryptedData: { [cluster]: encryptedKubeconfig },
        template: {
          metadata: {
            name,
            namespace,
            labels: identity.labels,
            ...annotated({ ...identity.annotations, ...sealing }),
          },
          type: 'Opaque',
        },
      },
    });
  }
}

function annotated(annotations: Readonly<Record<string, string>>) {
  return Object.keys(annotations).length === 0 ? {} : { annotations };
}
