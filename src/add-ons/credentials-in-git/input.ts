// Made from the schemas by `npm run build`; do not edit.

/** `credentials:` as people write it. */
export interface CredentialsInput {
  /** Writes ExternalSecrets. The external-secrets operator on the primary fetches the credentials from your store. */
  readonly externalSecrets?: {
    /** SecretStore or ClusterSecretStore with the credentials. */
    readonly store: {
      /** Name of the store. */
      readonly name: string;
      /** Kind of the store. A SecretStore is in Istio’s namespace on the primary. @default SecretStore */
      readonly kind?: 'SecretStore' | 'ClusterSecretStore' | undefined;
    };
    /** Key in the store. `{cluster}` becomes the cluster id. If each key of your store has one value only, `{property}` becomes the name of the property. @default istio/{cluster} */
    readonly key?: string | undefined;
    /** Names of the properties of a key. */
    readonly properties?: {
      /** Property with the token of the account that the primary uses to read the remote. @default token */
      readonly token?: string | undefined;
      /** Property with the CA certificate of the remote’s API server, as PEM. @default ca */
      readonly ca?: string | undefined;
      /** Property with a complete kubeconfig. Use it in place of `token` and `ca`. @default none: the kubeconfig is built from `token`, `ca` and the remote’s `apiServer` */
      readonly kubeconfig?: string | undefined;
    } | undefined;
    /** How often external-secrets reads the store again. `0s` reads it once. @default 1h */
    readonly refreshInterval?: string | undefined;
    /** API version of ExternalSecret: v1 since external-secrets 0.16, v1beta1 before. @default v1 */
    readonly apiVersion?: 'v1' | 'v1beta1' | undefined;
  } | undefined;
  /** Writes SealedSecrets. Only the sealed-secrets controller of the primary can decrypt them. */
  readonly sealedSecrets?: {
    /** Folder where `istio-remote join --seal` writes SealedSecrets, relative to mesh.yaml. @default sealed-secrets */
    readonly folder?: string | undefined;
  } | undefined;
}
