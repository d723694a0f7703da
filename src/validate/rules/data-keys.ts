import { isMap } from '../../is-map';
import { errorAt, type Path, type Problem, quoted } from '../../problem';
import type { TypeRule } from '../check-shape';

/** Keys of ConfigMaps and Secrets become file names. Source: apimachinery, IsConfigMapKey. */
export const dataKeysAreFileNames: TypeRule = (object, path) =>
  ['data', 'binaryData', 'stringData'].flatMap((field) => keyProblems(object[field], [...path, field]));

function keyProblems(data: unknown, path: Path): Problem[] {
  if (!isMap(data)) return [];
  return Object.keys(data)
    .filter((key) => !/^[-._a-zA-Z\d]{1,253}$/.test(key) || key === '.' || key.startsWith('..'))
    .map((key) => ({
      ...errorAt([...path, key], `expected letters, digits, -, _ and . as key, got ${quoted(key)}`),
      atKey: true,
    }));
}
