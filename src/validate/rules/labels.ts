import { isMap } from '../../is-map';
import { isLabelValue, isQualifiedName } from '../../kubernetes/names';
import { errorAt, type Path, type Problem, quoted } from '../../problem';
import type { TypeRule } from '../check-shape';

/** All annotations of an object together. Source: apimachinery, TotalAnnotationSizeLimitB. */
const ANNOTATIONS_LIMIT = 256 * 1024;

const LABEL_VALUE =
  'expected at most 63 letters, digits, -, _ and . that begin and end with a letter or digit';
const IN_ANNOTATION = 'Put longer or other texts into an annotation';

/** Labels and annotations of an object, or of the pods of a template. */
export const metadataIsValid: TypeRule = (metadata, path) => [
  ...labelProblems(metadata.labels, [...path, 'labels']),
  ...annotationProblems(metadata.annotations, [...path, 'annotations']),
];

/** Labels that a selector asks for. */
export const selectorIsValid: TypeRule = (selector, path) =>
  labelProblems(selector.matchLabels, [...path, 'matchLabels']);

/** What is wrong with a map of labels. */
export function labelProblems(labels: unknown, path: Path): Problem[] {
  if (!isMap(labels)) return [];
  return Object.entries(labels).flatMap(([key, value]) => [
    ...keyProblems(key, path),
    ...(typeof value !== 'string' || isLabelValue(value)
      ? []
      : [errorAt([...path, key], `${LABEL_VALUE}, got ${quoted(value)}`, IN_ANNOTATION)]),
  ]);
}

function annotationProblems(annotations: unknown, path: Path): Problem[] {
  if (!isMap(annotations)) return [];
  const size = Object.entries(annotations).reduce(
    (sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(String(value)),
    0,
  );
  return [
    // Unlike keys of labels, those of annotations may have capitals in their domain.
    ...Object.keys(annotations).flatMap((key) =>
      keyProblems(
        key.replace(/^.*?\//s, (domain) => domain.toLowerCase()),
        path,
        key,
      ),
    ),
    ...(size > ANNOTATIONS_LIMIT
      ? [errorAt(path, `expected at most 256 KiB of annotations, got ${Math.ceil(size / 1024)} KiB`)]
      : []),
  ];
}

function keyProblems(key: string, path: Path, written = key): Problem[] {
  if (isQualifiedName(key)) return [];
  const message = `expected a key such as app or example.com/app, got ${quoted(written)}`;
  const fix = 'A DNS name and a slash may stand before at most 63 letters, digits, -, _ and .';
  return [{ ...errorAt([...path, written], message, fix), atKey: true }];
}
