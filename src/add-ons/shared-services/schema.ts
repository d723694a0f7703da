import { isDnsLabel } from '../../kubernetes/names';
import { group, list, optional, text } from '../../mesh/schema/fields';
import { dnsLabel, manifestPath } from '../../mesh/schema/shared';

/** A reference such as `shop/cart`. */
const serviceReference = text('a service as namespace/name, such as shop/cart', isServiceReference);

/** `sharedServices:` of a mesh file. */
export const sharedServices = list(
  group({
    files: optional(list(manifestPath, 'a list of files and folders'), {
      description:
        'Files with Service manifests (YAML or JSON), or folders of such files. Paths are relative to mesh.yaml.',
    }),
    service: optional(serviceReference, {
      description:
        'A Service to copy, as namespace/name. Use it in place of `files`. `istio-remote services --from CLUSTER` writes it to services/<cluster>/<namespace>.<name>.yaml.',
    }),
    from: optional(dnsLabel, {
      description:
        'Cluster that `istio-remote services` reads `service` from. The pods of the Service run there.',
    }),
    cluster: optional(dnsLabel, {
      description: 'Cluster where the Services in `files` run. It gets no copy.',
    }),
    to: optional(list(dnsLabel, 'a list of cluster ids'), {
      description: 'Clusters that get a copy of the Services.',
      default: 'every other cluster, including the primary',
    }),
  }),
  'a list of maps with files and cluster, or service and from',
);

/** Whether a text is `namespace/name`. */
export function isServiceReference(value: string): boolean {
  const [namespace, name, ...rest] = value.split('/');
  return (
    namespace !== undefined &&
    name !== undefined &&
    rest.length === 0 &&
    isDnsLabel(namespace) &&
    isDnsLabel(name)
  );
}
