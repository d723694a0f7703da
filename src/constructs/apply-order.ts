import type { ApiObject } from 'cdk8s';
import { UserError } from '../problem';

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
