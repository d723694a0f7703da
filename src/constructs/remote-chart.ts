import { ApiObject, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { COMPONENT_LABEL, INJECTION_LABEL, MANAGED_BY_LABEL, PART_OF_LABEL } from '../kubernetes/labels';
import { isLabelValue, isQualifiedName } from '../kubernetes/names';
import type { Part } from '../kubernetes/part';
import { errorAt, type Path, type Problem, quoted, UserError } from '../problem';

/**
 * What a remote cluster as a chart takes from cdk8s' `ChartProps`. Their `namespace` is left out: cdk8s writes it on
 * objects that belong to no namespace, too.
 */
export interface RemoteChartProps {
  /**
   * Labels for every object of the chart, yours included, as in `ChartProps`. Selectors and pods stay without them. Labels that Istio or
   * this tool reads are refused.
   * @default {}
   */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /**
   * Whether cdk8s names an object of yours that has no `metadata.name` without a hash at the end, as in `ChartProps`. The objects of a
   * remote cluster have fixed names.
   * @default false
   */
  readonly disableResourceNameHashes?: boolean | undefined;
}

/** A remote cluster of any line as a chart. */
export abstract class RemoteChart extends Chart {
  constructor(scope: Construct, id: string, { labels, disableResourceNameHashes }: RemoteChartProps) {
    super(scope, id, {
      ...(labels === undefined ? {} : { labels }),
      ...(disableResourceNameHashes === undefined ? {} : { disableResourceNameHashes }),
    });
  }

  /** Every object of the chart, those inside its parts and yours; `Chart` itself gives only those right below it. */
  override get apiObjects(): ApiObject[] {
    return this.node
      .findAll()
      .filter((node) => ApiObject.isApiObject(node))
      .filter(({ chart }) => chart === this);
  }
}

/**
 * Keeps what a chart has now in its order. cdk8s moves an object behind everything that comes before those that depend
 * on it, so that Istio's Namespace would come last as soon as an object of the user depended on it.
 */
export function keepOrder(chart: Chart): void {
  const objects = chart.apiObjects;
  const own = new Set(chart.node.findAll().filter((construct) => construct !== chart));
  const isDependedOn = () =>
    chart.node.findAll().some(({ node }) => node.dependencies.some((target) => own.has(target)));
  // cdk8s asks for errors before it sorts. Always in the graph, these
  // dependencies would cost minutes in an app of some charts that depend on each other: cdk8s walks every path.
  chart.node.addValidation({
    validate: () => {
      if (!isDependedOn()) return [];
      objects.reduce((before, object) => {
        object.addDependency(before);
        return object;
      });
      return [];
    },
  });
}

/** Labels by which Istio, Kubernetes and this tool find objects; each object has its own value, or must have none. */
const READ_BY_OTHERS: readonly string[] = [
  'app',
  'istio',
  INJECTION_LABEL,
  COMPONENT_LABEL,
  PART_OF_LABEL,
  MANAGED_BY_LABEL,
  'kubernetes.io/service-name',
  'endpointslice.kubernetes.io/managed-by',
];

/** What is wrong with the labels of a chart. */
export function labelProblems(labels: unknown = {}): Problem[] {
  if (typeof labels !== 'object' || labels === null || Array.isArray(labels))
    return [errorAt(['labels'], `expected a map from label to value, got ${quoted(labels)}`)];
  return Object.entries(labels).flatMap(([key, value]: [string, unknown]) => {
    const path = ['labels', key];
    if (!isQualifiedName(key))
      return [errorAt(path, 'expected the name of a label, such as team or example.com/team')];
    if (READ_BY_OTHERS.includes(key) || /^istio\/|^(?:[^/]+\.)?istio\.io\//.test(key))
      return [
        errorAt(
          path,
          'expected a label of your own, got one that Istio or this tool reads',
          'Use another name, or label single objects with metadata.addLabel',
        ),
      ];
    return typeof value === 'string' && isLabelValue(value)
      ? []
      : [errorAt(path, `expected a label value of at most 63 characters, got ${quoted(value)}`)];
  });
}

/** A problem of a mesh as one of a prop. Fixes speak of mesh.yaml, where keys have other names and options defaults. */
export function ofProp({ fix, ...problem }: Problem, path: Path): Problem {
  if (fix === undefined) return { ...problem, path };
  const isRenamed = path.at(-1) !== problem.path.at(-1);
  const named = isRenamed ? fix.replace(/such as \w+: /, 'such as ') : fix;
  return { ...problem, path, fix: named.replace(', here or in defaults', '') };
}

/**
 * Throws everything that is wrong with the props of a chart. Warnings speak of a whole mesh, so they are left to its file.
 * @param chart class and id
 * @param problems all that was found, by the names of the props
 * @throws UserError
 */
export function throwErrors(chart: string, problems: readonly Problem[]): void {
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new UserError(errors.map((problem) => ({ ...problem, file: chart })));
}

/** Makes constructs of parts, to be found by name. */
export function madeByName<Made extends Construct>(
  scope: Construct,
  parts: readonly Part<Made>[],
  nameOf: (made: Made) => string,
): Readonly<Record<string, Made>> {
  return Object.fromEntries(parts.map((part) => part.make(scope)).map((made) => [nameOf(made), made]));
}
