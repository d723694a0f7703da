import { describe, expect, it } from 'vitest';
import { findCredentials } from '../../src/secret-scan/find-credentials';
import * as plant from './planted';
import { block, configMap, LINE, quoted, type Row, value } from './planted';

const { base64, jwt, keys, kubeconfig, letters, capitals, lower } = plant;

const tokens: Row[] = [
  ['a service account token', value(jwt()), 'JSON Web Token', LINE],
  [
    'a token with an empty signature',
    value(jwt({}, { alg: 'none' }).replace(/[^.]*$/, '')),
    'JSON Web Token',
    LINE,
  ],
  [
    'a token with white space in its header',
    value(`${plant.base64url('{\n "alg": "ES256" }')}.${letters(30)}.${letters(40)}`),
    'JSON Web Token',
    LINE,
  ],
  ['a token in a comment', configMap(`  # old: ${jwt()}`), 'JSON Web Token', LINE],
  [
    'a token folded over lines',
    value(`>-\n    ${plant.wrap(jwt(), 40, '    ')}`),
    'JSON Web Token',
    LINE + 1,
  ],
  ['a token folded in a comment', configMap(`  # ${plant.wrap(jwt(), 50, '  # ')}`), 'JSON Web Token', LINE],
  [
    'a token continued in a quoted string',
    value(`"${plant.wrap(jwt(), 60, '    ').replaceAll('\n', '\\\n')}"`),
    'JSON Web Token',
    LINE,
  ],
  [
    'a token whose header breaks early',
    value(
      `\n    ${plant
        .wrap(jwt(), 12, '    ')
        .replace(/\n {4}/, '\r\r')
        .replace(/\n {4}/g, '')
        .replace('\r\r', '\n    ')}`,
    ),
    'JSON Web Token',
    LINE + 1,
  ],
  ['a token in a URL', value(`https://example.com/?t=${jwt()}&x=1`), 'JSON Web Token', LINE],
  ['an AWS access key id', value(`AK${'IA'}${capitals(16)}`), 'AWS access key id', LINE],
  [
    'an AWS secret access key',
    value(`x\n  aws_secret_access_key: ${letters(40)}`),
    'AWS secret access key',
    LINE + 1,
  ],
  ['a GitHub token', value(`gh${'p_'}${letters(36)}`), 'GitHub token', LINE],
  ['a fine-grained GitHub token', value(`github_${'pat_'}${letters(40)}`), 'GitHub token', LINE],
  ['a GitLab token', value(`gl${'pat-'}${letters(20)}`), 'GitLab token', LINE],
  ['a Slack token', value(`xo${'xb-'}123456789012-${letters(24)}`), 'Slack token', LINE],
  ['a bootstrap token', value(`${lower(6)}.${lower(16)}`), 'bootstrap token', LINE],
  [
    'a bootstrap token in a command',
    configMap(`  run: kubeadm join --token ${lower(6)}.${lower(16)} 10.0.0.1:6443`),
    'bootstrap token',
    LINE,
  ],
  ['an OpenShift token', value(`sha${'256~'}${letters(43)}`), 'OpenShift token', LINE],
];

const privateKeys: Row[] = [
  ['RSA', block(keys.rsa), 'RSA private key', LINE + 1],
  ['PKCS#8', block(keys.pkcs8), 'PKCS#8 private key', LINE + 1],
  ['Ed25519', block(keys.ed25519), 'PKCS#8 private key', LINE + 1],
  ['EC', block(keys.ec), 'EC private key', LINE + 1],
  ['encrypted', block(keys.encrypted), 'encrypted private key', LINE + 1],
  ['DSA', block(keys.dsa), 'DSA private key', LINE + 1],
  ['OpenSSH', block(keys.openssh), 'OpenSSH private key', LINE + 1],
  ['PGP', block(keys.pgp), 'PGP private key', LINE + 1],
  ['with CRLF', block(keys.rsa).replaceAll('\n', '\r\n'), 'RSA private key', LINE + 1],
  ['in a quoted string with \\n escapes', quoted(keys.rsa), 'RSA private key', LINE],
  ['in a comment', `# note\n# ${plant.indent(keys.ec, '# ')}\n`, 'EC private key', 2],
  [
    'folded',
    value(`>-\n    ${plant.indent(keys.rsa.replaceAll(' PRIVATE', '\nPRIVATE'), '    ')}`),
    'RSA private key',
    LINE + 1,
  ],
  [
    'of a Google service account',
    block(JSON.stringify({ type: 'service_account', private_key: keys.pkcs8 })),
    'Google service account key',
    LINE + 1,
  ],
  ['RSA without a header', value(keys.bareRsa), 'private key', LINE],
  ['EC without a header', value(keys.bareEc), 'private key', LINE],
  ['DSA without a header', value(keys.bareDsa), 'private key', LINE],
];

const named: Row[] = [
  ['a kubeconfig token', kubeconfig('token: abc'), 'kubeconfig with a token', 10],
  ['a kubeconfig token that is a JWT', kubeconfig(`token: ${jwt()}`), 'kubeconfig with a token', 10],
  [
    'a kubeconfig token on the next line',
    kubeconfig(`token: >-\n      ${letters(30)}`),
    'kubeconfig with a token',
    11,
  ],
  [
    'a kubeconfig client key',
    kubeconfig(`client-key-data: ${base64(keys.ec)}`),
    'kubeconfig with a client key',
    10,
  ],
  ['a kubeconfig password', kubeconfig('password: swordfish'), 'kubeconfig with a password', 10],
  [
    'a kubeconfig in JSON',
    block(JSON.stringify({ users: [{ user: { token: letters(9) } }] })),
    'kubeconfig with a token',
    LINE + 1,
  ],
  [
    'a kubeconfig in a quoted string',
    quoted(kubeconfig(`token: ${letters(9)}`)),
    'kubeconfig with a token',
    LINE,
  ],
  ['a password', configMap(`  password: ${letters(9)}`), 'password', LINE],
  ['a password in a properties file', block(`db.password=${letters(9)}`), 'password', LINE + 1],
  ['an env variable', `- name: DB_PASSWORD\n  value: ${letters(9)}\n`, 'password', 2],
  ['a flag', `args: ["--auth-token=${letters(20)}"]`, 'token', 1],
  ['a login in a URL', value(`https://user:${letters(9)}@example.com/x`), 'URL with a password', LINE],
  [
    'basic authorization',
    value(`"Authorization: Basic ${base64(`user:${letters(9)}`)}"`),
    'Basic authorization',
    LINE,
  ],
  ['bearer authorization', value(`"Authorization: Bearer ${letters(24)}"`), 'Bearer authorization', LINE],
  ['a registry login', block(plant.dockerConfig()), 'registry login', LINE + 1],
];

describe.each([
  ['token', tokens],
  ['private key', privateKeys],
  ['named value', named],
])('finds a %s:', (_kind, rows) => {
  it.each(rows)('%s', (_name, text, what, line) => {
    expect(findCredentials(text)).toContainEqual(expect.objectContaining({ what, line }));
  });
});

describe('a finding', () => {
  it('carries the line and column of the first character, never the secret', () => {
    const token = jwt();
    const findings = findCredentials(`a: 1\nb: ${token}\n`);
    expect(findings).toEqual([{ line: 2, column: 4, what: 'JSON Web Token' }]);
  });

  it('comes in order, one for each place', () => {
    const text = `a: ${jwt()}\r\nb: x\r\npassword: hunter22\r\n${keys.ec}`;
    expect(findCredentials(text).map(({ line, what }) => [line, what])).toEqual([
      [1, 'JSON Web Token'],
      [3, 'password'],
      [4, 'EC private key'],
    ]);
  });
});
