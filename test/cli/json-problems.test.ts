import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands';
import { MESH, Sandbox } from '../e2e/sandbox';
import { istioRemote } from './recorded-terminal';

/** The options that a command line needs besides the mesh file, so that it gets as far as reading the file. */
const WORDS: Readonly<Record<string, string[]>> = {
  join: ['eu'],
  kubeconfig: ['eu'],
  leave: ['eu'],
  'cacerts issue': ['--all'],
};

const REPORTERS = COMMANDS.filter(({ options }) => 'json' in options).map(({ name }) => name);

describe('--json with a wrong mesh', () => {
  it.each(REPORTERS)('prints the problems on standard output: %s', async (name) => {
    using sandbox = new Sandbox({ 'mesh.yaml': 'istio: [\n' });
    const words = [...name.split(' '), ...(WORDS[name] ?? []), '--config', sandbox.path('mesh.yaml')];
    const plain = await istioRemote(words);
    const json = await istioRemote([...words, '--json']);
    expect(plain).toMatchObject({ code: 1, out: '' });
    expect(json).toMatchObject({ code: 1, err: plain.err });
    expect(JSON.parse(json.out)).toEqual({
      problems: [
        {
          severity: 'error',
          path: [],
          file: sandbox.path('mesh.yaml'),
          position: { line: expect.any(Number), column: expect.any(Number) },
          message: expect.stringContaining('not valid YAML'),
          fix: expect.any(String),
        },
      ],
    });
  });

  it('prints every problem, with its path and its place', async () => {
    using sandbox = new Sandbox({ 'mesh.yaml': MESH.replace(/pilot: [\d.]+/, 'pilot: 999.2.3.4') });
    const { out } = await istioRemote(['synth', '--json', '--config', sandbox.path('mesh.yaml')]);
    expect(JSON.parse(out)).toMatchObject({
      problems: [{ severity: 'error', path: ['primary', 'addresses', 'pilot'], position: { column: 12 } }],
    });
  });

  it('prints text only for a wrong command line', async () => {
    expect(await istioRemote(['synth', '--json', '--outdir', ''])).toMatchObject({ code: 2, out: '' });
  });
});
