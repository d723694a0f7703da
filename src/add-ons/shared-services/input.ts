// Made from the schemas by `npm run build`; do not edit.

/** `sharedServices:` as people write it. */
export type SharedServicesInput = readonly {
  /** Files with Service manifests (YAML or JSON), or folders of such files. Paths are relative to mesh.yaml. */
  readonly files?: readonly string[] | undefined;
  /** A Service to copy, as namespace/name. Use it in place of `files`. `istio-remote services --from CLUSTER` writes it to services/<cluster>/<namespace>.<name>.yaml. */
  readonly service?: string | undefined;
  /** Cluster that `istio-remote services` reads `service` from. The pods of the Service run there. */
  readonly from?: string | undefined;
  /** Cluster where the Services in `files` run. It gets no copy. */
  readonly cluster?: string | undefined;
  /** Clusters that get a copy of the Services. @default every other cluster, including the primary */
  readonly to?: readonly string[] | undefined;
}[];
