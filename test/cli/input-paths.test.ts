import { symlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands';
import { ROOT_PEM } from '../certificates-in-pem';
import { MESH, Sandbox } from '../e2e/sandbox';
import { istioRemote } from './recorded-terminal';

/** The options that a command line needs besides the mesh file, so that it gets as far as reading the file. */
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

const POD = JSON.stringify({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'a' },
  spec: { containers: [{ name: 'a', image: 'a' }] },
});
const KUBECONFIG = {
  'current-context': 'a',
  contexts: [{ name: 'a', context: { cluster: 'a', user: 'a' } }],
  clusters: [{ name: 'a', cluster: { server: 'https://127.0.0.1:1' } }],
  users: [{ name: 'a', user: {} }],
};
const FILES = {
  'mesh.yaml': MESH,
  'own.yaml': MESH.replace(/^ {2}name: .*$/m, '$&\n  kubeconfig: ENDLESS'),
  pod: POD,
  'ca.yaml': JSON.stringify({
    ...KUBECONFIG,
    clusters: [{ name: 'a', cluster: { server: 'https://127.0.0.1:1', 'certificate-authority': 'ENDLESS' } }],
  }),
  'user.yaml': JSON.stringify({ ...KUBECONFIG, users: [{ name: 'a', user: { tokenFile: 'ENDLESS' } }] }),
  'certs/root/root-cert.pem': ROOT_PEM,
};

describe('a file without an end', () => {
  it.each([
    ['addresses --kubeconfig ENDLESS', 24],
    ['addresses --config own.yaml', 24],
    ['addresses --kubeconfig ca.yaml', 24],
    ['addresses --kubeconfig user.yaml', 24],
    ['join eu-west-1 --kubeconfig ENDLESS', 24],
    ['join eu-west-1 --seal ENDLESS', 24],
    ['kubeconfig eu-west-1 --kubeconfig ENDLESS', 24],
    ['leave eu-west-1 --kubeconfig ENDLESS', 24],
    ['doctor --kubeconfig ENDLESS', 24],
    ['migrate --cluster eu --values ENDLESS', 24],
    ['inject -f ENDLESS --cluster eu-west-1', 24],
    ['inject -f pod --inject-config ENDLESS --mesh-config ENDLESS', 24],
    ['cacerts issue eu-west-1 --seal ENDLESS', 1],
    ['cacerts issue eu-west-1 --root-key ENDLESS', 1],
  ])('ends at its limit: %s', async (line, most) => {
    using sandbox = new Sandbox(FILES);
    symlinkSync('/dev/zero', sandbox.path('ENDLESS'));
    const words = line
      .split(' ')
      .map((word) => (/^ENDLESS$|^pod$|[.]yaml$/.test(word) ? sandbox.path(word) : word));
    const config =
      line.includes('--config') || line.startsWith('migrate') ? [] : ['--config', sandbox.path('mesh.yaml')];
    const { code, out, err } = await istioRemote([...words, ...config], { HOME: sandbox.folder });
    expect(code).toBe(1);
    expect(out + err).toContain(`expected at most ${most} MB, got more`);
  });

  it('ends at its limit in KUBECONFIG', async () => {
    using sandbox = new Sandbox(FILES);
    const { code, err } = await istioRemote(['addresses', '--config', sandbox.path('mesh.yaml')], {
      KUBECONFIG: '/dev/zero',
    });
    expect({ code, err }).toEqual({
      code: 1,
      err: expect.stringContaining('/dev/zero: expected at most 24 MB, got more'),
    });
  });
});
