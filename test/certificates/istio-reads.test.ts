import { chmodSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CertificateFolder, MESH_10, refusal } from './certificate-folder';
import { openssl, opensslDone } from './openssl';

const PEM_FIX =
  'Correct the file: BEGIN and END are lines of their own, with nothing but base64 between them';

/** Rewrites a file of `eu`. */
function rewrite(certificates: CertificateFolder, file: string, change: (text: string) => string): void {
  const path = certificates.cluster('eu', file);
  writeFileSync(path, change(readFileSync(path, 'utf8')));
}

/** The number of lines of a certificate differs by one from key to key. */
const problemsOfEu = (certificates: CertificateFolder) =>
  certificates.problems({ clusters: ['eu'] }).map((text) => text.replace(/\bline (?:1\d|[4-9])\b/, 'line N'));

/** The certificate in a PEM text with other bytes. */
function otherBytes(pem: string, change: (der: Buffer) => Buffer): string {
  const der = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  const lines = change(der).toString('base64').replace(/.{64}/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}

describe('cacerts verify reads PEM as Istio does', () => {
  it.each<[string, (text: string) => string]>([
    ['no line end behind the last line', (text) => text.trimEnd()],
    ['line ends of Windows', (text) => text.replaceAll('\n', '\r\n')],
    ['text between blocks', (text) => `subject=CN = eu\n${text}\n# that was it\n`],
    ['blanks at the ends of lines', (text) => text.replaceAll('\n', ' \t\n')],
  ])('and takes files with %s', async (_, change) => {
    using certificates = await CertificateFolder.issued();
    for (const file of ['ca-cert.pem', 'root-cert.pem', 'cert-chain.pem', 'ca-key.pem'])
      rewrite(certificates, file, change);
    expect(problemsOfEu(certificates)).toEqual([]);
  });

  it.each<[string, string, (text: string) => string, string, string]>([
    [
      'blocks that were joined without a line end (istio#24609)',
      'cert-chain.pem',
      (text) => text.trimEnd() + text,
      'END and BEGIN together in line N, which is neither for Go',
      PEM_FIX,
    ],
    [
      'a byte order mark',
      'root-cert.pem',
      (text) => `\u{feff}${text}`,
      'a line 1 that does not start with BEGIN',
      PEM_FIX,
    ],
    [
      'another name of the block',
      'root-cert.pem',
      (text) => text.replaceAll(' CERTIFICATE', ' TRUSTED CERTIFICATE'),
      'another block than CERTIFICATE, which Go skips, in line 1',
      PEM_FIX,
    ],
    [
      'headers',
      'cert-chain.pem',
      (text) => text.replace('\n', '\nFriendly-Name: eu\n\n'),
      'a certificate with headers, which Go skips, in line 1',
      PEM_FIX,
    ],
    [
      'bytes behind the certificate',
      'ca-cert.pem',
      (text) => otherBytes(text, (der) => Buffer.concat([der, Buffer.of(0)])),
      'a certificate with bytes after its end in line 1',
      PEM_FIX,
    ],
    [
      'half a certificate (istio#27605)',
      'ca-cert.pem',
      (text) => otherBytes(text, (der) => der.subarray(0, 200)),
      'a certificate that cannot be read in line 1',
      PEM_FIX,
    ],
    ['no PEM', 'ca-cert.pem', () => 'eu', 'something else', 'Is the file complete?'],
  ])('and refuses %s', async (_, file, change, got, fix) => {
    using certificates = await CertificateFolder.issued();
    rewrite(certificates, file, change);
    expect(problemsOfEu(certificates)).toContain(
      `clusters/eu/${file}: expected certificates in PEM, got ${got}. ${fix}`,
    );
  });

  it('and refuses a private key among certificates, which every namespace would get', async () => {
    using certificates = await CertificateFolder.issued();
    const key = certificates.read('clusters', 'eu', 'ca-key.pem');
    rewrite(certificates, 'root-cert.pem', (text) => text + key);
    expect(problemsOfEu(certificates)).toEqual([
      `clusters/eu/root-cert.pem: expected certificates in PEM, got a private key in line N. ${PEM_FIX}`,
    ]);
  });

  it('and reports five faults of a file at most', async () => {
    using certificates = await CertificateFolder.issued();
    rewrite(certificates, 'root-cert.pem', (text) => '-----BEGIN X-----\n'.repeat(1000) + text);
    expect(problemsOfEu(certificates)).toHaveLength(5);
  });

  it.each<[string, (key: string) => string, string]>([
    [
      'that lies below its parameters',
      (key) => `-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n${key}`,
      'expected a private key in PEM, got EC PARAMETERS. Remove everything above the key: Istio reads the first block',
    ],
    [
      'under the name of another form',
      (key) => key.replaceAll('PRIVATE KEY', 'EC PRIVATE KEY'),
      'expected what BEGIN EC PRIVATE KEY says, got a key in another form. Convert it with `openssl pkcs8 -topk8 -nocrypt`',
    ],
    [
      'in a form that Istio does not know',
      (key) => key.replaceAll('PRIVATE KEY', 'DSA PRIVATE KEY'),
      'expected PRIVATE KEY or RSA PRIVATE KEY or EC PRIVATE KEY, got DSA PRIVATE KEY. Convert it with `openssl pkcs8 -topk8 -nocrypt`',
    ],
    [
      'that was joined with a certificate',
      (key) => `${key.trimEnd()}-----BEGIN CERTIFICATE-----\nAQID\n-----END CERTIFICATE-----\n`,
      `expected a private key in PEM, got END and BEGIN together in line N, which is neither for Go. ${PEM_FIX}`,
    ],
  ])('and refuses a key %s', async (_, change, expected) => {
    using certificates = await CertificateFolder.issued();
    rewrite(certificates, 'ca-key.pem', change);
    expect(problemsOfEu(certificates)).toEqual([`clusters/eu/ca-key.pem: ${expected}`]);
  });
});

const keyPairs = new Map<string, string>();

/** A private key in PEM, created once for each type because RSA takes a while. */
function keyPair(type: readonly string[]): string {
  const kept = keyPairs.get(type.join()) ?? opensslDone('genpkey', '-algorithm', ...type);
  keyPairs.set(type.join(), kept);
  return kept;
}

/** Makes `eu` sign with its own root, as in Istio's documentation for a single cluster. */
function selfSigned(certificates: CertificateFolder, keyType: readonly string[]): void {
  const [certificate, key] = ['ca-cert.pem', 'ca-key.pem'].map((file) =>
    certificates.cluster('eu', file),
  ) as [string, string];
  const subject = ['-subj', '/O=Istio/CN=eu', '-days', '400', '-addext', 'keyUsage=critical,keyCertSign'];
  writeFileSync(key, keyPair(keyType));
  chmodSync(key, 0o600);
  opensslDone('req', '-x509', '-key', key, ...subject, '-out', certificate);
  copyFileSync(certificate, certificates.cluster('eu', 'root-cert.pem'));
}

/** Without the follow-up warnings about another root and a cluster that left with it. */
const ownErrors = (certificates: CertificateFolder) =>
  problemsOfEu(certificates).filter((text) => !text.includes('warning: is '));

describe.each([
  ['Istio 1.0', MESH_10, ['RSA', '-pkeyopt', 'rsa_keygen_bits:2048']],
  ['current Istio', undefined, ['EC', '-pkeyopt', 'ec_paramgen_curve:P-256']],
])('cacerts verify of %s', (_, mesh, keyType) => {
  const issued = async (): Promise<CertificateFolder> => {
    const certificates = await CertificateFolder.issued();
    if (mesh !== undefined) writeFileSync(certificates.config, mesh);
    return certificates;
  };

  it.each(['', '\n', ' \r\n'])('takes %j as the chain of a root that signs by itself', async (chain) => {
    using certificates = await issued();
    selfSigned(certificates, keyType);
    writeFileSync(certificates.cluster('eu', 'cert-chain.pem'), chain);
    expect(ownErrors(certificates)).toEqual([]);
  });

  it('takes the root itself as its chain', async () => {
    using certificates = await issued();
    selfSigned(certificates, keyType);
    copyFileSync(certificates.cluster('eu', 'ca-cert.pem'), certificates.cluster('eu', 'cert-chain.pem'));
    expect(ownErrors(certificates)).toEqual([]);
  });

  it('refuses an empty chain of an intermediate, which no other cluster would trust', async () => {
    using certificates = await issued();
    writeFileSync(certificates.cluster('eu', 'cert-chain.pem'), '');
    expect(problemsOfEu(certificates)).toContain(
      'clusters/eu/cert-chain.pem: expected certificates in PEM, got something else. Is the file complete?',
    );
  });
});

/** Replaces the folder's root by an intermediate of a foreign root. */
function intermediateAsRoot(certificates: CertificateFolder): void {
  const file = (name: string): string => certificates.path('root', name);
  const subject = ['-subj', '/CN=above', '-addext', 'keyUsage=critical,keyCertSign', '-days', '4000'];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  opensslDone(
    'req',
    '-x509',
    ...curve,
    ...subject,
    '-keyout',
    file('above-key.pem'),
    '-out',
    file('above.pem'),
  );
  writeFileSync(file('ext'), 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign');
  opensslDone('req', '-new', '-key', file('root-key.pem'), '-subj', '/CN=below', '-out', file('csr'));
  const by = ['-CA', file('above.pem'), '-CAkey', file('above-key.pem'), '-set_serial', '8', '-days', '3900'];
  opensslDone(
    'x509',
    '-req',
    '-in',
    file('csr'),
    ...by,
    '-extfile',
    file('ext'),
    '-out',
    file('root-cert.pem'),
  );
}

describe('an intermediate as root', () => {
  it('is refused by verify of Istio 1.0, and taken by that of current Istio', async () => {
    using certificates = await CertificateFolder.issued();
    intermediateAsRoot(certificates);
    await certificates.issue({ clusters: ['eu'], replace: true });
    expect(
      openssl('x509', '-in', certificates.cluster('eu', 'root-cert.pem'), '-noout', '-issuer').output,
    ).toContain('above');
    expect(problemsOfEu(certificates)).toEqual([]);
    writeFileSync(certificates.config, MESH_10);
    expect(problemsOfEu(certificates)).toContain(
      'clusters/eu/root-cert.pem: expected a root that signed itself, got an intermediate. Envoy of Istio 1.0 follows each chain up to a certificate that signed itself. Write the root that signed it, and put the intermediate into cert-chain.pem',
    );
  });

  it('signs nothing for Istio 1.0', async () => {
    using certificates = await CertificateFolder.issued();
    intermediateAsRoot(certificates);
    writeFileSync(certificates.config, MESH_10);
    const authority = {
      keyType: 'rsa-2048',
      lifetimeSeconds: 86_400,
      pathLength: 0,
      trustDomain: 'x',
      organization: 'x',
    } as const;
    const said = await refusal(() => certificates.issue({ clusters: ['eu'], replace: true, authority }));
    expect(said.replace(`${certificates.dir}/`, '')).toBe(
      'root/root-cert.pem: expected a root that signed itself, got an intermediate. Envoy of Istio 1.0 follows each chain up to a certificate that signed itself. Bring the root that signed it, or make one with `istio-remote cacerts init`',
    );
  });
});
