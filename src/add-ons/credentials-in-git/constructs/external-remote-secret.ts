import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import {
  ExternalSecret,
  type ExternalSecretProps,
  type ExternalSecretSpecDataRemoteRef,
  ExternalSecretV1Beta1,
} from '../../../../imports/external-secrets.io';
import { customResource } from '../../../kubernetes/kubernetes-object';
import { labels } from '../../../kubernetes/labels';
import type { LineName } from '../../../mesh/mesh';
import { kubeconfigTemplate, remoteSecretIdentity } from '../../../remote-secret/remote-secret';
import type { ExternalCredentials } from '../credentials';

/** Options of {@link ExternalRemoteSecret}. */
export interface ExternalRemoteSecretProps extends Omit<ExternalCredentials, 'from'> {
  /** Release line of the primary, which determines the Secret's name. */
  readonly line: LineName;
  /** Id of the remote cluster. */
  readonly cluster: string;
  /** Namespace of Istio on the primary. @default 'istio-system' */
  readonly namespace?: string;
  /** URL of the remote's API server. Required unless the store has whole kubeconfigs. */
  readonly apiServer?: string;
  /**
   * CA that signed the certificate of `apiServer`: PEM, or `public` for a public authority.
   * @default - the CA in the store
   */
  readonly apiServerCa?: string;
}

/**
 * The credential of a remote cluster, from a store: external-secrets creates from it the same Secret as `istio-remote
 * join`. Belongs on the primary.
 */
export class ExternalRemoteSecret extends Construct {
  /** The ExternalSecret. */
  readonly secret: ApiObject;

  /** @throws Error if neither a whole kubeconfig nor `apiServer` is given */
  constructor(scope: Construct, id: string, props: ExternalRemoteSecretProps) {
    super(scope, id);
    const { line, cluster, store, refreshInterval } = props;
    const { name, ...identity } = remoteSecretIdentity(line, cluster);
    const manifest: ExternalSecretProps = {
      metadata: { name, namespace: props.namespace ?? 'istio-system', labels: labels('remote-cluster') },
      spec: {
        secretStoreRef: { name: store.name, kind: store.kind },
        refreshInterval,
        target: {
          name,
          // The Secret is deleted with the ExternalSecret, so that the primary stops reading a cluster that left.
          creationPolicy: 'Owner',
          // A store that is down, or emptied by mistake, does not cut off clusters.
          deletionPolicy: 'Retain',
          template: {
            engineVersion: 'v2',
            type: 'Opaque',
            metadata: {
              labels: identity.labels,
              ...(Object.keys(identity.annotations).length === 0
                ? {}
                : { annotations: identity.annotations }),
            },
            ...template(props),
          },
        },
        data: stored(props),
      },
    };
    this.secret =
      props.apiVersion === 'v1'
        ? customResource(ExternalSecret, this, 'secret', manifest)
        : customResource(ExternalSecretV1Beta1, this, 'secret', manifest);
  }
}

/** Returns the kubeconfig with placeholders for token and CA. A whole kubeconfig needs no template. */
function template({ cluster, properties, apiServer, apiServerCa }: ExternalRemoteSecretProps) {
  if ('kubeconfig' in properties) return {};
  if (apiServer === undefined) throw new Error(`${cluster}: expected apiServer, which the kubeconfig needs`);
  return { data: { [cluster]: kubeconfigTemplate(cluster, apiServer, apiServerCa) } };
}

function stored({ cluster, key, properties, apiServerCa }: ExternalRemoteSecretProps) {
  const named: readonly (readonly [string, string])[] =
    'kubeconfig' in properties
      ? [[cluster, properties.kubeconfig]]
      : [['token', properties.token], ...(apiServerCa === undefined ? [['ca', properties.ca] as const] : [])];
  return named.map(([secretKey, property]) => ({ secretKey, remoteRef: reference(key, cluster, property) }));
}

/** Includes the list fields that the server fills in. Without them Argo CD would report a change of each. */
function reference(pattern: string, cluster: string, property: string): ExternalSecretSpecDataRemoteRef {
  const key = pattern.replaceAll('{cluster}', () => cluster).replaceAll('{property}', () => property);
  return {
    key,
    ...(pattern.includes('{property}') ? {} : { property }),
    conversionStrategy: 'Default',
    decodingStrategy: 'None',
    metadataPolicy: 'None',
  };
}
