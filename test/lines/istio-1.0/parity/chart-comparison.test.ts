import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseMesh } from '../../../../src/lines/read-mesh';
import { chartDifferences } from './chart-comparison';

const RENDERED = join(import.meta.dirname, '../../../../shared/istio-1.0/cases/default/rendered.yaml');
const MESH = `istio: 1.0.9
primary: { name: hq, addresses: { pilot: 10.8.0.11 } }
remotes: [{ name: eu }]
`;

function differences(rendered: string): string[] {
  const { mesh } = parseMesh(MESH, 'mesh.yaml');
  if (mesh?.line !== '1.0') throw new Error('expected a valid mesh');
  return chartDifferences(mesh, rendered);
}

describe.skipIf(!existsSync(RENDERED))(`with ${RENDERED} (skipped without it)`, () => {
  it('finds no difference where there is none', () => {
    expect(differences(readFileSync(RENDERED, 'utf8'))).toEqual([]);
  });

  it.each([
    ['replicas: 1', 'replicas: 2'],
    ['app: security', 'app: citadel'],
    ['istio: citadel', 'istio: other'],
    ['cpu: 10m', 'cpu: 11m'],
    ['cpu: 10m', 'cpu: null'],
    ['citadel:1.0.9', 'citadel:1.0.8'],
    ['concurrency: 0', 'concurrency: "0"'],
    ['discoveryAddress: 10.8.0.11', 'discoveryAddress: 10.8.0.12'],
    ['policy: enabled', 'policy: disabled'],
    ['istio-injection: enabled', 'istio-injection: yes'],
    ['failurePolicy: Fail', 'failurePolicy: Ignore'],
    ["'services', 'endpoints'", "'services'"],
    ['name: istio-multi', 'name: istio-single'],
    ['kind: Service\n', 'kind: Pod\n'],
    ['weight: 2', 'weight: 1'],
    ['namespace: istio-system', 'namespace: default'],
  ])('sees %j turned into %j', (was, is) => {
    const rendered = readFileSync(RENDERED, 'utf8');
    expect(rendered).toContain(was);
    expect(differences(rendered.replace(was, is))).not.toEqual([]);
  });
});
