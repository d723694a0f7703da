import { type HelmMap, lookUp } from '../src/migrate/helm-values/helm-value';
import { UserError } from '../src/problem';
import { type Hashes, hashProblems } from './object-hashes';

/**
 * Whether hashes guard a value: without it, or with another text, the same function gives other hashes.
 * @param helm dotted path of the value
 * @param hashes returns the hashes of values; throws a UserError if they make no mesh
 */
export function isGuarded(values: HelmMap, helm: string, hashes: (values: HelmMap) => Hashes): boolean {
  const value = lookUp(values, helm);
  if (value === undefined) return false;
  const before = hashes(values);
  const others = typeof value === 'string' ? [undefined, `${value}x`] : [undefined];
  return others.some((other) => {
    try {
      const changed = hashes(replaced(values, helm.split('.'), other));
      return hashProblems(before, changed, helm).length > 0;
    } catch (error) {
      if (error instanceof UserError) return false;
      throw error;
    }
  });
}

/** Returns the values with another one at a path; undefined removes it. */
function replaced(map: object, [key, ...rest]: readonly string[], other: unknown): HelmMap {
  return Object.fromEntries(
    Object.entries(map).flatMap(([name, value]) => {
      if (name !== key) return [[name, value]];
      if (rest.length > 0) return [[name, replaced(Object(value), rest, other)]];
      return other === undefined ? [] : [[name, other]];
    }),
  );
}
