import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseMesh } from '../../src/lines/read-mesh';
import { problemText } from '../../src/problem';
import { fakeCertificate } from '../kubernetes/api/fake-certificate';

const { cert, key } = await fakeCertificate('api.example.com', 'dns');
const folder = mkdtempSync(join(tmpdir(), 'istio-remote-ca-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
mkdirSync(join(folder, 'ca'));
for (const [name, text] of Object.entries({
  'one.pem': cert,
  'two.pem': `# of the proxy\n${cert}\r\n${cert}`,
  'windows.pem': cert.replaceAll('\n', '\r\n'),
  'key.pem': `${cert}\n${key}`,
  'empty.pem': '',
  'cut.pem': cert.slice(0, 200),
  'half.pem': `${cert}\n${cert.slice(0, 200)}`,
  'joined.pem': `${cert.trim()}${cert}`,
  'no-certificate.pem': '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
  'junk.pem': '-----BEGIN CERTIFICATE-----\nhello\n-----END CERTIFICATE-----\n',
}))
  writeFileSync(join(folder, 'ca', name), text);
symlinkSync('/etc/hostname', join(folder, 'ca/link.pem'));

const LINES = ['istio: 1.0.9', 'istio: "1.30"'] as const;

function read(first: string, remote: object) {
  const addresses = first.includes('1.0.9') ? 'pilot' : 'istiod';
  const text = `${first}\nprimary: { name: hq, addresses: { ${addresses}: 10.8.0.11 } }\nremotes: ${JSON.stringify([{ name: 'eu', ...remote }])}\n`;
  const { mesh, problems } = parseMesh(text, join(folder, 'mesh.yaml'));
  const errors = problems.filter(({ severity }) => severity === 'error').map(problemText);
  return { ca: mesh?.remotes[0]?.apiServerCa, errors };
}

const apiServer = 'https://api.example.com';

describe.each(LINES)('apiServerCa with %s', (first) => {
  it.each([
    ['public', 'public'],
    [cert, cert],
    [`\n${cert}\n${cert}\n`, `\n${cert}\n${cert}\n`],
    ['ca/one.pem', cert],
    ['./ca/one.pem', cert],
    ['ca/two.pem', `# of the proxy\n${cert}\r\n${cert}`],
    ['ca/windows.pem', cert.replaceAll('\n', '\r\n')],
  ])('is taken (%#)', (apiServerCa, expected) => {
    expect(read(first, { apiServer, apiServerCa })).toEqual({ ca: expected, errors: [] });
  });

  it.each([
    ['', 'expected CA certificates in PEM, the path of a file with them, or public, got ""'],
    [`${cert}\n${key}`, 'Write the CA certificates that verify the API server, each whole, and no key'],
    [cert.slice(0, 200), 'each whole'],
    ['-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----', 'each whole'],
    [Buffer.from(cert).toString('base64'), 'Write the PEM that it encodes'],
    ['a\nb', 'expected CA certificates in PEM'],
    ['ca/none.pem', 'ca/none.pem: there is no such file. Check the path'],
    ['ca', 'expected ca to be a file, got something else'],
    ['ca/key.pem', 'in ca/key.pem, got a private key'],
    ['ca/empty.pem', 'got no certificate'],
    ['ca/cut.pem', 'got a certificate that is not whole'],
    ['ca/half.pem', 'got a certificate that is not whole'],
    ['ca/junk.pem', 'got a certificate that is not whole'],
    ['ca/joined.pem', 'got a certificate that is not whole'],
    ['ca/no-certificate.pem', 'got a certificate that is not whole'],
    ['ca/link.pem', 'which leads outside'],
    ['/etc/hostname', 'which leads outside'],
    ['../../../etc/hostname', 'which leads outside'],
  ])('is refused (%#)', (apiServerCa, expected) => {
    const { ca, errors } = read(first, { apiServer, apiServerCa });
    expect(ca).toBeUndefined();
    expect(errors).toEqual([expect.stringContaining(expected)]);
    expect(errors.join()).toMatch(/remotes\[0\]\.apiServerCa: /);
    expect(errors.join()).not.toContain('PRIVATE KEY');
  });

  it('belongs to an apiServer', () => {
    expect(read(first, { apiServerCa: 'public' }).errors).toEqual([
      expect.stringContaining('expected apiServer beside apiServerCa, got nothing. Add the URL'),
    ]);
  });
});
