import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands';
import { MESH, Sandbox } from '../e2e/sandbox';
import { istioRemote } from './recorded-terminal';

/** What a command line needs besides the mesh file to get as far as reading it. */
const WORDS: Readonly<Record<string, string>> = {
  'control-plane': 'hq',
  inject: '-f POD',
  join: 'eu',
  kubeconfig: 'eu',
  leave: 'eu',
  'cacerts issue': '--all',
};

const READERS = COMMANDS.filter(({ name, options }) => 'config' in options && name !== 'cacerts init');

describe('a mesh file that cannot be there', () => {
  it.each(READERS.map(({ name }) => ({ name })))('is wrong input and no bug: $name', async ({ name }) => {
    using sandbox = new Sandbox({ 'mesh.yaml': MESH });
    const words = [...name.split(' '), ...(WORDS[name]?.split(' ') ?? [])];
    const line = words.map((word) => (word === 'POD' ? sandbox.path('mesh.yaml') : word));
    for (const config of ['/proc/x', '/dev/null/x', sandbox.path('mesh.yaml/x'), 'x'.repeat(300), '/dev']) {
      const { code, out, err } = await istioRemote([...line, '--config', config]);
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(err).toContain(`${config}: `);
    }
  });
});
