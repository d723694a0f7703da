import { statSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findCredentials } from '../../../src/secret-scan/find-credentials';
import { istioRemote } from '../../cli/recorded-terminal';
import { READER_TOKEN } from './fake-api-server';
import { expectNoCredential, FakeMesh } from './fake-mesh';

let mesh: FakeMesh;
beforeEach(async () => {
  mesh = await FakeMesh.start();
});
afterEach(() => mesh[Symbol.asyncDispose]());

const ALLOW = ['--allow-localhost'];

function cli(...argv: string[]) {
  const env = { ...mesh.connection.env, CDK8S_OUTDIR: mesh.outdir };
  return istioRemote([...argv, '--config', mesh.config], env);
}

describe('the command line', () => {
  it('joins and leaves, and holds the token back everywhere', async () => {
    const output = mesh.path('eu-west-1');
    for (const argv of [
      ['kubeconfig', 'eu-west-1', '--output', output, ...ALLOW],
      ['kubeconfig', 'eu-west-1', '--output', output, '--json', ...ALLOW],
      ['join', 'eu-west-1', '--dry-run', ...ALLOW],
      ['join', '--all', '--json', ...ALLOW],
      ['join', 'eu-west-1', '--output', mesh.path('secret.yaml'), ...ALLOW],
      ['leave', 'eu-west-1', '--yes', '--json'],
      ['leave', 'eu-west-1', '--yes'],
    ]) {
      const { code, out, err } = await cli(...argv);
      expect([argv.join(' '), code]).toEqual([argv.join(' '), 0]);
      expect(err.trim()).toMatch(/^$|^warning: [^\n]* has no uid of [^\n]*--record writes it$/);
      expectNoCredential(err);
      expectNoCredential(out);
    }
    expect(statSync(mesh.path('secret.yaml')).mode & 0o777).toBe(0o600);
  });

  it('prints the token to --output - alone', async () => {
    const { out, err } = await cli('kubeconfig', 'eu-west-1', '--output', '-', ...ALLOW);
    expect(out).toContain(READER_TOKEN);
    expect(err).toBe('');
    const joined = await cli('join', 'eu-west-1', '--output', '-', ...ALLOW);
    expect(findCredentials(joined.out)).not.toEqual([]);
    expectNoCredential(joined.err);
  });

  it('exits 1 if a cluster fails, and says why on standard error', async () => {
    for (const [key, { kind }] of mesh.remote.objects)
      if (kind !== 'Namespace') mesh.remote.objects.delete(key);
    const { code, out, err } = await cli('join', 'eu-west-1', ...ALLOW);
    expect([code, out]).toEqual([1, 'eu-west-1: failed\n']);
    expect(err).toContain('there is no account istio-system/istio-multi');
  });

  it('asks nobody without a terminal, and lists what it would do', async () => {
    await cli('join', 'eu-west-1', ...ALLOW);
    const { code, err } = await cli('leave', 'eu-west-1');
    expect(code).toBe(1);
    expect(err).toContain('hq: delete Secret istio-system/eu-west-1');
    expect(mesh.joined()).toBeDefined();
    const rotation = await cli('join', '--rotate', 'eu-west-1', ...ALLOW);
    expect([rotation.code, rotation.out]).toEqual([1, 'eu-west-1: failed\n']);
    expect(rotation.err).toContain('join: standard input is no terminal, and --yes is not given');
    expect(rotation.err).toContain(
      '  eu-west-1: delete ServiceAccount istio-system/istio-multi: every token',
    );
  });

  it.each([
    [['kubeconfig'], '<remote> is missing. Id of the cluster that the kubeconfig is for.'],
    [['leave', 'a', 'b'], 'Unknown argument "b"'],
    [['join'], 'Name remote clusters, or --all'],
    [['join', 'a', '--all'], 'Name remote clusters, or --all'],
  ])('is wrong: %j', async (argv, expected) => {
    const { code, err } = await cli(...argv);
    expect(code).toBe(2);
    expect(err).toContain(expected);
  });

  it('is wrong about a time', async () => {
    const { code, err } = await cli('join', 'eu-west-1', '--timeout', 'soon');
    expect(code).toBe(2);
    expect(err).toContain('--timeout: expected a time such as 10s, 2m or 24h, got "soon"');
  });
});
