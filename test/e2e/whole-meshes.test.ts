import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storedQuantity } from '../../src/kubernetes/quantity';
import { LINE_NAMES } from '../../src/mesh/mesh';
import { STORED_QUANTITIES } from '../kubernetes/stored-quantities';
import { wholeMesh, withPossibleResources } from '../mesh/arbitrary-whole-mesh';
import { ApiServer, apiServerFor } from './api-server';
import { clusterFolders, expectAppliedOnce } from './apply';
import { define } from './definitions';
import { istioRemote } from './run';

describe.each(LINE_NAMES)('a real API server and any mesh of line %s', (line) => {
  const binaries = apiServerFor(line);
  let server: ApiServer;

  beforeAll(async () => {
    if (binaries === undefined) return;
    server = await ApiServer.start(binaries);
    define(server, line === '1.0' ? 'istio-1.0' : 'istio-current', 'argocd', 'external-secrets');
  });

  afterAll(() => server?.stop());

  it.skipIf(binaries === undefined)(
    'takes what synth writes and check accepts; a second apply changes nothing',
    () => {
      const kubernetes = server.kubernetes.split('.').slice(0, 2).join('.');
      let runs = 0;
      fc.assert(
        fc.property(wholeMesh(line, kubernetes), (input) => {
          const cwd = server.work(`mesh-${runs++}`);
          writeFileSync(join(cwd, 'mesh.yaml'), JSON.stringify(withPossibleResources(input)));
          for (const command of ['synth', 'check']) {
            const { code, stdout, stderr } = istioRemote([command], { cwd });
            expect(code, stdout + stderr).toBe(0);
          }
          for (const folder of clusterFolders(join(cwd, 'dist'))) expectAppliedOnce(server, folder);
        }),
        { numRuns: 3, endOnFailure: true },
      );
    },
    600_000,
  );

  it.skipIf(binaries === undefined)('stores quantities as they are spelt here', () => {
    const stored = STORED_QUANTITIES.map(([written]) => {
      const container = { name: 'a', image: 'a', resources: { limits: { memory: written } } };
      return {
        apiVersion: 'v1',
        kind: 'PodTemplate',
        metadata: { generateName: 'a-', namespace: 'default' },
        template: { spec: { containers: [container] } },
      };
    });
    const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: stored });
    const memory = 'jsonpath={.template.spec.containers[0].resources.limits.memory}{"\\n"}';
    const answer = server.succeed(['create', '--dry-run=server', '-o', memory, '-f', '-'], list);
    expect(answer.trim().split('\n')).toEqual(STORED_QUANTITIES.map(([written]) => storedQuantity(written)));
  });
});
