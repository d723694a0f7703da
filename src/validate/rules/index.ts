import { listAt } from '../../kubernetes/fields';
import type { Path, Problem } from '../../problem';
import type { TypeRule } from '../check-shape';
import { dataKeysAreFileNames } from './data-keys';
import { labelProblems, metadataIsValid, selectorIsValid } from './labels';
import { mountProblems, podIsConsistent, selectorProblems } from './pods';
import { portsAreNumbers } from './ports';

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
