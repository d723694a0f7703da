import { isDnsLabel } from '../../kubernetes/names';
import { group, list, optional, text } from '../../mesh/schema/fields';
import { dnsLabel, manifestPath } from '../../mesh/schema/shared';

/** `shop/cart`. */
const serviceReference = text('a service as namespace/name, such as shop/cart', isServiceReference);

/** `sharedServices:` of a mesh file. */
export const sharedServices = list(
  group({
    files: optional(list(manifestPath, 'a list of files and folders'), {
      description:
        'Files with manifests of Services, and folders of such files, relative to the mesh file. YAML or JSON.',
    }),
    service: optional(serviceReference, {
      description:
        'A Service as namespace/name, in place of `files`. `istio-remote services --from CLUSTER` writes it to services/<cluster>/<namespace>.<name>.yaml.',
    }),
    from: optional(dnsLabel, { description: 'Cluster that `service` is read from; its pods run there.' }),
    cluster: optional(dnsLabel, {
      description: 'Cluster that has the Services of `files` itself, and so gets no copy.',
    }),
    to: optional(list(dnsLabel, 'a list of cluster ids'), {
      description: 'Clusters that get a copy.',
      default: 'every other cluster, the primary too',
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
