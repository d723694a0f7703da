import { mkdirSync, statSync, symlinkSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { type JoinOptions, join } from '../../src/membership/join';
import { SEALING_SCOPES } from '../../src/sealed-secrets/format';
import { READER_TOKEN } from '../kubernetes/api/fake-api-server';
import { ALLOW, expectNoCredential, FakeMesh, failure, MESH } from '../kubernetes/api/fake-mesh';
import { openNow } from '../open-now';
import { check, synth } from '../output/mesh-commands';
import { controller } from '../sealed-secrets/controller';
import { openSealedSecret } from '../sealed-secrets/open';

const own = controller();
const FILE = 'sealed-secrets/eu-west-1.yaml';

let mesh: FakeMesh;
beforeEach(async () => {
  mesh = await FakeMesh.start();
  mesh.write('mesh.yaml', `${MESH}credentials: { sealedSecrets: {} }\n`);
  mesh.write('controller.pem', own.certificate);
});
afterEach(() => mesh[Symbol.asyncDispose]());

async function seal(options: Partial<JoinOptions> = {}) {
  const { connection, outdir } = mesh;
  const request = { certificate: mesh.path('controller.pem'), scope: 'strict' } as const;
  const result = await join(openNow(mesh.config, { alone: true }), {
    remotes: ['eu-west-1'],
    connection,
    outdir,
    allow: ALLOW,
    seal: request,
    ...options,
  });
  expectNoCredential(result.clusters, result.warnings);
  return { ...result, joined: result.clusters[0] };
}

const opened = (text: string) => openSealedSecret(own.privateKey, parse(text))['eu-west-1']?.toString();

describe('join --seal', () => {
  it.each(SEALING_SCOPES)('seals into a file that the controller of the primary opens: %s', async (scope) => {
    const { joined, warnings, ...result } = await seal({
      seal: { certificate: mesh.path('controller.pem'), scope },
    });
    expect(joined).toMatchObject({ outcome: 'sealed', file: mesh.path(FILE) });
    expect(warnings).toEqual([]);
    expectNoCredential(mesh.read(FILE), result.manifests);
    expect(opened(mesh.read(FILE))).toContain(READER_TOKEN);
  });

  it('does not ask the primary, and makes a file that everybody may read', async () => {
    await seal();
    expect(mesh.primary.asked).toEqual([]);
    expect(statSync(mesh.path(FILE)).mode & 0o444).toBe(0o444);
  });

  it('makes what synth carries to the primary and check accepts', async () => {
    const paths = { config: mesh.config, outdir: mesh.outdir, clusters: [] };
    expect(synth(paths).warnings).toHaveLength(1);
    await seal();
    expect(synth(paths)).toMatchObject({
      report: { added: ['hq/remote-secrets.k8s.yaml'] },
      warnings: [],
    });
    const text = mesh.read('dist/hq/remote-secrets.k8s.yaml');
    expect(opened(text)).toContain(READER_TOKEN);
    expect(check(paths)).toMatchObject({ upToDate: true, problems: [] });
  });

  it('replaces what it sealed before, broken or not', async () => {
    await seal();
    const before = mesh.read(FILE);
    mesh.write(FILE, `${before}<<<<<<< HEAD\n`);
    await seal();
    expect(mesh.read(FILE)).not.toContain('HEAD');
    expect(mesh.read(FILE)).not.toBe(before);
  });

  it('writes nothing in a dry run', async () => {
    expect((await seal({ dryRun: true })).joined?.outcome).toBe('sealed');
    expect(() => statSync(mesh.path(FILE))).toThrow('ENOENT');
  });

  it('warns when mesh.yaml does not ask for sealed credentials', async () => {
    mesh.write('mesh.yaml', MESH);
    const { warnings } = await seal();
    expect(warnings).toEqual([
      `warning: ${mesh.config}: credentials.sealedSecrets is not set, so \`istio-remote synth\` does not write the sealed credentials. Add credentials: { sealedSecrets: {} }`,
    ]);
  });

  it('seals nothing of a cluster that fails', async () => {
    expect((await seal({ allow: {} })).joined?.outcome).toBe('failed');
    expect(() => statSync(mesh.path(FILE))).toThrow('ENOENT');
  });
});

describe('join --seal refuses', () => {
  it('a certificate that is not there', async () => {
    const request = { certificate: mesh.path('no.pem'), scope: 'strict' } as const;
    expect(await failure(() => seal({ seal: request }))).toBe(
      `${mesh.path('no.pem')}: cannot be read (ENOENT). Check the path and its permissions`,
    );
  });

  it('a certificate that is a private key, before it asks a cluster, and does not repeat it', async () => {
    mesh.write('controller.pem', own.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
    expect(await failure(() => seal())).toContain('got a private key, which belongs to the controller alone');
    expect(mesh.remote.asked).toEqual([]);
  });

  it('an expired certificate', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60 * 24 * 3600 * 1000 });
    try {
      expect(await failure(() => seal())).toMatch(
        /controller\.pem: the certificate to seal with expired at /,
      );
    } finally {
      vi.useRealTimers();
    }
  });

  it.each(['dist/sealed', 'dist'])('the folder %s of the output', async (folder) => {
    mesh.write('mesh.yaml', `${MESH}credentials: { sealedSecrets: { folder: ${folder} } }\n`);
    expect(await failure(() => seal())).toContain('is in the output folder');
  });

  it.each([
    ['a file with something else', () => mesh.write(FILE, 'kind: Secret\n')],
    ['a symbolic link', () => symlinkSync('/dev/null', mesh.path(FILE))],
    ['a folder', () => mkdirSync(mesh.path(FILE))],
  ])('to replace %s', async (_what, make) => {
    mkdirSync(mesh.path('sealed-secrets'));
    make();
    expect((await seal()).joined?.error).toContain('already exists and is no SealedSecret');
  });
});

it('join without --seal warns that a controller makes the same Secrets', async () => {
  const { warnings } = await seal({ seal: undefined });
  expect(warnings).toEqual([
    expect.stringContaining('has no uid of hq, eu-west-1'),
    `warning: ${mesh.config}: with credentials.sealedSecrets a controller of the primary makes the same Secrets. Use one way for each cluster`,
  ]);
});
