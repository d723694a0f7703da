import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bin, istioRemote, run } from './run';
import { MESH, OUTPUT_FILES, Sandbox } from './sandbox';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const WRONG_MESH = MESH.replace('pilot: 10.16.0.11', 'pilot: 999.2.3.4').replace(
  'pilotService: true',
  'pilotServce: true',
);

/** A folder with the mesh and its output. */
function synthesized(): Sandbox {
  const sandbox = new Sandbox();
  expect(istioRemote(['synth'], { cwd: sandbox.folder }).code).toBe(0);
  return sandbox;
}

describe('the command line as a process', () => {
  it.each([
    ['--help', /Commands:[\s\S]*istio-remote synth[\s\S]*Exit codes:/],
    ['--version', new RegExp(`^${version.replaceAll('.', '\\.')}\n$`)],
    ['synth --help', /--outdir[\s\S]*CDK8S_OUTDIR/],
    ['check --help', /unified diff/],
    ['init --help', /mesh\.yaml, cdk8s\.yaml, and \.gitattributes/],
  ])('answers %s on standard output', (line, expected) => {
    const { code, stdout, stderr } = istioRemote(line.split(' '));
    expect(stdout).toMatch(expected);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('prints its help on standard error and exits 2 without arguments', () => {
    const { stdout } = istioRemote(['--help']);
    expect(istioRemote([])).toMatchObject({ code: 2, stdout: '', stderr: stdout });
  });

  it.each([
    ['sinth'],
    ['synth --outdri x'],
    ['synth --cluster'],
    ['synth extra'],
    ['check --stdout'],
    ['--frobnicate'],
  ])('exits 2 for the wrong command line "%s"', (line) => {
    using sandbox = new Sandbox();
    const { code, stdout, stderr } = istioRemote(line.split(' ').filter(Boolean), { cwd: sandbox.folder });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^istio-remote: .+\nRun `istio-remote .*--help` to see its options\.\n$/);
    expect(sandbox.files('.')).toEqual(['mesh.yaml']);
  });

  it('ends with 70 and a stack trace for a bug', () => {
    using sandbox = new Sandbox();
    sandbox.write(
      'bug.cjs',
      `const fs = require('node:fs'); const { openSync } = fs;
       fs.openSync = (path, ...rest) => { if (path === 'mesh.yaml') throw new RangeError('boom'); return openSync(path, ...rest); };`,
    );
    const { code, stdout, stderr } = istioRemote(['synth'], {
      cwd: sandbox.folder,
      env: { NODE_OPTIONS: `--require ${sandbox.path('bug.cjs')}` },
    });
    expect({ code, stdout }).toEqual({ code: 70, stdout: '' });
    expect(stderr).toContain(`istio-remote ${version} has a bug; please report it`);
    expect(stderr).toMatch(/RangeError: boom\n {4}at /);
    expect(sandbox.files('dist')).toEqual([]);
  });

  describe.each([
    [
      'bash',
      `COMP_WORDS=(istio-remote leave e); COMP_CWORD=2
       _istio_remote
       echo "\${COMPREPLY[@]}"`,
    ],
    [
      'zsh',
      `words=(istio-remote leave e); CURRENT=3
       _describe() { print -- \${(M)\${(P@)2}:#e*} }
       _istio_remote`,
    ],
  ])('the script for %s', (shell, script) => {
    it.skipIf(spawnSync(shell, ['--version']).status !== 0)('completes the name of a cluster', () => {
      using sandbox = new Sandbox({ 'mesh.yaml': MESH });
      const program = `istio-remote() { ${process.execPath} ${bin()} "$@"; }
        compdef() { :; }
        eval "$(istio-remote completion)"
        ${script}`;
      const { stdout, stderr } = run(shell, ['-c', program], { cwd: sandbox.folder, env: { SHELL: shell } });
      expect({ stdout, stderr }).toEqual({ stdout: 'eu-west-1\n', stderr: '' });
    });
  });

  it('works when its own folder cannot be written', () => {
    using sandbox = new Sandbox();
    const { code, stderr } = istioRemote(['synth', '--stdout'], { cwd: sandbox.folder, ...unprivileged() });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});

describe('istio-remote synth', () => {
  it('prints a line for each cluster on standard output and nothing on standard error', () => {
    using sandbox = new Sandbox();
    const first = istioRemote(['synth'], { cwd: sandbox.folder });
    expect(first).toMatchObject({
      code: 0,
      stdout: 'README.md: added\nap-south-1: added\neu-west-1: added\nhq: added\n',
      stderr: '',
    });
    const second = istioRemote(['synth'], { cwd: sandbox.folder });
    expect(second.stdout).toBe(
      'README.md: unchanged\nap-south-1: unchanged\neu-west-1: unchanged\nhq: unchanged\n',
    );
    expect(sandbox.files('dist')).toEqual(OUTPUT_FILES);
  });

  it('touches only what changes, removes files of clusters that are gone and keeps foreign files', () => {
    using sandbox = synthesized();
    sandbox.write('dist/eu-west-1/kustomization.yaml', 'resources: [istio-remote.k8s.yaml]\n');
    const before = sandbox.state('dist');
    sandbox.write('mesh.yaml', MESH.replace(/ {2}- name: ap-south-1[\s\S]*/, ''));
    const { stdout } = istioRemote(['synth'], { cwd: sandbox.folder });
    expect(stdout).toBe('README.md: changed\nap-south-1: removed\neu-west-1: unchanged\nhq: unchanged\n');
    const { 'ap-south-1/istio-remote.k8s.yaml': _, 'README.md': __, ...rest } = before;
    const { 'README.md': page, ...after } = sandbox.state('dist');
    expect(after).toEqual(rest);
    expect(page).not.toContain('ap-south-1');
  });

  it('prints its report as JSON with --json', () => {
    using sandbox = synthesized();
    sandbox.write('dist/hq/mutual-tls.k8s.yaml', '');
    const { code, stdout } = istioRemote(['synth', '--json'], { cwd: sandbox.folder });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      added: [],
      changed: ['hq/mutual-tls.k8s.yaml'],
      unchanged: expect.toSatisfy((paths: string[]) => paths.length === 3),
      removed: [],
    });
  });

  it('prints the files one after another with --stdout and writes none', () => {
    using sandbox = synthesized();
    const { stdout, stderr } = istioRemote(['synth', '--stdout', '--outdir', 'other'], {
      cwd: sandbox.folder,
    });
    const order = ['hq/mutual-tls', 'eu-west-1/istio-remote', 'ap-south-1/istio-remote'];
    expect(stdout).toBe(order.map((path) => sandbox.read(`dist/${path}.k8s.yaml`)).join(''));
    expect(stderr).toBe('');
    expect(sandbox.files('other')).toEqual([]);
  });

  it('ends quietly when the reader of its output ends', () => {
    using sandbox = new Sandbox();
    const script = `set -o pipefail; ${process.execPath} ${bin()} synth --stdout | head -1; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = run('bash', ['-c', script], { cwd: sandbox.folder });
    expect({ stdout, stderr }).toEqual({ stdout: '---\n0\n', stderr: '' });
  });

  it('writes only the clusters that --cluster names', () => {
    using sandbox = synthesized();
    const before = sandbox.state('dist');
    sandbox.write('mesh.yaml', MESH.replace('istio: 1.0.9', 'istio: 1.0.8'));
    const { stdout } = istioRemote(['synth', '--cluster', 'eu-west-1'], { cwd: sandbox.folder });
    expect(stdout).toBe('eu-west-1: changed\n');
    const after = sandbox.state('dist');
    const changed = Object.keys(after).filter((path) => after[path] !== before[path]);
    expect(changed).toEqual(['eu-west-1/istio-remote.k8s.yaml']);
  });

  it('refuses an unknown cluster and names those there are', () => {
    using sandbox = new Sandbox();
    const { code, stdout, stderr } = istioRemote(['synth', '--cluster', 'eu-west-2'], {
      cwd: sandbox.folder,
    });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe(
      'no cluster "eu-west-2" in the mesh. Name one of its clusters: hq, eu-west-1, ap-south-1\n',
    );
    expect(sandbox.files('dist')).toEqual([]);
  });

  it('leaves dist/ untouched and shows every mistake of a wrong mesh on a line of its own', () => {
    using sandbox = synthesized();
    const before = sandbox.state('dist');
    sandbox.write('mesh.yaml', WRONG_MESH);
    const { code, stdout, stderr } = istioRemote(['synth'], { cwd: sandbox.folder });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    const lines = stderr.trimEnd().split('\n');
    expect(lines).toEqual([
      expect.stringMatching(
        /^mesh\.yaml:13:12 primary\.addresses\.pilot: expected .+, got "999\.2\.3\.4"\. .+/,
      ),
      expect.stringMatching(/^mesh\.yaml:22:3 defaults\.pilotServce: .+pilotService.*/),
    ]);
    expect(sandbox.state('dist')).toEqual(before);
  });

  it.each([
    ['a file that is not there', undefined, /^mesh\.yaml: there is no such file\. .+\n$/],
    ['an empty file', '', /^mesh\.yaml:1:1: the file is empty\. .+\n$/],
    ['a binary file', Buffer.from([0xff, 0xfe, 0x00, 0x80]), /^mesh\.yaml: expected text in UTF-8.+\n$/],
    [
      'a file of 50 MB',
      Buffer.alloc(50 * 2 ** 20, '# mesh\n'),
      /^mesh\.yaml: expected at most 24 MB, got 50 MB\. .+\n$/,
    ],
    [
      'a tab',
      MESH.replace('  name: hq', '\tname: hq'),
      /^mesh\.yaml:\d+:\d+: not valid YAML: tab.+\. Indent with spaces\n$/,
    ],
  ])('shows one line for %s', (_, content, expected) => {
    using sandbox = synthesized();
    const before = sandbox.state('dist');
    if (content !== undefined) sandbox.write('mesh.yaml', content);
    const args = content === undefined ? ['synth', '--config', 'gone/../mesh.yaml'] : ['synth'];
    const { code, stdout, stderr } = istioRemote(args, { cwd: sandbox.folder, timeout: 20_000 });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.replace('gone/../', '')).toMatch(expected);
    expect(sandbox.state('dist')).toEqual(before);
  });

  it('says so when it may not read the mesh', () => {
    using sandbox = new Sandbox();
    chmodSync(sandbox.path('mesh.yaml'), 0o000);
    const { code, stderr } = istioRemote(['synth'], { cwd: sandbox.folder, ...unprivileged() });
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'mesh.yaml: may not be read. Check its permissions\n',
    });
  });

  it('says so when it may not write the output folder', () => {
    using sandbox = synthesized();
    chmodSync(sandbox.path('dist'), 0o555);
    sandbox.write('mesh.yaml', MESH.replace('1.0.9', '1.0.8'));
    const before = sandbox.state('dist');
    const { code, stderr } = istioRemote(['synth'], { cwd: sandbox.folder, ...unprivileged() });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^dist: permission denied\. .+\n$/);
    expect(sandbox.state('dist')).toEqual(before);
  });
});

describe('istio-remote check', () => {
  it('exits 0 and prints nothing if dist/ is up to date', () => {
    using sandbox = synthesized();
    expect(istioRemote(['check'], { cwd: sandbox.folder })).toMatchObject({
      code: 0,
      stdout: '',
      stderr: '',
    });
  });

  it('shows a unified diff and exits 1 if dist/ is stale', () => {
    using sandbox = synthesized();
    const file = 'dist/eu-west-1/istio-remote.k8s.yaml';
    sandbox.write(file, sandbox.read(file).replace('replicas: 1', 'replicas: 5'));
    const before = sandbox.state('dist');
    const { code, stdout, stderr } = istioRemote(['check'], { cwd: sandbox.folder });
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^--- eu-west-1\/istio-remote\.k8s\.yaml.*\n\+\+\+ eu-west-1\/istio-remote\.k8s\.yaml.*\n@@ .*\n[\s\S]*\n- {2}replicas: 5\n\+ {2}replicas: 1\n/,
    );
    expect(stderr).toMatch(
      /^dist: is stale: 1 file differs .+ Run `istio-remote synth` and commit the result\n$/,
    );
    expect(sandbox.state('dist')).toEqual(before);
  });

  it('exits 1 without dist/, and does not print all of it as a diff', () => {
    using sandbox = new Sandbox();
    const { code, stdout, stderr } = istioRemote(['check'], { cwd: sandbox.folder });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^dist: contains none of the files of the mesh\. Run `istio-remote synth` .+\n$/);
    expect(sandbox.files('dist')).toEqual([]);
  });

  it('exits 1 if any file in dist/ contains a credential, and does not repeat it', () => {
    using sandbox = synthesized();
    const key = `AKIA${'ZQ7XW3R5T9PLM2KD'}`;
    sandbox.write('dist/hq/extra/notes.txt', `one\nkey: ${key}\n`);
    const { code, stdout, stderr } = istioRemote(['check', '--allow-extra', 'hq/extra/*'], {
      cwd: sandbox.folder,
    });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^dist\/hq\/extra\/notes\.txt:2:6: contains a credential \(.+\)\. .+\n$/);
    expect(stderr).not.toContain(key);
  });

  it('looks only at the clusters that --cluster names', () => {
    using sandbox = synthesized();
    sandbox.write('dist/eu-west-1/istio-remote.k8s.yaml', '');
    expect(istioRemote(['check', '--cluster', 'ap-south-1'], { cwd: sandbox.folder }).code).toBe(0);
    expect(istioRemote(['check', '--cluster', 'eu-west-1'], { cwd: sandbox.folder }).code).toBe(1);
  });

  it('prints its report as JSON with --json', () => {
    using sandbox = synthesized();
    sandbox.write('dist/hq/mutual-tls.k8s.yaml', '');
    const { code, stdout } = istioRemote(['check', '--json'], { cwd: sandbox.folder });
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      upToDate: false,
      changed: ['hq/mutual-tls.k8s.yaml'],
      problems: [{ severity: 'error', file: 'dist' }],
    });
  });

  it.each([
    ['colours the diff on a terminal', {}, true],
    ['leaves the colours out with NO_COLOR', { NO_COLOR: '1' }, false],
    ['leaves the colours out on a dumb terminal', { TERM: 'dumb' }, false],
  ])('%s', (_, env, coloured) => {
    using sandbox = synthesized();
    sandbox.write('dist/hq/mutual-tls.k8s.yaml', '');
    // script(1) runs the command in a separate terminal.
    const { stdout } = run('script', ['-qec', `${process.execPath} ${bin()} check`, '/dev/null'], {
      cwd: sandbox.folder,
      env: { TERM: 'xterm', ...env },
    });
    expect(stdout).toContain('+kind: MeshPolicy');
    expect(stdout.includes('\u001b[32m+')).toBe(coloured);
  });
});

describe('istio-remote migrate', () => {
  const example = 'examples/from-helm';
  const args = ['migrate', '--values', 'values.yaml', '--cluster', 'eu-west-1', '--kubernetes', '1.16'];

  it('prints the mesh of the example, which synthesizes to what the example commits', () => {
    using sandbox = new Sandbox({ 'values.yaml': readFileSync(`${example}/values.yaml`, 'utf8') });
    const { code, stdout, stderr } = istioRemote(args, { cwd: sandbox.folder });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(readFileSync(`${example}/mesh.yaml`, 'utf8'));
    sandbox.write('mesh.yaml', stdout);
    expect(istioRemote(['synth'], { cwd: sandbox.folder }).code).toBe(0);
    for (const file of sandbox.files('dist')) {
      expect(sandbox.read(`dist/${file}`)).toBe(readFileSync(`${example}/dist/${file}`, 'utf8'));
    }
  });

  it('prints nothing on standard output and exits 1 for a value that the chart does not know', () => {
    using sandbox = new Sandbox({ 'values.yaml': 'global:\n  remotePilotAddres: 10.16.0.11\n' });
    const { code, stdout, stderr } = istioRemote(args, { cwd: sandbox.folder });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^values\.yaml.* global\.remotePilotAddres: .+remotePilotAddress/m);
  });
});

describe('a word that an option does not take', () => {
  it.each([
    ['graph --format foo', '--format is one of mermaid, dot, not "foo".'],
    [
      'join eu --seal a.pem --scope wide',
      '--scope is one of strict, namespace-wide, cluster-wide, not "wide".',
    ],
    ['addresses --from podz', '--from is one of gateway, services, '],
  ])('makes the command line %s wrong', (line, message) => {
    using sandbox = new Sandbox({ 'mesh.yaml': MESH });
    const { code, stdout, stderr } = istioRemote(line.split(' '), { cwd: sandbox.folder });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`istio-remote: ${message}`);
    expect(stderr).toContain(`Run \`istio-remote ${line.split(' ')[0]} --help\``);
  });
});

describe('istio-remote init', () => {
  it('starts a project that synthesizes, and keeps the files of a second run', () => {
    using sandbox = new Sandbox({});
    const first = istioRemote(['init'], { cwd: sandbox.folder });
    expect(first).toMatchObject({
      code: 0,
      stdout: 'mesh.yaml: written\ncdk8s.yaml: written\n.gitattributes: written\n',
    });
    expect(istioRemote(['synth'], { cwd: sandbox.folder }).code).toBe(0);
    writeFileSync(sandbox.path('mesh.yaml'), MESH);
    const second = istioRemote(['init'], { cwd: sandbox.folder });
    expect(second.stdout).toBe('mesh.yaml: kept\ncdk8s.yaml: kept\n.gitattributes: kept\n');
    expect(sandbox.read('mesh.yaml')).toBe(MESH);
  });
});

/** Root can read and write everything, so these tests run as nobody. */
function unprivileged(): { uid?: number; gid?: number } {
  return process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
}
