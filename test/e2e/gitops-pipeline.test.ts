import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { codeBlocks, page } from '../docs/pages';
import { bin, cleanEnvironment, type Ran, run } from './run';
import { Sandbox } from './sandbox';

const EXAMPLE = 'examples/gitops';

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

const workflow = parse(readFileSync(`${EXAMPLE}/.github/workflows/mesh.yaml`, 'utf8'));
const steps: readonly Step[] = workflow.jobs.check.steps;
const commenting: readonly Step[] = workflow.jobs.comment.steps;
const [consent] = codeBlocks(page('docs/ci.md'), 'yaml')
  .filter((block) => block.startsWith('- name: Ask for consent'))
  .map((block): Step => parse(block)[0]);
const job = parse(readFileSync(`${EXAMPLE}/.gitlab-ci.yml`, 'utf8')).mesh;

let sandbox: Sandbox;
let environment: Record<string, string | undefined>;

beforeAll(() => {
  sandbox = new Sandbox({
    // Commands that would ask a registry find the build instead; --no keeps npx from asking.
    'bin/npx': `#!/bin/sh\n[ "$1 $2" = '--no istio-remote' ] || exit 99\nshift 2\nexec '${process.execPath}' '${bin()}' "$@"\n`,
    'bin/npm': '#!/bin/sh\n[ "$*" = \'ci --ignore-scripts\' ]\n',
  });
  for (const name of ['npx', 'npm']) chmodSync(sandbox.path(`bin/${name}`), 0o755);
  cpSync(EXAMPLE, sandbox.path('repository'), { recursive: true });
  environment = {
    ...cleanEnvironment(),
    PATH: `${sandbox.path('bin')}:${process.env.PATH}`,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_SYSTEM: '/dev/null',
  };
  git('init', '--initial-branch', 'main');
  commit();
  git('checkout', '-b', 'change');
});

afterAll(() => sandbox?.[Symbol.dispose]());

function git(...args: string[]): string {
  const settings = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
  const { code, stdout, stderr } = run('git', [...settings, ...args], {
    cwd: sandbox.path('repository'),
    env: environment,
  });
  if (code !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
  return stdout.trim();
}

function commit(): void {
  git('add', '--all');
  git('commit', '--message', 'x');
}

/** Changes the mesh on a branch, with or without its output. */
function change(from: string, to: string, { synthesize }: { synthesize: boolean }): void {
  git('checkout', '-B', 'change', 'main');
  const mesh = sandbox.read('repository/mesh.yaml');
  expect(mesh).toContain(from);
  sandbox.write('repository/mesh.yaml', mesh.replace(from, to));
  if (synthesize)
    expect(run(process.execPath, [bin(), 'synth'], { cwd: sandbox.path('repository') }).code).toBe(0);
  commit();
}

/** Runs a script in the repository as a pipeline does. Asynchronous, so that this process can answer it. */
function script(text: string, variables: Readonly<Record<string, string>>): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(
      'bash',
      ['--noprofile', '--norc', '-eo', 'pipefail', '-c', text],
      { cwd: sandbox.path('repository'), env: { ...environment, ...variables } as NodeJS.ProcessEnv },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : Number(error.code);
        resolve({ code, signal: error?.signal ?? null, stdout, stderr });
      },
    );
  });
}

describe('the workflow of the example gitops for GitHub', () => {
  it('may read the repository, comments where no package runs, and pins what it uses', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    expect(workflow.jobs.check).not.toHaveProperty('permissions');
    expect(workflow.jobs.comment.permissions).toEqual({ contents: 'read', 'pull-requests': 'write' });
    expect(commenting.map(({ run: line }) => line).filter(Boolean)).toEqual([
      'node ci/post-summary.mjs mesh-summary.md',
    ]);
    expect(commenting[0]?.with?.ref).toMatch(/github\.event\.pull_request\.base\.sha/);
    expect(Object.keys(workflow.on)).toEqual(['pull_request']);
    const used = [...steps, ...commenting].flatMap(({ uses }) => uses ?? []);
    expect(used).toHaveLength(5);
    for (const action of used) expect(action).toMatch(/^actions\/[a-z-]+@[0-9a-f]{40}$/);
    expect(steps[0]?.with).toMatchObject({ 'persist-credentials': false });
    expect(readFileSync(`${EXAMPLE}/.github/workflows/mesh.yaml`, 'utf8')).not.toContain('secrets.');
  });

  /** The result of each shell step, as for a pull request of the branch. */
  async function pipeline(): Promise<Ran[]> {
    git('checkout', '--detach', 'main');
    git('merge', '--no-ff', '--message', 'merge', 'change');
    sandbox.write('summary.md', '');
    const outcomes: Ran[] = [];
    for (const step of steps.filter((candidate) => candidate.run !== undefined)) {
      const variables = {
        RUNNER_TEMP: sandbox.path('runner'),
        GITHUB_STEP_SUMMARY: sandbox.path('summary.md'),
      };
      outcomes.push(await script(step.run ?? '', variables));
    }
    return outcomes;
  }

  it('passes a change with its output, and says what it changes', async () => {
    change('zipkin.mesh', 'traces.mesh', { synthesize: true });
    const outcomes = await pipeline();
    expect(outcomes.map(({ code, stderr }) => ({ code, stderr }))).toEqual(
      outcomes.map(() => ({ code: 0, stderr: '' })),
    );
    expect(sandbox.read('summary.md')).toContain(
      '`data.mesh.defaultConfig.zipkinAddress`: `zipkin.mesh.example.com:9411` → `traces.mesh.example.com:9411`',
    );
    expect(git('status', '--porcelain')).toBe('');
  });

  it('fails a change without its output, and says so', async () => {
    change('replicas: 2', 'replicas: 3', { synthesize: false });
    expect((await pipeline()).map(({ code }) => code)).toEqual([0, 0, 1, 1]);
    expect(sandbox.read('summary.md')).toMatch(/check` fails:\*\*\n\n- ``dist: is stale/);
    expect(sandbox.read('summary.md')).toContain('`spec.replicas`: `2` → `3`');
  });

  it('fails a mesh with a mistake, and shows it beside its line', async () => {
    change('10.20.0.0/16', '10.8.0.0/16', { synthesize: false });
    const outcomes = await pipeline();
    expect(outcomes.map(({ code }) => code)).toEqual([0, 1, 1, 1]);
    expect(outcomes[2]?.stdout).toMatch(/^::error file=mesh\.yaml,line=\d+,col=\d+,title=istio-remote::/m);
  });

  it('asks for consent where a policy of docs/ci.md says so', async () => {
    const asked = async () => {
      await pipeline();
      return script(consent?.run ?? 'exit 99', { RUNNER_TEMP: sandbox.path('runner') });
    };
    change('zipkin.mesh', 'traces.mesh', { synthesize: true });
    expect(await asked()).toMatchObject({ code: 0, stdout: '' });
    change('[checkout, shop]', '[shop]', { synthesize: true });
    expect(await asked()).toMatchObject({
      code: 1,
      stdout: 'frankfurt: Namespace checkout: the namespace goes\n',
    });
  });
});

describe('the job of the example gitops for GitLab', () => {
  it('pins its image and keeps the summary', () => {
    expect(job.image).toMatch(/^node:\d+\.\d+\.\d+-[a-z]+$/);
    expect(job.artifacts).toMatchObject({
      when: 'always',
      paths: ['mesh-summary.md'],
      reports: { codequality: 'mesh-problems.json' },
    });
  });

  async function pipeline(variables: Readonly<Record<string, string>> = {}): Promise<Ran> {
    git('checkout', 'change');
    const ran = await script(job.script.join('\n'), {
      CI_MERGE_REQUEST_DIFF_BASE_SHA: git('rev-parse', 'main'),
      ...variables,
    });
    return ran;
  }

  it('passes a change with its output, and says what it changes', async () => {
    change('zipkin.mesh', 'traces.mesh', { synthesize: true });
    const { code, stdout, stderr } = await pipeline();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('There is no MESH_NOTE_TOKEN: the summary is an artifact only.');
    expect(sandbox.read('repository/mesh-summary.md')).toContain('**Sidecars restart: yes**');
  });

  it('fails a change without its output, and keeps the summary', async () => {
    change('replicas: 2', 'replicas: 3', { synthesize: false });
    const { code, stdout } = await pipeline();
    expect(code).toBe(1);
    expect(stdout).toContain('+  replicas: 3');
    const problems = JSON.parse(sandbox.read('repository/mesh-problems.json'));
    expect(problems).toContainEqual(
      expect.objectContaining({ severity: 'major', location: { path: 'dist', lines: { begin: 1 } } }),
    );
    expect(sandbox.read('repository/mesh-summary.md')).toContain('`spec.replicas`: `2` → `3`');
  });

  it('keeps one note of the merge request up to date, and touches no one else’s', async () => {
    change('zipkin.mesh', 'traces.mesh', { synthesize: true });
    const mark = '<!-- istio-remote check --summary -->\n';
    const notes = [{ id: 1, author: { id: 7 }, body: `${mark}by someone else` }];
    const asked: string[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        asked.push(`${request.method} ${request.url} ${request.headers['private-token']}`);
        if (request.method === 'POST')
          notes.unshift({ id: 2, author: { id: 5 }, body: JSON.parse(body).body });
        if (request.method === 'PUT') Object.assign(notes[0] ?? {}, { body: JSON.parse(body).body });
        response.end(JSON.stringify(request.url?.endsWith('/user') ? { id: 5 } : notes));
      });
    }).listen(0, '127.0.0.1');
    const url = '/api/v4/projects/3/merge_requests/4/notes';
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const variables = {
      MESH_NOTE_TOKEN: 'for-the-test',
      CI_API_V4_URL: `http://127.0.0.1:${port}/api/v4`,
      CI_PROJECT_ID: '3',
      CI_MERGE_REQUEST_IID: '4',
    };
    try {
      for (const _ of ['first', 'second']) {
        const { code, stderr } = await pipeline(variables);
        expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      }
    } finally {
      server.close();
    }
    expect(asked.filter((line) => !line.startsWith('GET'))).toEqual([
      `POST ${url} for-the-test`,
      `PUT ${url}/2 for-the-test`,
    ]);
    expect(notes).toHaveLength(2);
    expect(notes[0]?.body).toBe(sandbox.read('repository/mesh-summary.md'));
    expect(notes[1]?.body).toBe(`${mark}by someone else`);
  });
});
