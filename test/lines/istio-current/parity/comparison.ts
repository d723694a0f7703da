import { outputOf } from '../../../../src/lines/mesh-output';
import { parseMesh } from '../../../../src/lines/read-mesh';
import { meshFiles } from '../../../../src/output/mesh-files';
import { byName, differencesBetween, type KubeObject, readObjects } from '../../../chart-objects';
import { DIFFERENCES, withoutToolLabels } from './differences';

/** The objects of one cluster of a mesh. @throws Error when the mesh has mistakes */
export function synthObjects(text: string, cluster: string): KubeObject[] {
  const { mesh, problems } = parseMesh(text, 'mesh.yaml');
  if (mesh === undefined) throw new Error(problems.map(({ message }) => message).join('\n'));
  return [...meshFiles(outputOf(mesh), [cluster])].flatMap((file) => readObjects(file.text));
}

/** What the charts leave to people: the namespace, and the token of the reader. */
export function isInNoChart({ kind }: KubeObject): boolean {
  return kind === 'Namespace' || kind === 'Secret';
}

/** Every difference that is not on the list. */
export function compare(
  chart: readonly KubeObject[],
  ours: readonly KubeObject[],
  address: string,
): string[] {
  let expected = [...chart];
  for (const { change } of DIFFERENCES) expected = change(expected, address);
  const [left, right] = [byName(expected), byName(ours.map(withoutToolLabels))];
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((key) =>
    differencesBetween(left.get(key), right.get(key), key),
  );
}
