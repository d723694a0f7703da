import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LINE_NAMES } from '../../src/mesh/mesh';
import { istioRemote as istioRemoteHere } from '../cli/recorded-terminal';
import { STORED_QUANTITIES } from '../kubernetes/stored-quantities';
import { wholeMesh } from '../mesh/arbitrary-whole-mesh';
import { runs } from '../seed';
import { ApiServer, apiServerFor } from './api-server';
import { AppliedTwice } from './applied-twice';
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
    async () => {
      const kubernetes = server.kubernetes.split('.').slice(0, 2).join('.');
      const applied = new AppliedTwice(server);
      let meshes = 0;
      await fc.assert(
        fc.asyncProperty(wholeMesh(line, kubernetes), async (input) => {
          const folder = server.work(`mesh-${meshes++}`);
          const [config, outdir] = [join(folder, 'mesh.yaml'), join(folder, 'dist')];
          writeFileSync(config, JSON.stringify(input));
          // In this process, because starting two takes longer than the rest.
          for (const command of ['synth', 'check']) {
            const { code, out, err } = await istioRemoteHere([
              command,
              '--config',
              config,
              '--outdir',
              outdir,
            ]);
            expect(code, out + err).toBe(0);
          }
          applied.expect(outdir);
          rmSync(folder, { recursive: true });
        }),
        { numRuns: runs(3), endOnFailure: true },
      );
    },
    3_600_000,
  );

  it.skipIf(binaries === undefined)('stores quantities as synth spells them', () => {
    const memory = 'jsonpath={.template.spec.containers[0].resources.limits.memory}{"\\n"}';
    const templates = STORED_QUANTITIES.map(([, stored]) => {
      const container = { name: 'a', image: 'a', resources: { limits: { memory: stored } } };
      return {
        apiVersion: 'v1',
        kind: 'PodTemplate',
        metadata: { generateName: 'a-', namespace: 'default' },
        template: { spec: { containers: [container] } },
      };
    });
    const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: templates });
    const answer = server.succeed(['create', '--dry-run=server', '-o', memory, '-f', '-'], list);
    expect(answer.trim().split('\n')).toEqual(STORED_QUANTITIES.map(([, stored]) => stored));
  });
});

describe('a real API server that is newer than mesh.yaml says', () => {
  const binaries = apiServerFor('1.0');

  /** The objects that a second apply of a remote changes. */
  function changedAgain(server: ApiServer, kubernetes: string): string[] {
    const cwd = server.work(`of-${kubernetes}`);
    const primary = { name: 'hq', addresses: { pilot: '10.8.0.11' } };
    const mesh = { istio: '1.0.9', primary, remotes: [{ name: 'eu', kubernetes }] };
    writeFileSync(join(cwd, 'mesh.yaml'), JSON.stringify(mesh));
    const { code, stderr } = istioRemote(['synth'], { cwd });
    expect(code, stderr).toBe(0);
    const apply = () => server.succeed(['apply', '--validate=false', '-f', join(cwd, 'dist', 'eu')]);
    apply();
    return apply()
      .split('\n')
      .filter((line) => line !== '' && !line.endsWith(' unchanged'));
  }

  // `scope` of webhooks exists since 1.14. Before, a manifest with it is refused, and a newer server adds it in a
  // list.
  it.skipIf(binaries === undefined)(
    'changes nothing at a second apply but the webhook of 1.13 and older',
    async () => {
      if (binaries === undefined) return;
      const server = await ApiServer.start(binaries);
      try {
        expect(['1.14', '1.15', '1.16'].flatMap((version) => changedAgain(server, version))).toEqual([]);
        expect(changedAgain(server, '1.13')).toEqual([
          'mutatingwebhookconfiguration.admissionregistration.k8s.io/istio-sidecar-injector configured',
        ]);
      } finally {
        server.stop();
      }
    },
  );
});
