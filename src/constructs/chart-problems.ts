import { COMPONENT_LABEL, INJECTION_LABEL, MANAGED_BY_LABEL, PART_OF_LABEL } from '../kubernetes/labels';
import { isLabelValue, isQualifiedName } from '../kubernetes/names';
import { errorAt, type Path, type Problem, quoted, UserError } from '../problem';

/**
 * Labels that Istio, Kubernetes and this tool use to find objects. Each object has its own value, or must have none.
 */
const READ_BY_OTHERS: readonly string[] = [
  'app',
  'istio',
  INJECTION_LABEL,
  COMPONENT_LABEL,
  PART_OF_LABEL,
  MANAGED_BY_LABEL,
  'kubernetes.io/metadata.name',
  'kubernetes.io/service-name',
  'endpointslice.kubernetes.io/managed-by',
];

/** Returns the problems in the labels of a chart. */
export function labelProblems(labels: unknown = {}): Problem[] {
  if (typeof labels !== 'object' || labels === null || Array.isArray(labels))
    return [errorAt(['labels'], `expected a map from label to value, got ${quoted(labels)}`)];
  return Object.entries(labels).flatMap(([key, value]: [string, unknown]) => {
    const path = ['labels', key];
    if (!isQualifiedName(key))
      return errorAt(path, 'expected the name of a label, such as team or example.com/team');
    if (READ_BY_OTHERS.includes(key) || /^istio\/|^(?:[^/]+\.)?istio\.io\//.test(key))
      return errorAt(
        path,
        'expected a label of your own, got one that Istio or this tool reads',
        'Use another name, or label single objects with metadata.addLabel',
      );
    return typeof value === 'string' && isLabelValue(value)
      ? []
      : errorAt(path, `expected a label value of at most 63 characters, got ${quoted(value)}`);
  });
}

/**
 * Rewrites a problem of a mesh as one of a prop. Drops its fix, which is about mesh.yaml: keys have other names there
 * and options have defaults.
 */
export function ofProp({ fix, ...problem }: Problem, path: Path): Problem {
  if (fix === undefined) return { ...problem, path };
  const isRenamed = path.at(-1) !== problem.path.at(-1);
  const named = isRenamed ? fix.replace(/such as \w+: /, 'such as ') : fix;
  return { ...problem, path, fix: named.replace(', here or in defaults', '') };
}

/**
 * Throws all errors in the props of a chart. Skips warnings, because they are about a whole mesh.
 * @param chart class and id
 * @param problems all problems, by the names of the props
 * @throws UserError
 */
export function throwErrors(chart: string, problems: readonly Problem[]): void {
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new UserError(errors.map((problem) => ({ ...problem, file: chart })));
}
