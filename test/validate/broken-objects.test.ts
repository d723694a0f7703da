import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { validatedFiles } from './validated';

const REMOTE = readFileSync('test/golden/secure/eu-west-1/istio-remote.golden.yaml', 'utf8');

/** A change of the remote, its message, and how many lines below the first changed one. */
type Change = readonly [title: string, was: string, is: string, message: string, below?: number];

const SCHEMA: readonly Change[] = [
  ['a text for an integer', 'replicas: 1', 'replicas: "1"', 'expected an integer, got "1"'],
  ['an unknown field', 'replicas: 1', 'replica: 1', 'no such field. Did you mean "replicas"?'],
  ['a map for a list', 'rules:\n  - ', 'rules:\n    ', 'expected a list, got a map'],
  ['a truth of YAML 1.1 for a text', 'istio: citadel\n', 'istio: yes\n', 'expected a text, got true'],
  ['a bad label value', 'istio: citadel\n', 'istio: citadel_\n', 'expected at most 63 letters, digits'],
  ['a bad label key', 'app: istio-remote', 'app/: istio-remote', 'expected a key such as app'],
  ['a bad name', 'name: istio-reader\n', 'name: istio/reader\n', 'expected a name without / and %'],
  [
    'no namespace',
    '  name: istio-multi\n  namespace: istio-system\n',
    '  name: istio-multi\n',
    'ServiceAccount istio-multi: expected a namespace, got nothing',
    -6,
  ],
  [
    'a namespace on what belongs to the cluster',
    'name: istio-reader\n',
    'name: istio-reader\n  namespace: a\n',
    'expected none, since a ClusterRole belongs to the cluster, got "a"',
  ],
  [
    'a text of no closed set',
    'failurePolicy: Fail',
    'failurePolicy: Failed',
    'expected one of Fail, Ignore, got',
  ],
  ['a port beyond all ports', 'port: 15005', 'port: 150050', 'expected a port from 1 to 65535, got 150050'],
  [
    'a mount without a volume',
    'name: config-volume',
    'name: gone',
    'expected a volume of the pod, got "gone"',
  ],
  ['a key that stands twice', 'replicas: 1\n', 'replicas: 1\n  replicas: 2\n', 'is repeated in this map'],
  ['a quantity that is none', 'cpu: 10m', 'cpu: 10 m', 'expected a quantity such as 100m or 128Mi'],
];

const REFERENCES: readonly Change[] = [
  [
    'a role',
    'kind: ClusterRole\n  name: istio-reader',
    'kind: ClusterRole\n  name: gone',
    'ClusterRole gone',
  ],
  [
    'a subject',
    '  - kind: ServiceAccount\n    name: istio-multi',
    '  - kind: ServiceAccount\n    name: gone',
    'ServiceAccount istio-system/gone',
  ],
  [
    'the account of pods',
    'serviceAccountName: istio-citadel-service-account',
    'serviceAccountName: gone',
    'ServiceAccount istio-system/gone',
  ],
  ['a ConfigMap', '            name: istio\n', '            name: gone\n', 'ConfigMap istio-system/gone'],
  [
    'a Secret that Citadel never makes',
    'secretName: istio.istio-sidecar',
    'secretName: istio.other',
    'Secret istio-system/istio.other-injector-service-account',
  ],
  [
    'the Service of a webhook',
    'service:\n        name: istio-sidecar-injector',
    'service:\n        name: gone',
    'Service istio-system/gone',
  ],
  [
    'the account of a token',
    'service-account.name: istio-multi',
    'service-account.name: gone',
    'ServiceAccount istio-system/gone',
  ],
];

describe('a remote', () => {
  it('is valid before the changes', () => {
    expect(validatedFiles({ remote: REMOTE })).toEqual([]);
  });

  it.each(SCHEMA.map(named))('with $title is refused at that line', ({ was, is, message, below }) => {
    const { found, line } = withChange(was, is);
    expect(found).toContainEqual(expect.stringContaining(message));
    expect(linesOf(found, message)).toContain(line + below);
  });

  it.each(REFERENCES.map(named))('that lacks $title is refused where the name stands', (change) => {
    const { found, line } = withChange(change.was, change.is);
    const message = `expected the name of an object of this cluster, got that of ${change.message}, which no file makes`;
    expect(linesOf(found, message)).toContain(line);
  });

  it('may lack a Secret that is optional', () => {
    expect(withChange('secretName: cacerts', 'secretName: other').found).toEqual([]);
  });
});

function named([title, was, is, message, below = 0]: Change) {
  return { title, was, is, message, below };
}

function withChange(was: string, is: string): { found: string[]; line: number } {
  const changed = REMOTE.replace(was, is);
  expect(changed).not.toBe(REMOTE);
  const lines = changed.split('\n');
  const before = REMOTE.split('\n');
  return {
    found: validatedFiles({ remote: changed }),
    line: lines.findIndex((line, index) => line !== before[index]) + 1,
  };
}

/** The lines of the message. */
function linesOf(found: readonly string[], message: string): number[] {
  return found.filter((each) => each.includes(message)).map((each) => Number(each.split(':')[1]));
}
