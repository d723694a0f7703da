// Made from the schemas by `npm run build`; do not edit.

/** `sharedServices:` as people write it. */
export type SharedServicesInput = readonly {
  /** Files with manifests of Services, and folders of such files, relative to the mesh file. YAML or JSON. */
  readonly files?: readonly string[] | undefined;
  /** A Service as namespace/name, in place of `files`. `istio-remote services --from CLUSTER` writes it to services/<cluster>/<namespace>.<name>.yaml. */
  readonly service?: string | undefined;
  /** Cluster that `service` is read from; its pods run there. */
  readonly from?: string | undefined;
  /** Cluster that has the Services of `files` itself, and so gets no copy. */
  readonly cluster?: string | undefined;
  /** Clusters that get a copy. @default every other cluster, the primary too */
  readonly to?: readonly string[] | undefined;
}[];
