import { ApiObject, Chart, DependencyGraph } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { UserError } from '../problem';

/**
 * The fields of cdk8s's `ChartProps` for a remote cluster. `namespace` is left out, because cdk8s also writes it on
 * cluster-scoped objects.
 */
export interface RemoteChartProps {
  /**
   * Labels for every object of the chart, including yours, as in `ChartProps`. Selectors and pods do not get them.
   * Labels that Istio or this tool reads are refused.
   * @default {}
   */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /**
   * Whether cdk8s leaves out the hash in the generated name of your own objects without `metadata.name`, as in
   * `ChartProps`. The objects of a remote cluster have fixed names.
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

  /**
   * Returns every object of the chart, including those in its parts and yours. `Chart` itself only returns those
   * directly below it.
   */
  override get apiObjects(): ApiObject[] {
    return this.node.findAll().filter((node) => this.isOwn(node));
  }

  /**
   * Returns the manifests of all objects in apply order: an object that depends on a part comes after it, and the
   * parts keep their order.
   * @throws UserError if dependencies contradict that order
   */
  override toJson(): ReturnType<Chart['toJson']> {
    const manifests = super.toJson();
    const rendered = new DependencyGraph(this.node).topology().filter((node) => this.isOwn(node));
    const manifestOf = new Map(rendered.map((object, index) => [object, manifests[index]]));
    return inApplyOrder(this.#inOrder, this.apiObjects).flatMap((object) => manifestOf.get(object) ?? []);
  }

  /** Fixes the order of the existing objects. @internal */
  protected keepOrder(): void {
    this.#inOrder = this.apiObjects;
  }

  private isOwn(node: IConstruct): node is ApiObject {
    return ApiObject.isApiObject(node) && node.chart === this;
  }
}

/**
 * Sorts objects into apply order: `own` keeps its order, and each further object comes after its dependencies. cdk8s
 * itself moves an object after everything that precedes its dependents.
 * @param own objects with a fixed order
 * @param all these and others, in the order of their creation
 * @throws UserError if dependencies contradict the fixed order
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

/** @param route objects; each one comes after the next */
function contradiction(route: readonly ApiObject[]): UserError {
  const last = route.at(-1);
  const circle = route.slice(last === undefined ? 0 : route.indexOf(last)).map(({ node }) => node.path);
  return new UserError(
    `${circle.join(' depends on ')}: expected dependencies that fit the order of the cluster. Remove one of them`,
  );
}
