import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Sandbox } from '../e2e/sandbox';
import { istioRemote } from './recorded-terminal';

const MESH = `istio: 1.0.9
primary: { name: hq, addresses: { pilot: 10.8.0.11 } }
remotes:
  - name: eu-west-1
    pilotServce: true # wrong, and no matter
  - { name: "ap-south-1" }
`;

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox({ 'mesh.yaml': MESH });
  vi.stubEnv('SHELL', 'bash');
});
afterEach(() => {
  sandbox[Symbol.dispose]();
  vi.unstubAllEnvs();
});

/** Returns the completions of the last word. */
async function offered(...words: string[]): Promise<string[]> {
  const { code, out, err } = await istioRemote(['--get-yargs-completions', 'istio-remote', ...words]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out.split('\n').filter(Boolean);
}

const CLUSTERS = ['hq', 'eu-west-1', 'ap-south-1'];

describe('what a shell completes', () => {
  it('is a command', async () => {
    expect(await offered('syn')).toEqual(expect.arrayContaining(['synth', 'check', 'cacerts']));
    expect(await offered('cacerts', '')).toEqual(['init', 'issue', 'verify', 'rotate']);
  });

  it('is an option that is not there yet', async () => {
    const options = await offered('synth', '--json', '--');
    expect(options).toEqual(expect.arrayContaining(['--config', '--cluster', '--stdout', '--help']));
    expect(options).not.toContain('--json');
  });

  it('is a cluster of mesh.yaml, behind an option or as an argument', async () => {
    const config = ['--config', sandbox.path('mesh.yaml')];
    expect(await offered('check', ...config, '--cluster', '')).toEqual(CLUSTERS);
    expect(await offered('check', ...config, '--cluster', '=', 'e')).toEqual(CLUSTERS);
    expect(await offered('services', ...config, '--from', '')).toEqual(CLUSTERS);
    expect(await offered('leave', ...config, 'e')).toEqual(expect.arrayContaining(CLUSTERS));
    expect(await offered('cacerts', 'issue', ...config, '')).toEqual(expect.arrayContaining(CLUSTERS));
  });

  it('is no cluster without a mesh', async () => {
    expect(await offered('check', '--config', sandbox.path('gone.yaml'), '--cluster', '')).toEqual([]);
  });

  it('is a word that an option or an argument takes', async () => {
    expect(await offered('graph', '--format', '')).toEqual(expect.arrayContaining(['mermaid', 'dot']));
    expect(await offered('completion', '')).toEqual(expect.arrayContaining(['bash', 'zsh']));
  });

  it('is left to the shell where a file belongs', async () => {
    expect(await offered('synth', '--outdir', '')).toEqual([]);
  });

  it('comes with descriptions in zsh', async () => {
    vi.stubEnv('SHELL', '/bin/zsh');
    expect(await offered('syn')).toContain('synth:Write the manifests of every cluster.');
  });
});

describe('istio-remote completion', () => {
  it.each([
    [{ SHELL: '/usr/bin/zsh' }, /^#compdef istio-remote\n/],
    [{ SHELL: '/bin/bash' }, /^complete -o default -F _istio_remote istio-remote$/m],
    [{}, /^complete -o default -F _istio_remote istio-remote$/m],
  ])('prints the script of the shell in %j', async (env, expected) => {
    expect(await istioRemote(['completion'], env)).toMatchObject({
      code: 0,
      out: expect.stringMatching(expected),
      err: '',
    });
  });
});
