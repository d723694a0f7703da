import { isMap } from '../../is-map';
import { listAt } from '../../kubernetes/fields';
import { errorAt, type Path, type Problem, quoted } from '../../problem';
import type { TypeRule } from '../check-shape';
import { labelProblems, metadataIsValid, selectorIsValid } from './labels';
import { mountProblems, podIsConsistent, selectorProblems } from './pods';

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

/** Port numbers of Services, Endpoints and containers. */
export const portsAreNumbers: TypeRule = (port, path) =>
  ['port', 'targetPort', 'containerPort', 'hostPort', 'nodePort'].flatMap((field) =>
    portProblems(port[field], [...path, field]),
  );

function portProblems(port: unknown, path: Path): Problem[] {
  // 0 stands for none, where a port may be left out.
  if (typeof port !== 'number' || (port >= 0 && port <= 65_535)) return [];
  return [errorAt(path, `expected a port from 1 to 65535, got ${port}`)];
}

/** What the API server asks of a type beyond its fields. Each rule says nothing of what it cannot be sure of. */
const RULES: Readonly<Record<string, TypeRule>> = {
  ConfigMap: dataKeysAreFileNames,
  ContainerPort: portsAreNumbers,
  DaemonSetSpec: workloadIsConsistent,
  DeploymentSpec: workloadIsConsistent,
  EndpointPort: portsAreNumbers,
  JobSpec: workloadIsConsistent,
  LabelSelector: selectorIsValid,
  ObjectMeta: metadataIsValid,
  Pod: (pod, path) => mountProblems(pod.spec, [], [...path, 'spec']),
  PodSpec: podIsConsistent,
  ReplicaSetSpec: workloadIsConsistent,
  Secret: dataKeysAreFileNames,
  ServicePort: portsAreNumbers,
  ServiceSpec: (spec, path) => labelProblems(spec.selector, [...path, 'selector']),
  StatefulSetSpec: workloadIsConsistent,
};

/** The rule of a type, by its name without version. */
export function ruleOf(type: string): TypeRule | undefined {
  return Object.hasOwn(RULES, type) ? RULES[type] : undefined;
}

function workloadIsConsistent(spec: Readonly<Record<string, unknown>>, path: Path): Problem[] {
  const template = spec.template as { readonly spec?: unknown } | undefined;
  return [
    ...selectorProblems(spec, path),
    ...mountProblems(template?.spec, listAt(spec, 'volumeClaimTemplates'), [...path, 'template', 'spec']),
  ];
}
