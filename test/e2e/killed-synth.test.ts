import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LINE_NAMES, type LineName } from '../../src/mesh/mesh';
import { wholeMesh } from '../mesh/arbitrary-whole-mesh';
import { runs } from '../seed';
import { KilledSynth, type Moment } from './killed-synth';

const WORKLOAD =
  'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { containers: [{ name: a, image: a }] }\n';
const ARGO_CD = { repository: 'https://git.example.com/mesh.git' };
const STORE = { externalSecrets: { store: { name: 'vault' }, properties: { kubeconfig: 'kubeconfig' } } };

/** Returns the files of a mesh with remotes of these names. */
const MESHES: Readonly<Record<LineName, (address: string, ...names: string[]) => Record<string, string>>> = {
  '1.0': (pilot, ...names) => ({
    'mesh.yaml': JSON.stringify({
      istio: '1.0.9',
      primary: { name: 'hq', addresses: { pilot } },
      security: { mutualTls: true },
      argocd: ARGO_CD,
      remotes: names.map((name) => ({
        name,
        apiServer: `https://${name}.example.com`,
        injectedWorkloads: ['pod.yaml'],
      })),
    }),
    'pod.yaml': WORKLOAD,
  }),
  current: (istiod, ...names) => ({
    'mesh.yaml': JSON.stringify({
      istio: '1.30',
      primary: { name: 'hq', addresses: { istiod }, exposure: 'east-west-gateway' },
      credentials: STORE,
      argocd: ARGO_CD,
      remotes: names.map((name) => ({ name, apiServer: `https://${name}.example.com` })),
    }),
  }),
};

/** Number of simultaneous runs. */
const AT_ONCE = 4;

async function expectRepaired(killed: KilledSynth, moments: readonly Moment[]): Promise<void> {
  const left = [...moments];
  const worker = async () => {
    for (let next = left.pop(); next !== undefined; next = left.pop()) await killed.expectRepaired(next);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

describe.each(LINE_NAMES)('a synth of line %s that is killed', (line) => {
  const mesh = MESHES[line];
  const old = mesh('10.8.0.11', 'a', 'b', 'c', 'd');

  it.each([
    ['the first', undefined, old, ['write', 'rename']],
    ['one that changes every file', old, mesh('10.8.0.99', 'a', 'b', 'c', 'd'), ['write', 'rename']],
    ['one from which clusters leave', old, mesh('10.8.0.99', 'a', 'b'), ['write', 'rename', 'rm']],
  ])(
    '%s, at any call: every file is old or new, and the next run repairs',
    async (_, before, next, steps) => {
      const killed = await KilledSynth.prepare(before, next);
      const names = new Set(killed.calls.map((call) => call.replace(/(?:File)?Sync .*/, '')));
      expect([...names]).toEqual(expect.arrayContaining(['read', 'mkdir', 'open', 'unlink', ...steps]));
      // Six times as many runs give the 500 that cover each phase often enough.
      expect(killed.moments.length).toBeGreaterThanOrEqual(84);
      await expectRepaired(killed, killed.moments);
    },
  );

  it('from any mesh to any other', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.option(wholeMesh(line), { nil: undefined }),
        wholeMesh(line),
        fc.array(fc.nat(), { minLength: 4, maxLength: 4 }),
        async (before, next, choices) => {
          const [from, to] = [before, next].map((input) => ({ 'mesh.yaml': JSON.stringify(input) }));
          if (to === undefined) return;
          const killed = await KilledSynth.prepare(before === undefined ? undefined : from, to);
          const { moments } = killed;
          await expectRepaired(
            killed,
            choices.flatMap((choice) => moments[choice % moments.length] ?? []),
          );
        },
      ),
      { numRuns: runs(1), endOnFailure: true },
    );
  }, 600_000);
});
