import { isMap } from '../../is-map';
import { listAt } from '../../kubernetes/fields';
import { isAnnotationName, isLabelValue, isQualifiedName } from '../../kubernetes/names';
import { errorAt, excerpt, type Path, type Problem } from '../../problem';
import type { TypeRule } from '../check-shape';
import { mountProblems, podIsConsistent, selectorProblems } from './pods';

/** Limit of an object's annotations together. Source: apimachinery, TotalAnnotationSizeLimitB. */
const ANNOTATIONS_LIMIT = 256 * 1024;

const LABEL_VALUE =
  'expected at most 63 letters, digits, -, _ and . that begin and end with a letter or digit';
const IN_ANNOTATION = 'Put longer or other texts into an annotation';

/** Checks labels and annotations of an object, or of a pod template. */
const metadataIsValid: TypeRule = (metadata, path) => [
  ...labelProblems(metadata.labels, [...path, 'labels']),
  ...annotationProblems(metadata.annotations, [...path, 'annotations']),
];

/** Checks the labels in a selector. */
const selectorIsValid: TypeRule = (selector, path) =>
  labelProblems(selector.matchLabels, [...path, 'matchLabels']);

/** Checks a map of labels. */
function labelProblems(labels: unknown, path: Path): Problem[] {
  if (!isMap(labels)) return [];
  return Object.entries(labels).flatMap(([key, value]) => [
    ...keyProblems(key, path, isQualifiedName),
    ...(typeof value !== 'string' || isLabelValue(value)
      ? []
      : [errorAt([...path, key], `${LABEL_VALUE}, got ${excerpt(value)}`, IN_ANNOTATION)]),
  ]);
}

function annotationProblems(annotations: unknown, path: Path): Problem[] {
  if (!isMap(annotations)) return [];
  const size = Object.entries(annotations).reduce(
    (sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(String(value)),
    0,
  );
  return [
    // Unlike keys of labels, keys of annotations may have capitals in their domain.
    ...Object.keys(annotations).flatMap((key) => keyProblems(key, path, isAnnotationName)),
    ...(size > ANNOTATIONS_LIMIT
      ? [errorAt(path, `expected at most 256 KiB of annotations, got ${Math.ceil(size / 1024)} KiB`)]
      : []),
  ];
}

function keyProblems(key: string, path: Path, isKey: (key: string) => boolean): Problem[] {
  if (isKey(key)) return [];
  const message = `expected a key such as app or example.com/app, got ${excerpt(key)}`;
  const fix = 'A DNS name and a slash may stand before at most 63 letters, digits, -, _ and .';
  return [{ ...errorAt([...path, key], message, fix), atKey: true }];
}

/** Keys of ConfigMaps and Secrets become file names. Source: apimachinery, IsConfigMapKey. */
const dataKeysAreFileNames: TypeRule = (object, path) =>
  ['data', 'binaryData', 'stringData'].flatMap((field) => dataKeyProblems(object[field], [...path, field]));

function dataKeyProblems(data: unknown, path: Path): Problem[] {
  if (!isMap(data)) return [];
  return Object.keys(data)
    .filter((key) => !/^[-._a-zA-Z\d]{1,253}$/.test(key) || key === '.' || key.startsWith('..'))
    .map((key) => ({
      ...errorAt([...path, key], `expected letters, digits, -, _ and . as key, got ${excerpt(key)}`),
      atKey: true,
    }));
}

/** Port numbers of Services, Endpoints and containers. */
const portsAreNumbers: TypeRule = (port, path) =>
  ['port', 'targetPort', 'containerPort', 'hostPort', 'nodePort'].flatMap((field) =>
    portProblems(port[field], [...path, field]),
  );

function portProblems(port: unknown, path: Path): Problem[] {
  // 0 means none if the port is optional.
  if (typeof port !== 'number' || (port >= 0 && port <= 65_535)) return [];
  return [errorAt(path, `expected a port from 1 to 65535, got ${port}`)];
}

/** What the API server requires of a type besides its fields. A rule reports only certain mistakes. */
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

/** Returns the rule of a type, by its name without version. */
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
