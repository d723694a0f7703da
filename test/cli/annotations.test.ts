import { describe, expect, it } from 'vitest';
import { annotations } from '../../src/cli/annotations';
import { errorAt, errorIn, warningAt } from '../../src/problem';
import { MESH, Sandbox } from '../e2e/sandbox';
import { istioRemote } from './recorded-terminal';

const located = { ...errorAt(['remotes', 0, 'name'], 'expected a name', 'Name it'), file: './a,b:c.yaml' };

describe('annotations for GitHub', () => {
  it('are workflow commands with file, line and column', () => {
    const problem = { ...located, position: { line: 14, column: 12 } };
    expect(annotations('github', [problem], 'mesh.yaml')).toBe(
      '::error file=a%2Cb%3Ac.yaml,line=14,col=12,title=istio-remote::remotes[0].name: expected a name. Name it\n',
    );
  });

  it('have the mesh file where a problem has none, and no second command in a message', () => {
    const problem = warningAt([], '100%\n::error::x');
    expect(annotations('github', [problem], 'mesh.yaml')).toMatch(
      /^::warning file=mesh\.yaml,title=istio-remote::warning: 100%25[^\n]*::error::x\n$/,
    );
  });
});

describe('annotations for GitLab', () => {
  it('are a code quality report, with a fingerprint for each problem that its line does not change', () => {
    const at = (line: number) => ({ ...located, position: { line, column: 1 } });
    const report = (line: number) => JSON.parse(annotations('gitlab', [at(line), at(line)], 'mesh.yaml'));
    const [first, second] = report(14);
    expect(first).toEqual({
      description: 'remotes[0].name: expected a name. Name it',
      check_name: 'istio-remote check',
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
      severity: 'major',
      location: { path: 'a,b:c.yaml', lines: { begin: 14 } },
    });
    expect(second.fingerprint).not.toBe(first.fingerprint);
    expect(report(15)[0].fingerprint).toBe(first.fingerprint);
  });

  it('are an empty report without problems, and start at line 1 for a whole file', () => {
    expect(annotations('gitlab', [], 'mesh.yaml')).toBe('[]\n');
    const [issue] = JSON.parse(annotations('gitlab', [errorIn('dist/x', 'a', 'b')], 'mesh.yaml'));
    expect(issue.location).toEqual({ path: 'dist/x', lines: { begin: 1 } });
  });
});

describe('check --annotations', () => {
  const words = (sandbox: Sandbox, format: string) => [
    ...['check', '--annotations', format, '--config', sandbox.path('mesh.yaml')],
    ...['--outdir', sandbox.path('dist')],
  ];

  it('prints the mistakes of a mesh with their places', async () => {
    using sandbox = new Sandbox({ 'mesh.yaml': MESH.replace(/pilot: [\d.]+/, 'pilot: 999.2.3.4') });
    const { code, out, err } = await istioRemote(words(sandbox, 'github'));
    expect(code).toBe(1);
    expect(out).toMatch(
      /^::error file=\S+mesh\.yaml,line=\d+,col=\d+,title=istio-remote::primary\.addresses\.pilot: /,
    );
    expect(err).toContain('primary.addresses.pilot: ');
    const report = JSON.parse((await istioRemote(words(sandbox, 'gitlab'))).out);
    expect(report).toMatchObject([{ severity: 'major', location: { lines: { begin: expect.any(Number) } } }]);
  });

  it('prints each file that differs, and no diff', async () => {
    using sandbox = new Sandbox({ 'mesh.yaml': MESH });
    const { code, out } = await istioRemote(words(sandbox, 'github'));
    expect(code).toBe(1);
    for (const line of out.trimEnd().split('\n'))
      expect(line).toMatch(/^::error file=\S+,title=istio-remote::/);
    expect(out).toContain(
      `/dist/README.md,title=istio-remote::is missing. Run \`istio-remote synth\` and commit the result\n`,
    );
  });

  it.each([['--json'], ['--summary']])('does not go with %s', async (option) => {
    const { code, err } = await istioRemote(['check', '--annotations', 'github', option]);
    expect(code).toBe(2);
    expect(err).toContain('--annotations, --json and --summary each say what is printed.');
  });

  it('knows two forges', async () => {
    const { code, err } = await istioRemote(['check', '--annotations', 'bitbucket']);
    expect(code).toBe(2);
    expect(err).toContain('github, gitlab');
  });
});
