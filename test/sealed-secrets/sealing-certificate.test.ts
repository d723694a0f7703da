import { describe, expect, it } from 'vitest';
import { sealingKey } from '../../src/sealed-secrets/sealing-certificate';
import { controller } from './controller';

const DAY = 24 * 3600 * 1000;
const { certificate, privateKey } = controller();

describe('a certificate to seal with is refused', () => {
  it.each([
    ['that has expired', 31, 'the certificate to seal with expired at 20'],
    ['that is not valid yet', -1, 'the certificate to seal with is not valid before 20'],
  ])('%s', (_what, days, message) => {
    expect(() => sealingKey(certificate, new Date(Date.now() + days * DAY))).toThrow(message);
  });

  it.each([
    ['ec', 'expected the RSA certificate of a sealed-secrets controller, got one with the key type ec'],
    ['pss', 'got one with the key type rsa-pss'],
    ['short', 'an RSA key of at least 2048 bits, got 1024 bits'],
  ] as const)('with another key: %s', (kind, message) => {
    expect(() => sealingKey(controller(kind).certificate)).toThrow(message);
  });

  it.each([
    ['private key', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 'got a private key'],
    ['empty file', '', 'got no BEGIN CERTIFICATE'],
    ['broken one', certificate.replace(/\n.*\n/, '\nAAAA\n'), 'a certificate that cannot be read in line 1'],
    ['one without an end', certificate.slice(0, 200), 'got a BEGIN without END in line 1'],
  ])('that is a %s', (_what, pem, message) => {
    expect(() => sealingKey(pem)).toThrow(message);
  });
});

describe('a certificate to seal with', () => {
  it('may have text around it and CRLF line ends', () => {
    const text = `Subject: CN=sealed\n${certificate}\n`.replaceAll('\n', '\r\n');
    expect(sealingKey(text).asymmetricKeyType).toBe('rsa');
  });

  it('is the first of several, as for kubeseal', () => {
    const short = controller('short').certificate;
    expect(sealingKey(certificate + short).asymmetricKeyType).toBe('rsa');
    expect(() => sealingKey(short + certificate)).toThrow('1024 bits');
  });
});
