import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { findCredentials } from '../../src/secret-scan/find-credentials';
import { controller } from '../sealed-secrets/controller';
import { openSealedSecret } from '../sealed-secrets/open';
import { CertificateFolder, refusal } from './certificate-folder';

const FOUR = ['ca-cert.pem', 'ca-key.pem', 'cert-chain.pem', 'root-cert.pem'];
const [eu, ap] = [controller(), controller()];

/** A folder with files, and a certificate to seal with for each of two clusters. */
async function sealable() {
  const certificates = await CertificateFolder.issued();
  const at = (name: string): string => join(certificates.folder, name);
  writeFileSync(at('eu.pem'), eu.certificate);
  writeFileSync(at('ap.pem'), ap.certificate);
  mkdirSync(at('dist'));
  const seal = {
    certificate: at('{cluster}.pem'),
    scope: 'strict',
    output: at('dist/{cluster}.yaml'),
  } as const;
  return { certificates, at, seal };
}

describe('cacerts issue --seal', () => {
  it('encrypts the Secret of each cluster for its own controller, also below the output folder', async () => {
    const { certificates, at, seal } = await sealable();
    using _ = certificates;
    await certificates.issue({ clusters: ['eu', 'ap'], seal });
    for (const [name, { privateKey }] of Object.entries({ eu, ap })) {
      const text = readFileSync(at(`dist/${name}.yaml`), 'utf8');
      expect(findCredentials(text)).toEqual([]);
      const sealed = parse(text);
      expect(sealed).toMatchObject({
        kind: 'SealedSecret',
        metadata: { name: 'cacerts', namespace: 'istio-system' },
        spec: { template: { type: 'Opaque' } },
      });
      const opened = Object.entries(openSealedSecret(privateKey, sealed));
      expect(
        Object.fromEntries(opened.map(([file, value]) => [file, Buffer.from(value).toString()])),
      ).toEqual(Object.fromEntries(FOUR.map((file) => [file, certificates.read('clusters', name, file)])));
    }
    expect(statSync(at('dist/eu.yaml')).mode & 0o044).toBe(0o044);
  });

  it('prints rather than writes to -', async () => {
    const { certificates, seal } = await sealable();
    using _ = certificates;
    const [issued] = await certificates.issue({ clusters: ['eu'], seal: { ...seal, output: '-' } });
    expect(issued?.sealed?.file).toBeUndefined();
    expect(parse(issued?.sealed?.text ?? '').kind).toBe('SealedSecret');
  });

  it.each([
    [
      'the certificate is missing',
      { certificate: '{cluster}.pem' },
      /^eu\.pem: there is no such file\. Name the certificate with --seal$/,
    ],
    [
      'several clusters would share a file',
      { output: 'sealed.yaml' },
      /^--output: expected \{cluster\} in it, since each of 2 clusters has a SealedSecret of its own\./,
    ],
    [
      'there is no folder for it',
      { output: 'nowhere/{cluster}.yaml' },
      /^nowhere\/eu\.yaml: there is no folder nowhere\. Make it first, or name another file$/,
    ],
  ])('makes no key when %s', async (_, other, expected) => {
    const { certificates, seal } = await sealable();
    using _folder = certificates;
    const before = certificates.read('clusters', 'eu', 'ca-key.pem');
    const issue = () =>
      certificates.issue({ clusters: ['eu', 'ap'], seal: { ...seal, ...other }, replace: true });
    expect(await refusal(issue)).toMatch(expected);
    expect(certificates.read('clusters', 'eu', 'ca-key.pem') === before).toBe(true);
  });

  it('writes over a SealedSecret, and over nothing else', async () => {
    const { certificates, at, seal } = await sealable();
    using _ = certificates;
    const issue = () => certificates.issue({ clusters: ['eu'], seal });
    await issue();
    await issue();
    writeFileSync(at('dist/eu.yaml'), 'kind: ConfigMap\n');
    expect(await refusal(issue)).toMatch(
      /dist\/eu\.yaml: already exists and is no SealedSecret\. Name another file$/,
    );
    expect(existsSync(at('dist/ap.yaml'))).toBe(false);
  });
});
