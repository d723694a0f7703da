import { symlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands';
import { istioRemote, run } from './run';
import { MESH, Sandbox } from './sandbox';

const POD =
  'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { containers: [{ name: a, image: a }] }\n';

/** Command lines that write, by the option for the path. */
const WRITERS: readonly (readonly [option: string, line: string])[] = [
  ['synth --outdir', 'synth --outdir PATH'],
  ['check --outdir', 'check --outdir PATH'],
  ['init --dir', 'init --dir PATH'],
  ['inject --output', 'inject -f pod.yaml --cluster eu-west-1 --output PATH'],
  ['inject --output', 'inject -f pod.yaml -f mesh.yaml --cluster eu-west-1 --output PATH'],
  ['inject --output', 'inject --print-config --cluster eu-west-1 --output PATH'],
  ['kubeconfig --output', 'kubeconfig eu-west-1 --output PATH/file'],
  ['join --output', 'join eu-west-1 --output PATH/file'],
  ['cacerts init --dir', 'cacerts init --dir PATH --key-type ec-p256'],
  ['cacerts issue --dir', 'cacerts issue --all --dir PATH'],
  [
    'cacerts issue --output',
    'cacerts issue --all --seal keys/root/root-cert.pem --dir keys --output PATH/{cluster}.yaml',
  ],
  ['cacerts verify --dir', 'cacerts verify --dir PATH'],
  ['cacerts rotate --dir', 'cacerts rotate --dir PATH --key-type ec-p256'],
];

/** Creates the certificates to seal. */
const KEYS = ['cacerts init --dir keys --key-type rsa-2048', 'cacerts issue --all --dir keys'];

/** Folders that cannot be created or written. */
const PLACES = [
  '/proc/x',
  '/proc/x/y',
  '/proc',
  '/sys/x',
  '/dev/null/x',
  'mesh.yaml/x',
  'pipe',
  'link/x',
  'x'.repeat(300),
  `new/${'x'.repeat(300)}`,
];

describe('a folder that cannot be made', () => {
  it('is tried with every option that says where a command writes', () => {
    const options = COMMANDS.flatMap(({ name, options }) =>
      ['outdir', 'output', 'dir']
        .filter((option) => Object.hasOwn(options, option))
        .map((option) => `${name} --${option}`),
    );
    expect([...new Set(WRITERS.map(([option]) => option))].sort()).toEqual(options.sort());
  });

  it.each(WRITERS)('is an error at once, with its name: %s (%s)', (_, line) => {
    using sandbox = new Sandbox({ 'mesh.yaml': MESH, 'pod.yaml': POD });
    symlinkSync('gone', sandbox.path('link'));
    run('mkfifo', [sandbox.path('pipe')]);
    for (const words of line.includes('--dir keys') ? KEYS : [])
      expect(istioRemote(words.split(' '), { cwd: sandbox.folder }).code).toBe(0);
    const before = sandbox.files('.');
    for (const place of PLACES) {
      const words = line.split(' ').map((word) => word.replace('PATH', place));
      // Without its own limit this would never return.
      const { code, signal, stderr } = istioRemote(words, { cwd: sandbox.folder, timeout: 20_000 });
      expect({ place, code, signal, stderr }).toEqual({
        place,
        code: 1,
        signal: null,
        stderr: expect.stringMatching(/^\S.*: .+\n$/s),
      });
      expect(stderr).not.toContain('    at ');
    }
    expect(sandbox.files('.')).toEqual(before);
  });
});
