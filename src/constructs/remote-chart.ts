import { ApiObject, Chart, DependencyGraph } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { UserError } from '../problem';

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
  #inOrder: readonly ApiObject[] = [];

  constructor(scope: Construct, id: string, { labels, disableResourceNameHashes }: RemoteChartProps) {
    super(scope, id, {
      ...(labels === undefined ? {} : { labels }),
      ...(disableResourceNameHashes === undefined ? {} : { disableResourceNameHashes }),
    });
  }

  /** Every object of the chart, those inside its parts and yours; `Chart` itself gives only those right below it. */
  override get apiObjects(): ApiObject[] {
    return this.node.findAll().filter((node) => this.isOwn(node));
  }

  /**
   * The manifests of all objects, in the order in which they are applied: what depends on a part comes behind it, and the
   * parts keep their order.
   * @throws UserError when dependencies contradict that order
   */
  override toJson(): ReturnType<Chart['toJson']> {
    const manifests = super.toJson();
    const rendered = new DependencyGraph(this.node).topology().filter((node) => this.isOwn(node));
    const manifestOf = new Map(rendered.map((object, index) => [object, manifests[index]]));
    return inApplyOrder(this.#inOrder, this.apiObjects).flatMap((object) => manifestOf.get(object) ?? []);
  }

  /** Fixes the order of the objects that there are. @internal */
  protected keepOrder(): void {
    this.#inOrder = this.apiObjects;
  }

  private isOwn(node: IConstruct): node is ApiObject {
    return ApiObject.isApiObject(node) && node.chart === this;
  }
}

/**
 * Objects in the order in which they are applied: `own` as they are, and each further object behind what it depends on.
 * cdk8s alone moves an object behind everything that comes before those that depend on it.
 * @param own objects whose order is fixed
 * @param all those and others, in the order in which they were added
 * @throws UserError when dependencies contradict the fixed order
 */
export function inApplyOrder(own: readonly ApiObject[], all: readonly ApiObject[]): ApiObject[] {
  const before = new Map(own.slice(1).map((object, index) => [object, own[index]]));
  const sorted = new Set<ApiObject>();
  const open = new Set<ApiObject>();
  const visit = (object: ApiObject): void => {
    if (sorted.has(object)) return;
    if (open.has(object)) throw contradiction([...open, object]);
    open.add(object);
    const fixed = before.get(object);
    if (fixed !== undefined) visit(fixed);
    for (const dependency of object.node.dependencies) {
      const target = all.find((one) => one === dependency);
      if (target !== undefined) visit(target);
    }
    open.delete(object);
    sorted.add(object);
  };
  for (const object of all) visit(object);
  return [...sorted];
}

/** @param route objects, each of which comes behind the next */
function contradiction(route: readonly ApiObject[]): UserError {
  const last = route.at(-1);
  const circle = route.slice(last === undefined ? 0 : route.indexOf(last)).map(({ node }) => node.path);
  return new UserError(
    `${circle.join(' depends on ')}: expected dependencies that fit the order of the cluster. Remove one of them`,
  );
}
