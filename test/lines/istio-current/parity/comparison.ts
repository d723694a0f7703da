import { outputOf } from '../../../../src/lines/mesh-output';
import { parseMesh } from '../../../../src/lines/read-mesh';
import { meshFiles } from '../../../../src/output/mesh-files';
import { CA_BUNDLE } from '../../../certificates-in-pem';
import {
  asMap,
  byName,
  differencesBetween,
  type KubeObject,
  type KubeObjects,
  readObjects,
} from '../../../chart-objects';
import { CHART_BUNDLE, meshText } from './cases';
import { DIFFERENCES, withoutToolLabels } from './differences';

/** Returns the objects of one cluster of a mesh. @throws Error if the mesh has mistakes */
export function synthObjects(text: string, cluster: string): KubeObject[] {
  const { mesh, problems } = parseMesh(text, 'mesh.yaml');
  if (mesh === undefined) throw new Error(problems.map(({ message }) => message).join('\n'));
  return [...meshFiles(outputOf(mesh), [cluster])].flatMap((file) =>
    readObjects(file.text.replaceAll(CA_BUNDLE, CHART_BUNDLE)),
  );
}

/** Objects that the charts leave to users: the namespace, and the token of the reader. */
export function isInNoChart({ kind }: KubeObject): boolean {
  return kind === 'Namespace' || kind === 'Secret';
}

/** The objects of a remote that the charts have too. */
export function ownObjects(text: string): KubeObject[] {
  return synthObjects(text, 'remote2').filter((object) => !isInNoChart(object));
}

/** The gateway of network2, in the primary or in the remote. */
export function ownGateway(release: string, cluster: 'hq' | 'remote2'): KubeObject[] {
  const text = meshText(release, {})
    .replace(
      'network: network1',
      'network: network2\n  exposure: { mode: east-west-gateway, annotations: {} }',
    )
    .replace('eastWestGateway: false', 'eastWestGateway: true');
  return synthObjects(text, cluster).filter(
    ({ kind, metadata }) =>
      kind !== 'EndpointSlice' && kind !== 'Namespace' && asMap(metadata).name === 'istio-eastwestgateway',
  );
}

/** The charts' objects with every listed difference applied. */
export function expectedObjects(chart: readonly KubeObject[], address: string): KubeObjects {
  let expected = [...chart];
  for (const { change } of DIFFERENCES) expected = change(expected, address);
  return byName(expected);
}

/** Our objects without the labels that mark this tool's objects. */
export function comparableObjects(ours: readonly KubeObject[]): KubeObjects {
  return byName(ours.map(withoutToolLabels));
}

/** Returns every difference that is not listed. */
export function compare(
  chart: readonly KubeObject[],
  ours: readonly KubeObject[],
  address: string,
): string[] {
  const [left, right] = [expectedObjects(chart, address), comparableObjects(ours)];
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((key) =>
    differencesBetween(left.get(key), right.get(key), key),
  );
}
