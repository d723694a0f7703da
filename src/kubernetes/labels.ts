/** Value of the label by which this tool knows the objects it made. */
export const MANAGED_BY = 'cdk8s-istio-remote';

/** The label that marks objects this tool made. */
export const MANAGED_BY_LABEL = 'app.kubernetes.io/managed-by';

/** The label that says which component an object is of. */
export const COMPONENT_LABEL = 'app.kubernetes.io/name';

/** The label that says of which product an object is. */
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

/** First line of a file with injected workloads: they are the user's own objects and do not carry our label. */
export const WORKLOADS_MARK = `--- # with sidecars of ${MANAGED_BY}; change what injectedWorkloads names in mesh.yaml instead`;

/** First line of a file with definitions: they are Istio's own objects and do not carry our label. */
export const DEFINITIONS_MARK = `--- # carried over by ${MANAGED_BY}; change the file that crds names in mesh.yaml instead`;
