import { describe, expect, it } from 'vitest';
import { findCredentials } from '../../src/secret-scan/find-credentials';
import { randomBytes } from '../seed';
import * as plant from './planted';
import { block, LINE, quoted, type Row, value } from './planted';

const { base64, base64url, keys, letters } = plant;
const hex = (bytes: number): string => randomBytes(bytes).toString('hex');
const PASSWORD_OPTION = 'password on a command line';

const logins: Row[] = [
  ['a token as the user of a URL', `https://${hex(20)}@github.com/org/repo.git`, 'URL with a token', 1],
  ['a database URL', 'postgres://app:S3cretPw@db:5432/x', 'URL with a password', 1],
  ['a URL without a user', 'redis://:p4ssw0rd@redis:6379/0', 'URL with a password', 1],
  [
    'a signed URL',
    `https://x.example/c?sv=1&sig=${encodeURIComponent(base64(randomBytes(32)))}`,
    'signed URL',
    1,
  ],
  ['a data source', 'user:secretpw@tcp(db:3306)/app', 'data source with a password', 1],
  ['an opaque bearer token', `Authorization: Bearer ${hex(20)}`, 'Bearer authorization', 1],
  ['a header of GitHub', `Authorization: token ${hex(20)}`, 'Token authorization', 1],
  ['a proxy login', `Proxy-Authorization: Basic ${base64('robot:s3cr3t')}`, 'Basic authorization', 1],
  ['a login of curl', 'curl -u admin:hunter2pass https://x', PASSWORD_OPTION, 1],
  ['a login in a list', 'args: ["curl", "--user", "admin:hunter2pass"]', PASSWORD_OPTION, 1],
  ['a password option', 'mysql --password hunter22', PASSWORD_OPTION, 1],
  ['a token option in two items', `- --token\n- ${letters(22)}9x`, PASSWORD_OPTION, 2],
  ['sshpass', 'sshpass -p hunter22 ssh root@x', PASSWORD_OPTION, 1],
  ['.netrc', 'machine example.com login admin password hunter2pass', PASSWORD_OPTION, 1],
  ['bcrypt', `auth: admin:$2y$05$${letters(53)}`, 'password hash', 1],
  ['bcrypt with doubled dollars', `auth: admin:$$2y$$05$$${letters(53)}`, 'password hash', 1],
  ['apr1', `users: "admin:$apr1$${letters(8)}$${letters(22)}"`, 'password hash', 1],
  ['SHA-1 of htpasswd', `auth: 'admin:{SHA}${base64(randomBytes(20))}'`, 'password hash', 1],
  ['shadow', `root:$6$${letters(8)}$${letters(86)}:18000:0:::`, 'password hash', 1],
];

describe('finds a login:', () => {
  it.each(logins)('%s', (_name, text, what, line) => {
    expect(findCredentials(`${text}\n`)).toContainEqual(expect.objectContaining({ what, line }));
    expect(findCredentials(block(text))).toContainEqual(expect.objectContaining({ what, line: LINE + line }));
    expect(findCredentials(quoted(`a\n${text}\n`))).not.toEqual([]);
    expect(findCredentials(value(base64(`${text}\n`)))).not.toEqual([]);
  });
});

const ec = (): object => ({
  kty: 'EC',
  crv: 'P-256',
  x: base64url(randomBytes(32)),
  y: base64url(randomBytes(32)),
});
const JWK = 'JSON Web Key with its private part';
const otherKeys: Row[] = [
  ['a JSON Web Key', JSON.stringify({ ...ec(), d: base64url(randomBytes(32)) }), JWK, 1],
  ['a symmetric JSON Web Key', JSON.stringify({ kty: 'oct', k: base64url(randomBytes(32)) }), JWK, 1],
  ['the shortest symmetric one', JSON.stringify({ kty: 'oct', k: base64url(randomBytes(16)) }), JWK, 1],
  ['one in hexadecimal', JSON.stringify({ kty: 'oct', k: hex(32) }), JWK, 1],
  [
    'one whose type comes last',
    JSON.stringify({ k: base64url(randomBytes(32)), alg: 'A256GCM', kty: 'oct' }),
    JWK,
    1,
  ],
  [
    'one of RFC 8037',
    JSON.stringify({ crv: 'X25519', d: base64url(randomBytes(32)), kty: 'OKP' }, null, 4),
    JWK,
    3,
  ],
  [
    'one of RSA',
    `kty:  RSA\nn:    ${base64url(randomBytes(256))}\nd:    ${base64url(randomBytes(256))}`,
    JWK,
    3,
  ],
  ['one behind a public one', JSON.stringify([ec(), { kty: 'oct', k: base64url(randomBytes(32)) }]), JWK, 1],
  [
    'a key of PuTTY',
    `PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nPrivate-Lines: 1\n${base64(randomBytes(36))}`,
    'PuTTY private key',
    1,
  ],
  ['a key in a URL', encodeURIComponent(keys.ec), 'EC private key', 1],
  ['a key in hexadecimal', Buffer.from(keys.ec).toString('hex'), 'hex of a private key', 1],
  ['the lines of a key alone', keys.pkcs8.split('\n').slice(1, -2).join('\n'), 'private key', 1],
];

describe('finds a key in another form:', () => {
  it.each(otherKeys)('%s', (_name, text, what, line) => {
    expect(findCredentials(`${text}\n`)).toContainEqual(expect.objectContaining({ what, line }));
    expect(findCredentials(block(text)).map((finding) => finding.what)).toContain(what);
    expect(findCredentials(`\`\`\`yaml\n${text}\n\`\`\`\n`).map((finding) => finding.what)).toContain(what);
    expect(findCredentials(quoted(text))).not.toEqual([]);
  });

  it('but not the public part of one', () => {
    const jwks = JSON.stringify({ keys: [{ ...ec(), kid: letters(30), use: 'sig' }] });
    expect(findCredentials(value(`'${jwks}'`))).toEqual([]);
    expect(findCredentials(quoted(jwks))).toEqual([]);
  });
});

describe('finds a Secret with data whose kind', () => {
  it.each([
    ['has a tag', 'kind: !!str Secret\nstringData:\n  a: b\n'],
    ['has an anchor', 'kind: &k Secret\nstringData:\n  a: b\n'],
    ['comes first in a quoted text', quoted('kind: Secret\nstringData:\n  a: b\n')],
    ['comes first in a quoted text, quoted', quoted('"kind": "Secret"\n"data": {"a": "YQ=="}\n')],
    [
      'stands in a copy of the object within a quoted text',
      quoted('metadata:\n  last-applied: |\n    {"apiVersion":"v1","kind":"Secret","data":{"x":"YQ=="}}\n'),
    ],
  ])('%s', (_what, text) => {
    expect(findCredentials(text).map(({ what }) => what)).toEqual(['Secret with data']);
  });
});
