/** Source: apimachinery, pkg/util/validation (LabelValueMaxLength). */
export const LONGEST_LABEL_VALUE = 63;

/** Value of {@link MANAGED_BY_LABEL} on the objects that this tool creates. */
export const MANAGED_BY = 'cdk8s-istio-remote';

/** The label that marks objects of this tool. */
export const MANAGED_BY_LABEL = 'app.kubernetes.io/managed-by';

/** The label with the component of an object. */
export const COMPONENT_LABEL = 'app.kubernetes.io/name';

/** The label with the product of an object. */
export const PART_OF_LABEL = 'app.kubernetes.io/part-of';

/**
 * Returns the labels of an Istio object.
 * @param name the component, for example `citadel`
 * @param own labels that Istio itself reads
 */
export function labels(name: string, own: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    ...own,
    [COMPONENT_LABEL]: name,
    [PART_OF_LABEL]: 'istio',
    [MANAGED_BY_LABEL]: MANAGED_BY,
  };
}

/** Namespace label that asks for injection or refuses it, in every release of Istio. */
export const INJECTION_LABEL = 'istio-injection';

/** Namespace label that asks for injection by a revision of current Istio, or by a tag. */
export const REVISION_LABEL = 'istio.io/rev';

/** The tag of an injection webhook of current Istio. Source: istio/api, label/labels.gen.go. */
export const TAG_LABEL = 'istio.io/tag';

/** First line of a file with injected workloads. They are the user's own objects, without our label. */
export const WORKLOADS_HEADER = `--- # with sidecars of ${MANAGED_BY}; change what injectedWorkloads names in mesh.yaml instead`;

/** First line of a file with definitions. They are Istio's own objects, without our label. */
export const DEFINITIONS_HEADER = `--- # carried over by ${MANAGED_BY}; change the file that crds names in mesh.yaml instead`;
