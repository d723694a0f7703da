import { chmodSync, copyFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CertificateFolder, CLUSTER, MESH_10, ROOT, refusal } from './certificate-folder';
import { foreignRoot, opensslDone } from './openssl';

const DAY = 24 * 3600;
const later = (days: number): Date => new Date(Date.now() + days * DAY * 1000);

/** Replaces the files of `eu` by OpenSSL's, with these extensions. */
function otherMaker(certificates: CertificateFolder, extensions: readonly string[], days = 500): void {
  const file = (name: string): string => join(certificates.folder, name);
  writeFileSync(file('ext'), extensions.join('\n'));
  opensslDone('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', file('sec1.pem'));
  opensslDone(
    'pkcs8',
    '-topk8',
    '-nocrypt',
    '-in',
    file('sec1.pem'),
    '-out',
    certificates.cluster('eu', 'ca-key.pem'),
  );
  opensslDone('req', '-new', '-key', file('sec1.pem'), '-subj', '/CN=eu', '-out', file('csr'));
  const root = [
    '-CA',
    certificates.path('root', 'root-cert.pem'),
    '-CAkey',
    certificates.path('root', 'root-key.pem'),
  ];
  const dates = ['-days', String(days), '-set_serial', '7', '-extfile', file('ext')];
  const certificate = certificates.cluster('eu', 'ca-cert.pem');
  opensslDone('x509', '-req', '-in', file('csr'), ...root, ...dates, '-out', certificate);
  copyFileSync(certificate, certificates.cluster('eu', 'cert-chain.pem'));
  chmodSync(certificates.cluster('eu', 'ca-key.pem'), 0o600);
}

const CA = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign'];
const SIGNS = 'clusters/eu/ca-cert.pem: expected a certificate that may sign others, got one';

describe('cacerts verify', () => {
  it('finds nothing wrong with what issue makes', async () => {
    using certificates = await CertificateFolder.issued();
    expect(certificates.problems()).toEqual([]);
    expect(certificates.verify().behind).toBeUndefined();
  });

  it('takes the files of other makers', async () => {
    using certificates = await CertificateFolder.issued();
    otherMaker(certificates, CA);
    expect(certificates.problems()).toEqual([]);
  });

  it.each([
    [
      'no authority',
      ['basicConstraints=critical,CA:FALSE'],
      `${SIGNS} that is not an authority (CA:TRUE is missing)`,
    ],
    [
      'no constraints',
      ['keyUsage=critical,digitalSignature'],
      `${SIGNS} that is not an authority (CA:TRUE is missing)`,
    ],
    [
      'no right to sign',
      [CA[0] ?? '', 'keyUsage=critical,digitalSignature'],
      `${SIGNS} whose key usage has no keyCertSign`,
    ],
    [
      'other uses alone',
      [...CA, 'extendedKeyUsage=clientAuth'],
      `${SIGNS} whose extended key usage has no serverAuth, which Istio asks for`,
    ],
  ])('refuses a certificate with %s', async (_, extensions, expected) => {
    using certificates = await CertificateFolder.issued();
    otherMaker(certificates, extensions);
    expect(certificates.problems()).toEqual([
      `${expected}. Run \`istio-remote cacerts issue eu --replace\` and apply the Secret`,
    ]);
  });

  it('refuses what is not valid yet or any more, and warns in time', async () => {
    using certificates = new CertificateFolder();
    await certificates.init();
    await certificates.issue({
      clusters: ['hq', 'eu', 'ap'],
      authority: { ...CLUSTER, lifetimeSeconds: 200 * DAY },
    });
    const at = (days: number): string[] =>
      certificates
        .problems({ now: later(days), clusters: ['eu'] })
        .map((text) => text.replace(/20\d\d-[-\d]+/, '<day>'));
    const renewal = 'Run `istio-remote cacerts issue eu --replace` and apply the Secret';
    expect(at(100)).toEqual([]);
    expect(at(120)).toEqual([`clusters/eu/ca-cert.pem: warning: expires on <day>, in 79 days. ${renewal}`]);
    expect(at(201)).toEqual([`clusters/eu/ca-cert.pem: expired on <day>. ${renewal}`]);
    expect(at(-1).join('\n')).toMatch(
      /clusters\/eu\/ca-cert\.pem: is not valid before \S+Z\. Are the clocks right\?/,
    );
    expect(certificates.problems({ now: later(120), clusters: ['eu'], warnSeconds: 30 * DAY })).toEqual([]);
    expect(at(3651)).toContain(
      'clusters/eu/root-cert.pem: expired on <day>. Run `istio-remote cacerts rotate` for a new root',
    );
  });

  it.each([
    ['0644', 'everybody on this machine'],
    ['0604', 'everybody on this machine'],
    ['0640', 'its group'],
    ['0620', 'its group'],
  ])('refuses a key with the mode %s', async (mode, who) => {
    using certificates = await CertificateFolder.issued();
    const key = certificates.cluster('eu', 'ca-key.pem');
    chmodSync(key, Number.parseInt(mode, 8));
    expect(certificates.verify().problems).toMatchObject([
      {
        severity: 'error',
        file: key,
        message: `contains a key that ${who} can read or write (mode ${mode}), expected 0600`,
      },
    ]);
  });

  it('refuses a manifest with the key in it that others may read', async () => {
    using certificates = await CertificateFolder.issued();
    await certificates.issue({ clusters: ['eu'], secret: true });
    chmodSync(certificates.cluster('eu', 'cacerts.secret.yaml'), 0o644);
    expect(certificates.problems()).toEqual([
      expect.stringMatching(/^clusters\/eu\/cacerts\.secret\.yaml: contains a key that everybody/),
    ]);
  });

  it('refuses a key that belongs to another certificate', async () => {
    using certificates = await CertificateFolder.issued();
    writeFileSync(
      certificates.cluster('eu', 'ca-key.pem'),
      certificates.read('clusters', 'ap', 'ca-key.pem'),
    );
    expect(certificates.problems()).toEqual([
      'clusters/eu/ca-key.pem: expected the key of ca-cert.pem, got another one. Run `istio-remote cacerts issue eu --replace` and apply the Secret',
    ]);
  });

  it('refuses clusters that do not trust each other, once', async () => {
    using certificates = await CertificateFolder.issued();
    await certificates.init({ replace: true });
    await certificates.issue({ clusters: ['eu'], replace: true });
    const [eu, others, ...rest] = certificates.problems();
    expect(eu).toMatch(
      /^clusters\/eu\/root-cert\.pem: expected the root of hq, ap \(\S+\), which eu does not trust\. All clusters of a mesh sign under one root/,
    );
    expect(others).toMatch(
      /^clusters\/hq\/root-cert\.pem: expected the root of eu \(\S+\), which hq, ap do not trust\./,
    );
    expect(rest).toEqual([
      expect.stringMatching(
        /^clusters\/hq\/ca-cert\.pem: warning: is signed under a root that is not the one in/,
      ),
      expect.stringMatching(
        /^clusters\/ap\/ca-cert\.pem: warning: is signed under a root that is not the one in/,
      ),
    ]);
  });

  it('refuses a root that did not sign, though it bears the name of the one that did', async () => {
    using certificates = await CertificateFolder.issued();
    const root = certificates.path('root', 'root-cert.pem');
    const subject = opensslDone('x509', '-in', root, '-noout', '-subject', '-nameopt', 'multiline');
    const name = /commonName += (.+)/.exec(subject)?.[1] ?? '';
    const fake = join(certificates.folder, 'fake.pem');
    opensslDone(
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '400'],
      ...['-subj', `/O=Istio/CN=${name}`, '-keyout', '/dev/null', '-out', fake],
    );
    writeFileSync(certificates.cluster('eu', 'root-cert.pem'), readFileSync(fake));
    expect(certificates.problems().join('\n')).toContain(
      'clusters/eu/ca-cert.pem: no root of root-cert.pem signed it, nor anything in cert-chain.pem.',
    );
  });

  it('follows a chain of several authorities and refuses one that is too long', async () => {
    using certificates = await CertificateFolder.issued();
    const { certificate, key } = foreignRoot(
      certificates.folder,
      'top',
      '-addext',
      'basicConstraints=critical,CA:TRUE,pathlen:1',
    );
    // Puts another authority above the folder's root. Its path length allows one authority, not two.
    const [csr, middle, ext] = ['m.csr', 'm.pem', 'm.ext'].map((name) => join(certificates.folder, name)) as [
      string,
      string,
      string,
    ];
    const subject = opensslDone(
      'x509',
      '-in',
      certificates.path('root', 'root-cert.pem'),
      '-noout',
      '-subject',
      '-nameopt',
      'compat',
    );
    opensslDone(
      'req',
      '-new',
      '-key',
      certificates.path('root', 'root-key.pem'),
      '-subj',
      subject.trim().replace('subject=', ''),
      '-out',
      csr,
    );
    writeFileSync(ext, CA.join('\n'));
    opensslDone(
      'x509',
      '-req',
      '-in',
      csr,
      '-CA',
      certificate,
      '-CAkey',
      key,
      '-days',
      '300',
      '-set_serial',
      '9',
      '-extfile',
      ext,
      '-out',
      middle,
    );
    writeFileSync(
      certificates.cluster('eu', 'cert-chain.pem'),
      certificates.read('clusters', 'eu', 'ca-cert.pem') + readFileSync(middle, 'utf8'),
    );
    writeFileSync(certificates.cluster('eu', 'root-cert.pem'), readFileSync(certificate));
    const problems = certificates.problems({ clusters: ['eu'] });
    expect(problems[0]).toMatch(
      /^clusters\/eu\/cert-chain\.pem: expected at most 1 authorities below .*CN=top.*, got 2\. Make a root with a greater --path-length$/,
    );
  });

  it.each([
    [
      'ca-cert.pem',
      'garbage',
      'clusters/eu/ca-cert.pem: expected certificates in PEM, got something else. Is the file complete?',
    ],
    [
      'ca-key.pem',
      'garbage',
      'clusters/eu/ca-key.pem: expected a private key in PEM, got something else. Is this the right file?',
    ],
    [
      'ca-key.pem',
      '-----BEGIN ENCRYPTED PRIVATE KEY-----\nx\n-----END ENCRYPTED PRIVATE KEY-----\n',
      'clusters/eu/ca-key.pem: expected a key without a passphrase, got an encrypted one. Decrypt it with `openssl pkey`; Istio has no passphrase to give',
    ],
    [
      'ca-key.pem',
      '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n',
      'clusters/eu/ca-key.pem: expected a private key in PEM, got one that cannot be read. Is the file complete?',
    ],
    [
      'root-cert.pem',
      '',
      'clusters/eu/root-cert.pem: expected certificates in PEM, got something else. Is the file complete?',
    ],
    [
      'cert-chain.pem',
      undefined,
      'clusters/eu/cert-chain.pem: there is no such file. Make a new one, or restore it',
    ],
  ])('refuses %s with something else in it', async (file, text, expected) => {
    using certificates = await CertificateFolder.issued();
    if (text === undefined) rmSync(certificates.cluster('eu', file));
    else writeFileSync(certificates.cluster('eu', file), text);
    expect(certificates.problems({ clusters: ['eu'] })).toContain(expected);
  });

  it('refuses the key of an elliptic curve, and its own PEM form, for Istio 1.0', async () => {
    using certificates = await CertificateFolder.issued();
    writeFileSync(certificates.config, MESH_10);
    rmSync(certificates.cluster('ap'), { recursive: true });
    const key = certificates.cluster('eu', 'ca-key.pem');
    writeFileSync(key, opensslDone('pkey', '-in', key, '-traditional'));
    expect(certificates.problems({ clusters: ['eu'] })).toEqual([
      'clusters/eu/ca-key.pem: expected PEM with PRIVATE KEY or RSA PRIVATE KEY, which Citadel 1.0 reads, got EC PRIVATE KEY. Convert it with `openssl pkcs8 -topk8 -nocrypt`',
      'clusters/eu/ca-key.pem: expected an RSA key, got ec-p256. Citadel of Istio 1.0 signs with the algorithm of the request, which is RSA, and this key cannot. Run `istio-remote cacerts issue eu --replace` and apply the Secret',
    ]);
  });

  it('names a cluster without files, except a remote of current Istio, which may do without', async () => {
    using certificates = await CertificateFolder.issued();
    rmSync(certificates.cluster('eu'), { recursive: true });
    expect(certificates.problems()).toEqual([]);
    const missing = 'clusters/eu: there is no such folder. Run `istio-remote cacerts issue eu`';
    expect(certificates.problems({ clusters: ['eu'] })).toEqual([missing]);
    writeFileSync(certificates.config, MESH_10);
    expect(certificates.problems()).toContain(missing);
  });

  it('warns of a key that two clusters share, and of files of clusters that have left', async () => {
    using certificates = await CertificateFolder.issued();
    mkdirSync(certificates.cluster('mars'));
    for (const file of ['ca-cert.pem', 'ca-key.pem', 'cert-chain.pem'])
      writeFileSync(certificates.cluster('ap', file), certificates.read('clusters', 'eu', file));
    expect(certificates.problems()).toEqual([
      'clusters/ap/ca-key.pem: warning: is the key of eu as well. Run `istio-remote cacerts issue ap --replace`',
      'clusters/mars: warning: is of no cluster in the mesh. Delete it if that cluster has left',
    ]);
  });

  it('looks at the root as well, and does without its key', async () => {
    using certificates = await CertificateFolder.issued();
    const key = certificates.path('root', 'root-key.pem');
    chmodSync(key, 0o604);
    expect(certificates.problems()).toEqual([
      expect.stringMatching(/^root\/root-key\.pem: contains a key that everybody/),
    ]);
    renameSync(key, `${certificates.folder}/elsewhere`);
    expect(certificates.problems()).toEqual([]);
  });

  it('refuses short keys', async () => {
    using certificates = await CertificateFolder.issued();
    const file = (name: string): string => certificates.cluster('eu', name);
    const subject = ['-subj', '/CN=weak', '-addext', 'keyUsage=critical,keyCertSign'];
    opensslDone(
      'req',
      '-x509',
      '-newkey',
      'rsa:1024',
      '-nodes',
      '-days',
      '400',
      ...subject,
      '-keyout',
      file('ca-key.pem'),
      '-out',
      file('ca-cert.pem'),
    );
    for (const name of ['cert-chain.pem', 'root-cert.pem'])
      writeFileSync(file(name), readFileSync(file('ca-cert.pem')));
    expect(certificates.problems({ clusters: ['eu'] })).toContain(
      'clusters/eu/ca-cert.pem: expected SHA-256 and 2048 bits or more, got an RSA key of 1024 bits. Run `istio-remote cacerts issue eu --replace` and apply the Secret',
    );
  });

  it('warns of keys that proxies may not take', async () => {
    using certificates = await CertificateFolder.issued();
    const file = (name: string): string => certificates.cluster('eu', name);
    const subject = ['-subj', '/CN=eu', '-days', '400', '-addext', 'keyUsage=critical,keyCertSign'];
    const out = ['-keyout', file('ca-key.pem'), '-out', file('ca-cert.pem')];
    opensslDone('req', '-x509', '-newkey', 'ed25519', '-nodes', ...subject, ...out);
    for (const name of ['cert-chain.pem', 'root-cert.pem']) copyFileSync(file('ca-cert.pem'), file(name));
    expect(certificates.problems({ clusters: ['eu'] })[0]).toBe(
      'clusters/eu/ca-cert.pem: warning: expected a key with RSA, P-256 or P-384, which Istio and its proxies take, got ed25519. Run `istio-remote cacerts issue eu --replace` and apply the Secret',
    );
  });

  it('says what to do when there is nothing to look at', async () => {
    using certificates = new CertificateFolder();
    expect(await refusal(() => certificates.verify())).toBe(
      `${certificates.dir}: there is no such folder. Run \`istio-remote cacerts init\` to begin, or name one with --dir`,
    );
    await certificates.init({ authority: ROOT });
    expect(certificates.problems()).toEqual([
      'clusters/hq: there is no such folder. Run `istio-remote cacerts issue hq`',
    ]);
  });
});
