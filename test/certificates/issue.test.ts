import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { CertificateFolder, CLUSTER, MESH_10, ROOT, refusal } from './certificate-folder';
import { signLeaf, verifies } from './openssl';

const FOUR = ['ca-cert.pem', 'ca-key.pem', 'cert-chain.pem', 'root-cert.pem'];

describe('cacerts init', () => {
  it('makes a root that only its owner can read, in folders for its owner', async () => {
    using certificates = new CertificateFolder();
    const { orphans, root } = await certificates.init();
    expect(certificates.files()).toEqual(['root/root-cert.pem', 'root/root-key.pem']);
    for (const file of certificates.files())
      expect(statSync(certificates.path(file)).mode & 0o777, file).toBe(0o600);
    for (const folder of ['.', 'root'])
      expect(statSync(certificates.path(folder)).mode & 0o777, folder).toBe(0o700);
    expect({ orphans, isAuthority: root.isAuthority }).toEqual({ orphans: [], isAuthority: true });
  });

  it('makes one root when two ask at once', async () => {
    using certificates = new CertificateFolder();
    const outcomes = await Promise.allSettled([certificates.init(), certificates.init()]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('keeps the existing root without --replace', async () => {
    using certificates = await CertificateFolder.issued();
    const before = certificates.read('root', 'root-key.pem');
    expect(await refusal(() => certificates.init())).toBe(
      `${certificates.path('root')}: a root already exists. Run \`istio-remote cacerts rotate\` to move to a new one, or give --replace to delete it with its key`,
    );
    expect(certificates.read('root', 'root-key.pem')).toBe(before);
    expect((await certificates.init({ replace: true })).orphans).toEqual(['ap', 'eu', 'hq']);
    expect(certificates.read('root', 'root-key.pem')).not.toBe(before);
  });
});

describe('cacerts issue', () => {
  it('makes the four files of every cluster, which verify under one root', async () => {
    using certificates = await CertificateFolder.issued();
    for (const name of ['hq', 'eu', 'ap']) {
      const file = (which: string): string => certificates.cluster(name, which);
      for (const one of FOUR) expect(statSync(file(one)).mode & 0o777, one).toBe(0o600);
      expect(statSync(certificates.cluster(name)).mode & 0o777).toBe(0o700);
      expect(verifies(file('ca-cert.pem'), certificates.path('root', 'root-cert.pem'))).toBe('OK');
      expect(readFileSync(file('root-cert.pem'), 'utf8')).toBe(certificates.read('root', 'root-cert.pem'));
      // What a workload sends: its own certificate and the path to the root, without the root.
      expect(readFileSync(file('cert-chain.pem'), 'utf8')).toBe(readFileSync(file('ca-cert.pem'), 'utf8'));
    }
    expect(certificates.files().filter((file) => file.startsWith('clusters/eu/'))).toEqual(
      FOUR.map((file) => `clusters/eu/${file}`),
    );
  });

  it('lets a workload of one cluster be verified in another', async () => {
    using certificates = await CertificateFolder.issued();
    const leaf = signLeaf(certificates.folder, certificates.cluster('eu'), 'cart');
    const way = certificates.cluster('eu', 'cert-chain.pem');
    expect(verifies(leaf, certificates.cluster('ap', 'root-cert.pem'), way)).toBe('OK');
    expect(verifies(leaf, certificates.cluster('ap', 'root-cert.pem'))).toContain(
      'unable to get local issuer',
    );
  });

  it('records each certificate before it is given out', async () => {
    using certificates = await CertificateFolder.issued();
    const lines = certificates.read('issued.txt').trim().split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[1]).toMatch(
      /^\S+Z cluster=eu serial=[0-9A-F]{32} until=\S+Z sha256=[0-9A-F]{64} root=([0-9A-F]{2}:){7}[0-9A-F]{2}$/,
    );
  });

  it('keeps the files that are there, unless told to make new ones', async () => {
    using certificates = await CertificateFolder.issued();
    const before = certificates.read('clusters', 'eu', 'ca-key.pem');
    expect(await refusal(() => certificates.issue({ clusters: ['eu'] }))).toBe(
      `${certificates.cluster('eu')}: already exist. Give --replace to make new ones, or --secret or --seal for a manifest of what is there`.replace(
        '/:',
        ':',
      ),
    );
    const outcomes = (await certificates.issue()).map(({ outcome }) => outcome);
    expect(outcomes).toEqual(['kept', 'kept', 'kept']);
    expect(certificates.read('clusters', 'eu', 'ca-key.pem')).toBe(before);
    const [replaced] = await certificates.issue({ clusters: ['eu'], replace: true });
    expect(replaced?.outcome).toBe('issued');
    expect(certificates.read('clusters', 'eu', 'ca-key.pem')).not.toBe(before);
  });

  it('makes the Secret of the files as they are, and keeps it up to date', async () => {
    using certificates = await CertificateFolder.issued();
    const [made] = await certificates.issue({ clusters: ['eu'], secret: true });
    expect(made).toMatchObject({
      outcome: 'kept',
      secret: certificates.cluster('eu', 'cacerts.secret.yaml'),
    });
    const manifest = () => parse(certificates.read('clusters', 'eu', 'cacerts.secret.yaml'));
    const data = () =>
      Object.fromEntries(
        FOUR.map((file) => [file, Buffer.from(certificates.read('clusters', 'eu', file)).toString('base64')]),
      );
    expect(manifest()).toEqual({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'cacerts', namespace: 'istio-system' },
      type: 'Opaque',
      data: data(),
    });
    expect(statSync(certificates.cluster('eu', 'cacerts.secret.yaml')).mode & 0o777).toBe(0o600);
    const before = data();
    await certificates.issue({ clusters: ['eu'], replace: true });
    expect(data()).not.toEqual(before);
    expect(manifest().data).toEqual(data());
  });

  it('signs with a key that is kept elsewhere', async () => {
    using certificates = new CertificateFolder();
    await certificates.init();
    const rootKey = join(certificates.folder, 'stick.pem');
    writeFileSync(rootKey, certificates.read('root', 'root-key.pem'), { mode: 0o600 });
    rmSync(certificates.path('root', 'root-key.pem'));
    expect(await refusal(() => certificates.issue())).toContain('root-key.pem: there is no such file');
    await certificates.issue({ rootKey });
    expect(certificates.problems()).toEqual([]);
  });

  it('makes RSA keys for Istio 1.0, and refuses keys that its Citadel cannot sign with', async () => {
    using certificates = new CertificateFolder(MESH_10);
    await certificates.init();
    expect(await refusal(() => certificates.issue())).toBe(
      '--key-type: expected an RSA key, got ec-p256. Citadel of Istio 1.0 signs with the algorithm of the request, which is RSA, and this key cannot; write rsa-2048',
    );
    const made = await certificates.issue({ authority: { ...CLUSTER, keyType: 'rsa-2048' } });
    expect(made.map(({ cluster, keyType }) => [cluster, keyType])).toEqual([
      ['hq', 'rsa-2048'],
      ['eu', 'rsa-2048'],
    ]);
    expect(certificates.problems()).toEqual([]);
  });

  it.each([
    [
      'a cluster that is not there',
      { clusters: ['eu', 'mars'] },
      /^no cluster "mars" in the mesh\. Name some of its clusters: hq, eu, ap$/,
    ],
    ['a way out of the folder', { clusters: ['../eu'] }, /^no cluster "\.\.\/eu" in the mesh/],
    [
      'an end beyond the root',
      { authority: { ...CLUSTER, lifetimeSeconds: 20 * 365 * 86_400 } },
      /^--lifetime: expected an end before/,
    ],
    [
      'a path length as great as that of the root',
      { authority: { ...CLUSTER, pathLength: 1 } },
      /^--path-length: expected less than the root's 1/,
    ],
  ])('refuses %s, and writes nothing', async (_, options, expected) => {
    using certificates = new CertificateFolder();
    await certificates.init();
    expect(await refusal(() => certificates.issue(options))).toMatch(expected);
    expect(certificates.files()).toEqual(['root/root-cert.pem', 'root/root-key.pem']);
  });

  it('refuses a key of the root that others may read', async () => {
    using certificates = new CertificateFolder();
    await certificates.init();
    const key = certificates.path('root', 'root-key.pem');
    chmodSync(key, 0o644);
    expect(await refusal(() => certificates.issue())).toBe(
      `${key}: contains a key that everybody on this machine can read or write (mode 0644), expected 0600. Run \`chmod 600 ${key}\`, and make a new key if others could have read it`,
    );
  });

  it('refuses the key of another root', async () => {
    using certificates = new CertificateFolder();
    using others = new CertificateFolder();
    await certificates.init();
    await others.init();
    expect(await refusal(() => certificates.issue({ rootKey: others.path('root', 'root-key.pem') }))).toMatch(
      /expected the key of .*root-cert\.pem, got another one\. Bring the key that belongs to it$/,
    );
  });

  it('keeps the files of others in the folder', async () => {
    using certificates = await CertificateFolder.issued();
    writeFileSync(certificates.cluster('eu', 'notes.txt'), 'mine');
    expect(await refusal(() => certificates.issue({ clusters: ['eu'], replace: true }))).toMatch(
      /would be replaced, but contains other files too \(notes\.txt\)\. Move them elsewhere$/,
    );
    expect(certificates.read('clusters', 'eu', 'notes.txt')).toBe('mine');
  });

  it('works in an existing folder, whatever else is in it', async () => {
    using certificates = new CertificateFolder();
    mkdirSync(certificates.dir, { mode: 0o755 });
    writeFileSync(certificates.path('README'), 'ours');
    await certificates.init({ authority: { ...ROOT, organization: 'Ünlike' } });
    await certificates.issue();
    expect(certificates.problems()).toEqual([]);
    expect(certificates.read('README')).toBe('ours');
  });
});
