import { expect, it } from 'vitest';
import { withoutHelmMarks } from '../../../../src/lines/istio-current/definitions/helm-marks';

const definition = (metadata: string) =>
  `---\napiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n${metadata}spec:\n  helm.sh/stays: here\n    helm.sh/too: here\n`;

it.each([
  [
    '    helm.sh/chart: base',
    '  labels:\n    a: b\n    helm.sh/chart: base\n  name: x\n',
    '  labels:\n    a: b\n  name: x\n',
  ],
  ['the last annotation', '  annotations:\n    helm.sh/resource-policy: keep\n  name: x\n', '  name: x\n'],
  [
    'a quoted one',
    '  annotations:\n    "helm.sh/hook": crd\n    c: d\n  name: x\n',
    '  annotations:\n    c: d\n  name: x\n',
  ],
  ['no mark', '  labels:\n    a: b\n  name: x\n', '  labels:\n    a: b\n  name: x\n'],
])('leaves out %s and nothing else', (_, metadata, wanted) => {
  expect(withoutHelmMarks(definition(metadata))).toBe(definition(wanted));
});
