import { describe, expect, it } from 'vitest';
import {
  certificatesInPem,
  isSelfSigned,
  isVersion1,
  maySignOthers,
} from '../../src/kubernetes/certificates';
import {
  LEAF_PEM,
  NEGATIVE_SERIAL_PEM,
  NO_SIGNER_PEM,
  OTHER_ROOT_PEM,
  ROOT_PEM,
  VERSION_1_PEM,
} from '../certificates-in-pem';

const subjects = (text: string) => certificatesInPem(text).certificates.map(({ node }) => node.subject);

/** A text, the subjects of the certificates that Go's AppendCertsFromPEM reads from it, and its faults. */
const TEXTS: readonly (readonly [string, string, readonly string[], readonly string[]])[] = [
  ['a root', ROOT_PEM, ['CN=test root one'], []],
  ['two roots', ROOT_PEM + OTHER_ROOT_PEM, ['CN=test root one', 'CN=test root two'], []],
  ['text around them', `# root\n${ROOT_PEM}# end`, ['CN=test root one'], []],
  ['a root of version 1', VERSION_1_PEM, ['CN=istiod'], []],
  ['nothing', '', [], []],
  [
    'a negative serial number',
    NEGATIVE_SERIAL_PEM,
    [],
    ['a certificate with a negative serial number in line 1'],
  ],
  [
    'the old name of the block',
    ROOT_PEM.replaceAll(' CERTIFICATE', ' X509 CERTIFICATE'),
    [],
    ['another block than CERTIFICATE, which Go skips, in line 1'],
  ],
  [
    'headers',
    ROOT_PEM.replace('\n', '\nName: root\n\n'),
    [],
    ['a certificate with headers, which Go skips, in line 1'],
  ],
  [
    'a request for a certificate beside a root',
    `-----BEGIN CERTIFICATE REQUEST-----\nAQID\n-----END CERTIFICATE REQUEST-----\n${ROOT_PEM}`,
    ['CN=test root one'],
    ['another block than CERTIFICATE, which Go skips, in line 1'],
  ],
  [
    'a private key beside a root',
    `${ROOT_PEM}-----BEGIN EC PRIVATE KEY-----\nAQID\n-----END EC PRIVATE KEY-----\n`,
    ['CN=test root one'],
    ['a private key in line 12'],
  ],
  [
    'bytes that are no certificate',
    '-----BEGIN CERTIFICATE-----\nAQID\n-----END CERTIFICATE-----\n',
    [],
    ['a certificate that cannot be read in line 1'],
  ],
];

describe('certificatesInPem', () => {
  it.each(TEXTS)('reads what Go reads of %s', (_, text, read, faults) => {
    expect(subjects(text)).toEqual(read);
    expect(certificatesInPem(text).faults).toEqual(faults);
  });
});

describe('a certificate', () => {
  it.each([
    ['a root', ROOT_PEM, { signs: true, self: true, version1: false }],
    ['a leaf', LEAF_PEM, { signs: false, self: false, version1: false }],
    ['a root of version 1', VERSION_1_PEM, { signs: true, self: true, version1: true }],
    ['an authority without keyCertSign', NO_SIGNER_PEM, { signs: false, self: true, version1: false }],
  ])('is known as %s', (_, pem, expected) => {
    const [node] = certificatesInPem(pem).certificates.map((one) => one.node);
    if (node === undefined) throw new Error('no certificate');
    expect({ signs: maySignOthers(node), self: isSelfSigned(node), version1: isVersion1(node) }).toEqual(
      expected,
    );
  });
});
