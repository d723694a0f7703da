/** Source: apimachinery, pkg/util/validation (LabelValueMaxLength). */
export const LONGEST_LABEL_VALUE = 63;

/** Value of {@link MANAGED_BY_LABEL} on the objects that this tool creates. */
export const MANAGED_BY = 'cdk8s-istio-remote';

/** The label of the objects that this tool creates. */
export const MANAGED_BY_LABEL = 'app.kubernetes.io/managed-by';

/** The label with the component of an object. */
export const COMPONENT_LABEL = 'app.kubernetes.io/name';

/** The label with the product of an object. */
export const PART_OF_LABEL = 'app.kubernetes.io/part-of';

/**
 * Labels of every object that belongs to Istio in a cluster.
 * @param name the component, such as `citadel`
 * @param own labels that Istio itself looks at
 */
export function labels(name: string, own: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    ...own,
    [COMPONENT_LABEL]: name,
    [PART_OF_LABEL]: 'istio',
    [MANAGED_BY_LABEL]: MANAGED_BY,
  };
}

/** Namespace label that asks for injection, or refuses it, in every release of Istio. */
export const INJECTION_LABEL = 'istio-injection';

/** Namespace label that asks a revision of current Istio for injection, by its name or that of a tag. */
export const REVISION_LABEL = 'istio.io/rev';

/** The tag that an injection webhook of current Istio stands for. Source: istio/api, label/labels.gen.go. */
export const TAG_LABEL = 'istio.io/tag';

/** First line of a file with injected workloads: they are the user's own objects, without our label. */
export const WORKLOADS_HEADER = `--- # with sidecars of ${MANAGED_BY}; change what injectedWorkloads names in mesh.yaml instead`;

/** First line of a file with definitions: they are Istio's own objects, without our label. */
export const DEFINITIONS_HEADER = `--- # carried over by ${MANAGED_BY}; change the file that crds names in mesh.yaml instead`;
