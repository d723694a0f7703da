interface Expression {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

interface Selector {
  readonly matchExpressions?: readonly Expression[];
}

/** The fields that an API server uses to choose webhooks. */
export interface Webhook {
  readonly name: string;
  readonly namespaceSelector: Selector;
  readonly objectSelector: Selector;
}

type Labels = Readonly<Record<string, string>>;

/** Returns the webhooks that an API server calls for a pod. Source: apimachinery, pkg/labels/selector.go. */
export function chosenBy(webhooks: readonly Webhook[], namespace: Labels, pod: Labels): string[] {
  return webhooks
    .filter(({ namespaceSelector, objectSelector }) => {
      return matches(namespaceSelector, namespace) && matches(objectSelector, pod);
    })
    .map(({ name }) => name);
}

function matches({ matchExpressions = [] }: Selector, labels: Labels): boolean {
  return matchExpressions.every(({ key, operator, values = [] }) => {
    const value = labels[key];
    if (operator === 'In') return value !== undefined && values.includes(value);
    if (operator === 'NotIn') return value === undefined || !values.includes(value);
    if (operator === 'DoesNotExist') return value === undefined;
    throw new Error(`unknown operator ${operator}`);
  });
}
