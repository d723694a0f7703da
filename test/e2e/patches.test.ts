import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiServer, apiServerFor } from './api-server';
import { expectAppliedOnce } from './apply';
import { istioRemote } from './run';

const binaries = apiServerFor('current');

describe.skipIf(binaries === undefined)('the example flux on a real API server', () => {
  let server: ApiServer;
  let work: string;

  beforeAll(async () => {
    if (binaries === undefined) return;
    server = await ApiServer.start(binaries);
    for (const crds of ['flux', 'istio-current'])
      server.succeed(['apply', '-f', `imports/crds/${crds}.yaml`]);
    server.succeed(['wait', '--for', 'condition=Established', '--timeout', '60s', 'crd', '--all']);
    for (const namespace of ['istio-system', 'flux-system'])
      server.succeed(['create', 'namespace', namespace]);
    work = server.work('flux');
    cpSync('examples/flux/mesh.yaml', join(work, 'mesh.yaml'));
    const { code, stderr } = istioRemote(['synth'], { cwd: work });
    expect(code, stderr).toBe(0);
  });

  afterAll(() => server?.stop());

  it.each(['hq', 'milan', 'flux'])('takes dist/%s, and the second time changes nothing', (folder) => {
    expectAppliedOnce(server, join(work, 'dist', folder));
  });

  it('stores what the patch says, applied on the server as Flux does', () => {
    const folder = join(work, 'dist/hq');
    const asFlux = ['--server-side', '--force-conflicts', '--field-manager=kustomize-controller'];
    server.succeed(['apply', ...asFlux, '-f', folder]);
    const { stdout } = server.kubectl([
      ...['get', 'deployment', 'istio-eastwestgateway', '--namespace', 'istio-system'],
      ...['--output', 'jsonpath={.spec.template.spec.tolerations}'],
    ]);
    expect(JSON.parse(stdout)).toEqual([{ key: 'mesh', operator: 'Exists', effect: 'NoSchedule' }]);
  });
});
