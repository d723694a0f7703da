import { isMap } from '../../../../is-map';
import { listAt, textAt } from '../../../../kubernetes/fields';

type Labels = Readonly<Record<string, string>>;

/** Whether labels match a label selector. */
export type Selector = (labels: Labels) => boolean;

/** Parses a label selector of Kubernetes. One without requirements matches all labels. */
export function readSelector(selector: unknown): Selector {
  const equal = isMap(selector) && isMap(selector.matchLabels) ? Object.entries(selector.matchLabels) : [];
  const expressions = listAt(selector, 'matchExpressions').map(readExpression);
  return (labels) =>
    equal.every(([key, value]) => labels[key] === value) && expressions.every((fits) => fits(labels));
}

function readExpression(expression: unknown): Selector {
  const key = textAt(expression, 'key') ?? '';
  const values = listAt(expression, 'values');
  const isOne = (labels: Labels): boolean => Object.hasOwn(labels, key) && values.includes(labels[key]);
  const operators: Readonly<Record<string, Selector>> = {
    In: isOne,
    NotIn: (labels) => !isOne(labels),
    Exists: (labels) => Object.hasOwn(labels, key),
    DoesNotExist: (labels) => !Object.hasOwn(labels, key),
  };
  return operators[textAt(expression, 'operator') ?? ''] ?? (() => false);
}
