// Made from the schemas by `npm run build`; do not edit.

/** `credentials:` as people write it. */
export interface CredentialsInput {
  /** ExternalSecrets: external-secrets uses them to fetch the credentials from a store. */
  readonly externalSecrets?: {
    /** The store of external-secrets that has the credentials. */
    readonly store: {
      /** Name of the store. */
      readonly name: string;
      /** SecretStore in the namespace of Istio on the primary, or ClusterSecretStore. @default SecretStore */
      readonly kind?: 'SecretStore' | 'ClusterSecretStore' | undefined;
    };
    /** Key in the store: {cluster} stands for the cluster id, {property} for the property where a key holds a single value. @default istio/{cluster} */
    readonly key?: string | undefined;
    /** What the properties of a key are called. */
    readonly properties?: {
      /** Property with the token of istio-multi. @default token */
      readonly token?: string | undefined;
      /** Property with the CA of the cluster, in PEM. @default ca */
      readonly ca?: string | undefined;
      /** Property with a whole kubeconfig, in place of token and CA. @default one is made of token, CA and `apiServer` */
      readonly kubeconfig?: string | undefined;
    } | undefined;
    /** How often the store is asked again; 0s asks once. @default 1h */
    readonly refreshInterval?: string | undefined;
    /** Version of ExternalSecret: v1 from external-secrets 0.16 on, v1beta1 before. @default v1 */
    readonly apiVersion?: 'v1' | 'v1beta1' | undefined;
  } | undefined;
  /** SealedSecrets, which only the sealed-secrets controller of the primary opens. */
  readonly sealedSecrets?: {
    /** Folder with what `istio-remote join --seal` writes, relative to the mesh file. @default sealed-secrets */
    readonly folder?: string | undefined;
  } | undefined;
}
