import { execFileSync } from 'node:child_process';
import { renameSync, rmSync, symlinkSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkCommand } from '../../src/cli/check';
import { UsageError, UserError } from '../../src/problem';
import { Sandbox } from '../e2e/sandbox';
import { synth } from '../output/mesh-commands';
import { MESH } from '../review/mesh-change';
import { jwt } from '../secret-scan/planted';
import { RecordedTerminal } from './recorded-terminal';

let sandbox: Sandbox;

beforeEach(() => {
  sandbox = new Sandbox({ 'mesh.yaml': MESH });
  write(MESH);
});

afterEach(() => sandbox[Symbol.dispose]());

function write(mesh: string): void {
  sandbox.write('mesh.yaml', mesh);
  synth({ config: sandbox.path('mesh.yaml'), outdir: sandbox.path('dist'), clusters: [] });
}

function git(...args: string[]): void {
  const settings = ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'init.defaultBranch=main'];
  execFileSync('git', [...settings, ...args], { cwd: sandbox.folder, stdio: 'ignore' });
}

function commit(): void {
  git('init');
  git('add', '--all');
  git('commit', '--message', 'x');
}

/** Runs `check` with options as from the command line. */
async function check(options: {
  against?: string;
  summary?: boolean;
  json?: boolean;
  cluster?: string[];
  outdir?: string;
}) {
  const terminal = new RecordedTerminal();
  const code = await checkCommand.run(
    {
      config: sandbox.path('mesh.yaml'),
      outdir: sandbox.path('dist'),
      cluster: [],
      json: false,
      summary: true,
      against: undefined,
      annotations: undefined,
      'allow-extra': [],
      ...options,
    },
    terminal,
  );
  return { code, out: terminal.text.replaceAll(sandbox.folder, '.'), err: terminal.errors };
}

const CHANGED = MESH.replace('zipkin: 10.8.0.14', 'zipkin: 10.8.0.15');
const CHANGE = '`data.mesh.defaultConfig.zipkinAddress`: `10.8.0.14:9411` → `10.8.0.15:9411`';

describe('check --summary', () => {
  it('compares the mesh with the output folder, and fails like check when that is stale', async () => {
    sandbox.write('mesh.yaml', CHANGED);
    const { code, out } = await check({});
    expect(code).toBe(1);
    expect(out).toContain(CHANGE);
    expect(out).toContain('**`istio-remote check` fails:**\n\n- ``./dist: is stale: 2 files differ');
  });

  it('compares the mesh with a commit, and passes when the output is up to date', async () => {
    commit();
    write(CHANGED);
    const { code, out, err } = await check({ against: 'main' });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('Compared with `main`, 1 folder of the output changes: 1 object changed.');
    expect(out).toContain(CHANGE);
  });

  it('compares the mesh with a folder', async () => {
    renameSync(sandbox.path('dist'), sandbox.path('old'));
    write(CHANGED);
    expect((await check({ against: `${sandbox.folder}/old` })).out).toContain(CHANGE);
  });

  it('prints the same bytes for a commit, for a folder and for the output folder', async () => {
    const rest = (text: string) => text.slice(text.indexOf('###'));
    commit();
    sandbox.write('mesh.yaml', CHANGED);
    const [first, ...others] = await Promise.all(
      ['HEAD', `${sandbox.folder}/dist`, undefined].map((against) =>
        check(against === undefined ? {} : { against }),
      ),
    );
    for (const { out } of others) expect(rest(out)).toBe(rest(first?.out ?? ''));
  });

  it('takes a commit whose output folder is gone, or was never there', async () => {
    sandbox.write('dist/.keep', '');
    commit();
    rmSync(sandbox.path('dist'), { recursive: true });
    expect((await check({ against: 'HEAD' })).out).toContain('no cluster changes');
    const { out } = await check({ against: 'HEAD', outdir: sandbox.path('deploy/all') });
    expect(out).toContain('**Joins the mesh.**');
  });

  it('finds the output through a symbolic link, and from a folder of the repository', async () => {
    commit();
    write(CHANGED);
    symlinkSync(sandbox.folder, `${sandbox.folder}-link`);
    try {
      expect((await check({ against: 'HEAD', outdir: `${sandbox.folder}-link/dist` })).out).toContain(CHANGE);
    } finally {
      rmSync(`${sandbox.folder}-link`);
    }
  });

  it('looks only at the clusters that --cluster names', async () => {
    commit();
    write(CHANGED);
    expect((await check({ against: 'HEAD', cluster: ['hq'] })).out).toContain('no cluster changes');
    expect((await check({ against: 'HEAD', cluster: ['eu'] })).out).toContain(CHANGE);
  });

  it('reports a leaving cluster, but no files that this tool did not create', async () => {
    sandbox.write('dist/eu/mine.yaml', 'a: 1\n');
    write(`${MESH}  - { name: ap }\n`);
    commit();
    write(MESH);
    rmSync(sandbox.path('dist/eu/mine.yaml'));
    const { out } = await check({ against: 'HEAD' });
    expect(out).toContain('### `ap`: ');
    expect(out).toContain('**Leaves the mesh.** Run `istio-remote leave`');
    expect(out).not.toContain('mine');
  });

  it('prints a report for machines with --json', async () => {
    commit();
    write(CHANGED);
    const { out } = await check({ against: 'HEAD', json: true });
    expect(JSON.parse(out)).toMatchObject({
      upToDate: true,
      changed: [],
      review: {
        sections: [
          {
            clusters: ['eu'],
            membership: 'stays',
            consequences: [{ rule: 'meshConfigReachesNewPods', restartSidecars: true }],
            objects: [
              {
                outcome: 'changed',
                group: '',
                kind: 'ConfigMap',
                name: 'istio',
                fields: [
                  {
                    path: 'data.mesh.defaultConfig.zipkinAddress',
                    before: '10.8.0.14:9411',
                    after: '10.8.0.15:9411',
                  },
                ],
                consequences: [{ rule: 'meshConfigReachesNewPods', restartSidecars: true }],
              },
            ],
          },
        ],
        otherFiles: [{ path: 'README.md', outcome: 'changed' }],
      },
    });
  });

  it('says in the report which object each consequence follows from', async () => {
    commit();
    write(CHANGED.replace('injectedNamespaces: [shop', 'injectedNamespaces: [bank'));
    const { out } = await check({ against: 'HEAD', json: true });
    const [section] = JSON.parse(out).review.sections;
    const found = section.objects.map((object: { kind: string; name: string; consequences: object[] }) => [
      `${object.kind} ${object.name}`,
      object.consequences.map((consequence) => 'rule' in consequence && consequence.rule),
    ]);
    expect(Object.fromEntries(found)).toEqual({
      'Namespace bank': ['namespaceLabelDecidesInjection'],
      'Namespace shop': ['namespaceLeavesTheOutput'],
      'ConfigMap istio': ['meshConfigReachesNewPods'],
    });
    expect(section.consequences).toHaveLength(3);
  });

  it('fails if a file of dist/ contains a credential, and repeats it nowhere', async () => {
    commit();
    const token = jwt();
    sandbox.write('dist/eu/mine.yaml', `token: ${token}\n`);
    const { code, out, err } = await check({ against: 'HEAD' });
    expect(code).toBe(1);
    expect(out).toContain('contains a credential (');
    expect(out + err).not.toContain(token.slice(0, 20));
  });

  it('wants --summary with --against', async () => {
    await expect(check({ summary: false, against: 'main' })).rejects.toThrow(
      new UsageError('--against says what --summary compares with: give both.'),
    );
  });

  it.each([
    ['nowhere', 'no commit "nowhere" in this clone. Fetch it first'],
    ['--output=/tmp/x', 'no commit "--output=/tmp/x" in this clone'],
    ['main:dist', 'no commit "main:dist" in this clone'],
    ['', 'no commit "" in this clone'],
    ['./nowhere', './nowhere: there is no such folder to compare with'],
  ])('refuses to compare with %j', async (against, message) => {
    commit();
    await expect(check({ against })).rejects.toThrow(UserError);
    await expect(check({ against })).rejects.toThrow(message);
  });

  it('says how to write a folder that looks like a branch', async () => {
    commit();
    sandbox.write('old/x', '');
    const before = process.cwd();
    process.chdir(sandbox.folder);
    try {
      await expect(check({ against: 'old' })).rejects.toThrow('For a folder write ./old.');
    } finally {
      process.chdir(before);
    }
  });

  it('says that there is no repository', async () => {
    await expect(check({ against: 'main' })).rejects.toThrow(/dist: is no git repository\. git says: /);
  });
});
