import { mkdirSync, symlinkSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkCommand } from '../../src/cli/check';
import { RecordedTerminal } from '../cli/recorded-terminal';
import { Sandbox } from '../e2e/sandbox';
import { synth } from './mesh-commands';

const MESH = `istio: 1.0.9
primary: { name: hq, addresses: { pilot: 10.8.0.11 } }
remotes: [{ name: eu, kubernetes: "1.21" }, { name: us, kubernetes: "1.21" }]
`;
const ADMIN = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: everyone }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin }
subjects: [{ apiGroup: rbac.authorization.k8s.io, kind: Group, name: "system:authenticated" }]
`;

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox({ 'mesh.yaml': MESH });
  synth({ config: sandbox.path('mesh.yaml'), outdir: sandbox.path('dist'), clusters: [] });
});
afterEach(() => sandbox[Symbol.dispose]());

async function check(
  options: { summary?: boolean; json?: boolean; cluster?: string[]; 'allow-extra'?: string[] } = {},
) {
  const terminal = new RecordedTerminal();
  const code = await checkCommand.run(
    {
      config: sandbox.path('mesh.yaml'),
      outdir: sandbox.path('dist'),
      cluster: [],
      json: false,
      summary: false,
      against: undefined,
      annotations: undefined,
      'allow-extra': [],
      ...options,
    },
    terminal,
  );
  return { code, out: terminal.text, err: terminal.errors.replaceAll(`${sandbox.folder}/`, '') };
}

/** Places in dist/ for files of others. */
const PLACES = [
  'eu/zz.k8s.yaml',
  'eu/services.k8s.yaml',
  'eu/workloads.k8s.yaml',
  'eu/crds.k8s.yaml',
  'eu/deep/er/zz.yaml',
  'eu/.hidden.yaml',
  'evil/zz.k8s.yaml',
  'argocd/application-eu.k8s.yaml',
  'zz.k8s.yaml',
  '.istio-remote.lock.d/zz.yaml',
];

describe('check', () => {
  it('passes where every file is of synth', async () => {
    expect(await check()).toEqual({ code: 0, out: '', err: '' });
  });

  it.each(PLACES)('fails on %s, which synth did not make', async (path) => {
    sandbox.write(`dist/${path}`, ADMIN);
    const { code, err } = await check();
    expect(code).toBe(1);
    expect(err).toContain(`dist/${path}: is a file that synth did not create. Remove it, or allow it`);
  });

  it('lists all of them, in the JSON too', async () => {
    for (const path of PLACES) sandbox.write(`dist/${path}`, ADMIN);
    const { out } = await check({ json: true });
    expect(JSON.parse(out)).toMatchObject({ upToDate: false, allowedExtra: [] });
    expect(JSON.parse(out).extra.sort()).toEqual([...PLACES].sort());
  });

  it('fails on a link, whatever it leads to', async () => {
    mkdirSync(sandbox.path('other'));
    symlinkSync('../../other', sandbox.path('dist/eu/folder'));
    symlinkSync('nowhere', sandbox.path('dist/eu/link.yaml'));
    const { code, err } = await check();
    expect(code).toBe(1);
    expect(err).toContain('dist/eu/folder: is a file that synth did not create');
    expect(err).toContain('dist/eu/link.yaml: is a file that synth did not create');
  });

  it('does not mind what a killed run left, nor an empty folder', async () => {
    sandbox.write('dist/eu/.istio-remote-12-3.partial', 'a');
    mkdirSync(sandbox.path('dist/empty'));
    expect((await check()).code).toBe(0);
  });

  it('looks at the chosen clusters alone with --cluster', async () => {
    sandbox.write('dist/us/zz.yaml', ADMIN);
    sandbox.write('dist/zz.yaml', ADMIN);
    expect((await check({ cluster: ['eu'] })).code).toBe(0);
    expect((await check({ cluster: ['us'] })).err).toContain(
      'dist/us/zz.yaml: is a file that synth did not create',
    );
  });

  it('allows what output.allowExtra and --allow-extra say, and nothing else', async () => {
    for (const path of PLACES) sandbox.write(`dist/${path}`, ADMIN);
    sandbox.write('mesh.yaml', `${MESH}output: { allowExtra: ['eu/**', 'evil/*'] }\n`);
    const { out, code } = await check({ json: true, 'allow-extra': ['argocd/application-??.*'] });
    expect(code).toBe(1);
    expect(JSON.parse(out).extra).toEqual(['.istio-remote.lock.d/zz.yaml', 'zz.k8s.yaml']);
    expect(JSON.parse(out).allowedExtra).toHaveLength(PLACES.length - 2);
    const all = await check({ 'allow-extra': ['*.yaml', 'argocd/*', '**/zz.yaml'] });
    expect(all).toEqual({ code: 0, out: '', err: '' });
  });

  it.each(['', '/etc/*', '../*', 'a//b', 'a/', 'a\\b', '.', 'x'.repeat(1025)])(
    'refuses the pattern %j',
    async (pattern) => {
      await expect(check({ 'allow-extra': [pattern] })).rejects.toThrow(
        /--allow-extra: expected the pattern/,
      );
      sandbox.write('mesh.yaml', `${MESH}output: { allowExtra: [${JSON.stringify(pattern)}] }\n`);
      await expect(check()).rejects.toThrow(/output\.allowExtra\[0\]: expected the pattern of a path/);
    },
  );

  it('says it first in the summary, and lists allowed files too', async () => {
    sandbox.write('dist/eu/zz.k8s.yaml', ADMIN);
    sandbox.write('dist/notes.md', 'a');
    const { out, code } = await check({ summary: true, 'allow-extra': ['*.md'] });
    expect(code).toBe(1);
    const body = out.slice(out.indexOf('## Changes to the mesh'));
    expect(body).toMatch(
      /^## Changes to the mesh\n\n\*\*Files that synth did not create\. .*\n\n- `eu\/zz\.k8s\.yaml`\n\nFiles of others that are allowed: `notes\.md`\.\n/,
    );
    expect(body).toContain('mesh.yaml changes no cluster.');
  });

  it('finds a file of any name in any folder', async () => {
    const step = fc.stringMatching(/^[\w .#*?-]{1,12}$/).filter((name) => !/^\.{1,2}$/.test(name.trim()));
    const path = fc.array(step, { minLength: 1, maxLength: 4 }).map((steps) => `zz${steps.join('/')}`);
    await fc.assert(
      fc.asyncProperty(path, async (path) => {
        using own = new Sandbox({ 'mesh.yaml': MESH });
        synth({ config: own.path('mesh.yaml'), outdir: own.path('dist'), clusters: [] });
        own.write(`dist/${path}`, ADMIN);
        const { out } = await check({ json: true });
        expect(JSON.parse(out).extra).toEqual([]);
        const terminal = new RecordedTerminal();
        const values = {
          config: own.path('mesh.yaml'),
          outdir: own.path('dist'),
          cluster: [],
          json: true,
          summary: false,
        };
        expect(
          await checkCommand.run(
            { ...values, against: undefined, annotations: undefined, 'allow-extra': [] },
            terminal,
          ),
        ).toBe(1);
        expect(JSON.parse(terminal.text).extra).toEqual([path]);
      }),
      { numRuns: 6 },
    );
  });
});
