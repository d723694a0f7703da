import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import {
  type Authority,
  type AuthorityOptions,
  makeIntermediate,
  makeRoot,
} from '../../src/certificates/authority';
import { KEY_TYPES } from '../../src/certificates/authority-options';
import { type Certificate, isSignedBy, readCertificates } from '../../src/certificates/certificate';
import { CLUSTER, ROOT, refusal } from './certificate-folder';
import { foreignRoot, opensslDone, signLeaf, verifies } from './openssl';

const DAY = 24 * 3600;
const folder = mkdtempSync(join(tmpdir(), 'istio-remote-authority-'));
afterAll(() => rmSync(folder, { recursive: true }));

function put(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

function certificateOf(pem: string): Certificate {
  const [certificate] = readCertificates(pem).certificates;
  if (certificate === undefined) throw new Error('no certificate');
  return certificate;
}

/** Returns OpenSSL's description of a certificate, without its numbers. */
function printed(file: string): string {
  return opensslDone(
    'x509',
    '-in',
    file,
    '-noout',
    '-ext',
    'basicConstraints,keyUsage,subjectAltName',
  ).trim();
}

const intermediate = (root: Authority, cluster: string, options: AuthorityOptions): Promise<Authority> =>
  makeIntermediate(certificateOf(root.certificate), root.key, cluster, options);

describe('an authority', () => {
  it('says what it may do, as Istio and SPIFFE want it', async () => {
    const root = await makeRoot(ROOT);
    const made = await intermediate(root, 'eu-west-1', CLUSTER);
    const [rootFile, file] = [put('root.pem', root.certificate), put('ca.pem', made.certificate)];
    const common = `
X509v3 Key Usage: critical
    Certificate Sign, CRL Sign
X509v3 Subject Alternative Name: 
    URI:spiffe://cluster.local`;
    expect(printed(rootFile)).toBe(`X509v3 Basic Constraints: critical\n    CA:TRUE, pathlen:1${common}`);
    expect(printed(file)).toBe(`X509v3 Basic Constraints: critical\n    CA:TRUE, pathlen:0${common}`);
    expect(opensslDone('x509', '-in', file, '-noout', '-subject', '-nameopt', 'RFC2253')).toBe(
      'subject=CN=eu-west-1,O=Istio\n',
    );
    expect(made.key).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
  });

  it.each(['rsa-2048', ...KEY_TYPES.filter((type) => type.startsWith('ec-'))] as const)(
    'has a key of the type %s, which OpenSSL reads as its own',
    async (keyType) => {
      const root = await makeRoot({ ...ROOT, keyType });
      const [certificate, key] = [put('own.pem', root.certificate), put('own-key.pem', root.key)];
      const text = opensslDone('pkey', '-in', key, '-noout', '-text');
      expect(text).toContain(
        { 'rsa-2048': '2048 bit', 'ec-p256': 'NIST CURVE: P-256', 'ec-p384': 'NIST CURVE: P-384' }[
          keyType as string
        ],
      );
      expect(opensslDone('pkey', '-in', key, '-pubout')).toBe(
        opensslDone('x509', '-in', certificate, '-noout', '-pubkey'),
      );
    },
  );

  it('verifies, and so does what it signs, whatever the names and times', async () => {
    const keyType = fc.constantFrom('ec-p256' as const, 'ec-p384' as const);
    const name = fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/);
    const organization = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
      .filter(
        (text) => [...text].length <= 64 && text.trim() === text && !/[\p{Cc}\p{Cf}\p{Cs}]/u.test(text),
      );
    const trustDomain = fc.stringMatching(/^[a-z0-9_-]{1,20}(\.[a-z0-9_-]{1,20}){0,3}$/);
    const days = fc.integer({ min: 1, max: 50 * 365 });
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          rootKey: keyType,
          keyType,
          name,
          organization,
          trustDomain,
          days,
          share: fc.double({ min: 0.01, max: 1, noNaN: true }),
        }),
        async ({ rootKey, days, share, name, ...options }) => {
          const now = new Date();
          const lifetimeSeconds = days * DAY;
          const root = await makeRoot({ ...ROOT, ...options, keyType: rootKey, lifetimeSeconds, now });
          const made = await intermediate(root, name, {
            ...CLUSTER,
            ...options,
            now,
            lifetimeSeconds: Math.floor(lifetimeSeconds * share),
          });
          const [roots, ca] = [put('root-cert.pem', root.certificate), put('ca-cert.pem', made.certificate)];
          put('ca-key.pem', made.key);
          expect(verifies(ca, roots)).toBe('OK');
          const { notAfter, notBefore, node } = certificateOf(made.certificate);
          expect(Math.abs(notAfter.getTime() - now.getTime() - lifetimeSeconds * share * 1000)).toBeLessThan(
            2000,
          );
          expect(notBefore.getTime()).toBeLessThan(now.getTime());
          expect(node.serialNumber).toMatch(/^[4-7][0-9A-F]{31}$/);
          expect(node.subject.split('\n').at(-1)).toBe(`CN=${name}`);
        },
      ),
      { numRuns: 5 },
    );
    expect(
      verifies(signLeaf(folder, folder, 'leaf'), join(folder, 'root-cert.pem'), join(folder, 'ca-cert.pem')),
    ).toBe('OK');
  });

  it.each(['#', '#0500', 'a, CN=b', '\\', '"', 'O=x+CN=y', 'Ünlike 公司'])(
    'takes the organization %s as it stands',
    async (organization) => {
      const { node } = certificateOf((await makeRoot({ ...ROOT, organization })).certificate);
      expect(node.toLegacyObject().subject).toMatchObject({ O: organization });
    },
  );

  it('is signed by a root of another maker, by its very name and key id', async () => {
    const files = foreignRoot(folder, 'theirs');
    const pem = readFileSync(files.certificate, 'utf8');
    const made = await makeIntermediate(certificateOf(pem), readFileSync(files.key, 'utf8'), 'eu', CLUSTER);
    expect(verifies(put('ca.pem', made.certificate), files.certificate)).toBe('OK');
  });

  it('is never mistaken for a different one: two roots differ in name, serial number and key', async () => {
    const [one, other] = [await makeRoot(ROOT), await makeRoot(ROOT)].map(({ certificate }) =>
      certificateOf(certificate),
    );
    expect(one?.node.subject).not.toBe(other?.node.subject);
    expect(one?.node.serialNumber).not.toBe(other?.node.serialNumber);
    expect(one !== undefined && other !== undefined && isSignedBy(one, other)).toBe(false);
  });

  it('refuses to outlive its root, or to be below one that allows no authority', async () => {
    const root = await makeRoot({ ...ROOT, lifetimeSeconds: 100 * DAY });
    expect(await refusal(() => intermediate(root, 'eu', { ...CLUSTER, lifetimeSeconds: 101 * DAY }))).toMatch(
      /^--lifetime: expected an end before that of the root on 20\d\d-\d\d-\d\d, got .+\. Write at most 99d, or run `istio-remote cacerts rotate` for a new root$/,
    );
    expect(
      await refusal(() => intermediate(root, 'eu', { ...CLUSTER, lifetimeSeconds: DAY, pathLength: 1 })),
    ).toBe(
      "--path-length: expected less than the root's 1, got 1. Write 0, or make a root with a greater one",
    );
  });
});
