import { mkdirSync, symlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bin, istioRemote, run } from './run';
import { Sandbox } from './sandbox';

const PRIMARY_10 = { name: 'hq', addresses: { pilot: '10.8.0.11' } };
const mesh10 = (remote: object, more: object = {}) =>
  JSON.stringify({ istio: '1.0.9', primary: PRIMARY_10, remotes: [{ name: 'eu', ...remote }], ...more });
const meshCurrent = (remote: object, more: object = {}) =>
  JSON.stringify({
    istio: '1.30',
    primary: { name: 'hq', addresses: { istiod: '10.8.0.11' } },
    remotes: [{ name: 'eu', ...remote }],
    ...more,
  });
const SEALED = { credentials: { sealedSecrets: { folder: 'sealed' } } };

const FILES = {
  'plain.yaml': mesh10({}),
  'workloads.yaml': mesh10({ injectedWorkloads: ['X'] }),
  'services.yaml': mesh10({}, { sharedServices: [{ files: ['X'] }] }),
  'crds.yaml': meshCurrent({ kubernetes: '1.34', crds: 'X' }),
  'sealed.yaml': meshCurrent({}, SEALED),
  'pod.yaml':
    'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { containers: [{ name: a, image: a }] }\n',
};

/** Command lines that read `X`, a file in mesh.yaml or on the command line. */
const READERS: readonly string[][] = [
  ['synth', '--config', 'X'],
  ['synth', '--config', 'workloads.yaml'],
  ['check', '--config', 'workloads.yaml'],
  ['synth', '--config', 'services.yaml'],
  ['synth', '--config', 'crds.yaml'],
  ['synth', '--config', 'sealed.yaml'],
  ['check', '--config', 'plain.yaml', '--summary', '--against', './X'],
];

/** Readers of files that appear only on a command line. */
const NAMED: readonly string[][] = [
  ['addresses', '--config', 'plain.yaml', '--kubeconfig', 'X'],
  ['migrate', '--values', 'X', '--cluster', 'eu'],
  ['inject', '-f', 'X', '--config', 'plain.yaml'],
  ['inject', '-f', 'pod.yaml', '--inject-config', 'X', '--mesh-config', 'X'],
];

const levels = Array.from({ length: 12 }, (_, level) => level + 1);
const CONTENTS: Readonly<Record<string, string | Buffer>> = {
  'an empty file': '',
  'NUL characters': Buffer.alloc(100_000),
  'bytes that are no text': Buffer.from(Array.from({ length: 9_999 }, (_, index) => (index * 167) % 256)),
  'UTF-16': Buffer.from('\ufeffa: b\n', 'utf16le'),
  'lists that never close': '['.repeat(100_000),
  'lists in lists': '['.repeat(20_000) + ']'.repeat(20_000),
  'aliases of aliases': `a0: &a0 [x]\n${levels.map((at) => `a${at}: &a${at} [${`*a${at - 1},`.repeat(9)}]\n`).join('')}`,
  'merges of merges': `a0: &a0 { a: 1 }\n${levels.map((at) => `a${at}: &a${at} { <<: [*a${at - 1}, *a${at - 1}] }\n`).join('')}`,
  'an alias of itself': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: &a { self: *a }\n',
  'documents without content': '---\n'.repeat(10_000),
};

/** Paths that are no files. */
const PLACES: Readonly<Record<string, (path: string) => void>> = {
  'a folder': (path) => mkdirSync(path),
  'a link to nothing': (path) => symlinkSync('nothing', path),
  'a link to itself': (path) => symlinkSync('X', path),
};
const ENDLESS: Readonly<Record<string, (path: string) => void>> = {
  'a pipe that nobody writes into': (path) => expect(run('mkfifo', [path]).code).toBe(0),
  'a device without an end': (path) => symlinkSync('/dev/zero', path),
};

function expectRefused(args: readonly string[], make: (sandbox: Sandbox) => void): void {
  using sandbox = new Sandbox(FILES);
  mkdirSync(sandbox.path('sealed'));
  symlinkSync('../X', sandbox.path('sealed/eu.yaml'));
  make(sandbox);
  const { code, stderr } = istioRemote(args, { cwd: sandbox.folder, timeout: 60_000 });
  expect(code, `${args.join(' ')}: ${stderr.slice(0, 500)}`).toBeLessThanOrEqual(1);
  expect(stderr).not.toContain('has a bug');
  // Only a missing sealed credential and a plan without objects are allowed.
  if (code === 0) expect(sandbox.files('dist').filter((file) => file.includes('workloads'))).toEqual([]);
  else expect(stderr).toMatch(/X|sealed|dist: /);
}

describe.each([...READERS, ...NAMED].map((args) => [args.join(' '), args] as const))(
  'istio-remote %s',
  (_, args) => {
    it('says what is wrong with a file of any content', () => {
      for (const content of Object.values(CONTENTS))
        expectRefused(args, (sandbox) => sandbox.write('X', content));
    });

    it('says what is wrong with what is no file', () => {
      for (const make of Object.values(PLACES)) expectRefused(args, (sandbox) => make(sandbox.path('X')));
    });
  },
);

it.each([...READERS, ...NAMED].map((args) => [args.join(' '), args] as const))(
  'istio-remote %s does not wait for ever',
  (_, args) => {
    for (const make of Object.values(ENDLESS)) expectRefused(args, (sandbox) => make(sandbox.path('X')));
  },
);

describe('a pipe with a writer', () => {
  const KUBECONFIG = JSON.stringify({
    'current-context': 'a',
    contexts: [{ name: 'a', context: { cluster: 'a', user: 'a' } }],
    clusters: [{ name: 'a', cluster: { server: 'https://127.0.0.1:1' } }],
    users: [{ name: 'a', user: {} }],
  });
  /** Runs a line of bash with the command in `ISTIO_REMOTE`. */
  const bash = (line: string) => {
    using sandbox = new Sandbox({ ...FILES, kubeconfig: KUBECONFIG });
    const command = `${process.execPath} ${bin()}`;
    return run('bash', ['-c', line.replaceAll('ISTIO_REMOTE', command)], {
      cwd: sandbox.folder,
      timeout: 60_000,
    });
  };

  it('is a manifest, however slow it is', () => {
    for (const line of [
      'ISTIO_REMOTE inject -f <(sleep 0.3; cat pod.yaml) --config plain.yaml',
      '(sleep 0.3; cat pod.yaml) | ISTIO_REMOTE inject -f - --config plain.yaml',
      'cat pod.yaml | ISTIO_REMOTE inject -f /dev/stdin --config plain.yaml',
      'mkfifo X; (sleep 0.3; cat pod.yaml > X) & ISTIO_REMOTE inject -f X --config plain.yaml',
    ]) {
      const { code, stdout, stderr } = bash(line);
      expect({ code, stderr }, line).toEqual({ code: 0, stderr: '' });
      expect(stdout, line).toContain('istio-proxy');
    }
  });

  it('is a kubeconfig that every cluster gets as a whole', () => {
    const { code, stdout } = bash('ISTIO_REMOTE doctor --config plain.yaml --kubeconfig <(cat kubeconfig)');
    expect(code).toBe(1);
    expect(stdout.match(/https:\/\/127.0.0.1:1\): the connection was refused/g)).toHaveLength(2);
  });

  it('ends at the limit when it never ends', () => {
    const { code, stderr } = bash('yes a: b | ISTIO_REMOTE migrate --values - --cluster eu');
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringContaining('standard input: expected at most 24 MB, got more'),
    });
  });
});
