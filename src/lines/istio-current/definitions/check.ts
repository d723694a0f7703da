import { isMap } from '../../../is-map';
import { fieldAt } from '../../../kubernetes/fields';
import { errorAt, type Path, type Problem, quoted } from '../../../problem';

const KIND = 'CustomResourceDefinition';
const API_VERSION = 'apiextensions.k8s.io/v1';

/**
 * What an API server would say about the outside of a custom resource definition; what is within its schema is left
 * to the server. Of an object that is something else only that is said.
 */
export function definitionProblems(value: unknown): Problem[] {
  const kind = fieldAt(value, 'kind');
  if (!isMap(value) || kind !== KIND) {
    return [
      errorAt(
        isMap(value) && 'kind' in value ? ['kind'] : [],
        `expected a ${KIND} and nothing else, got ${quoted(isMap(value) ? kind : value)}`,
        'Name manifests/charts/base/files/crd-all.gen.yaml of the release, which has the definitions alone',
      ),
    ];
  }
  const version = fieldAt(value, 'apiVersion');
  if (version !== API_VERSION) {
    const fix = 'Use the file of an Istio release from 1.28 on';
    return [errorAt(['apiVersion'], `expected ${API_VERSION}, got ${quoted(version)}`, fix)];
  }
  const [group, plural] = [fieldAt(value, 'spec', 'group'), fieldAt(value, 'spec', 'names', 'plural')];
  const wanted = typeof group === 'string' && typeof plural === 'string' ? `${plural}.${group}` : undefined;
  const versions = fieldAt(value, 'spec', 'versions');
  return [
    ...(wanted === undefined ? [incomplete(value, ['spec'], 'a group and a plural name')] : []),
    ...(wanted !== undefined && nameOf(value) !== wanted
      ? [errorAt(['metadata', 'name'], `expected ${quoted(wanted)}, got ${quoted(nameOf(value))}`, DAMAGED)]
      : []),
    ...(Array.isArray(versions) && versions.length > 0
      ? []
      : [incomplete(value, ['spec', 'versions'], 'at least one version')]),
  ];
}

const DAMAGED = 'Take the file from the release again';

/** The name of an object, if it has one. */
export function nameOf(value: unknown): string | undefined {
  const name = fieldAt(value, 'metadata', 'name');
  return typeof name === 'string' ? name : undefined;
}

function incomplete(value: unknown, path: Path, expected: string): Problem {
  return errorAt(path, `expected ${expected}, got ${quoted(fieldAt(value, ...path))}`, DAMAGED);
}
