import { ApiObject, Chart, DependencyGraph } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { inApplyOrder } from './apply-order';

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
