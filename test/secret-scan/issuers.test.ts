import { describe, expect, it } from 'vitest';
import { findCredentials } from '../../src/secret-scan/find-credentials';
import { randomBytes, randomUUID } from '../seed';
import * as plant from './planted';
import { block, configMap, LINE, quoted, value } from './planted';

const { base64, capitals, letters, lower } = plant;
const hex = (bytes: number): string => randomBytes(bytes).toString('hex');

/** Capitals in places where names have none. */
const jumble = (text: string): string =>
  text.replace(/(.)(..)/g, (_, first, rest) => first.toUpperCase() + rest);

/** In pieces, so that no scanner of this repository's host takes them for real ones. */
const issued: [what: string, token: string][] = [
  ['AWS access key id', `AK${'IA'}${capitals(16)}`],
  ['GitHub token', `gh${'o_'}${letters(36)}`],
  ['GitHub token', `github_${'pat_'}${letters(22)}_${letters(59)}`],
  ['GitLab token', `gl${'pat-'}${letters(20)}`],
  ['Slack token', `xo${'xp-'}${'1'.repeat(12)}-${'2'.repeat(12)}-${hex(16)}`],
  [
    'webhook URL with its token',
    `https://hooks.slack.com/services/T${capitals(8)}/B${capitals(8)}/${letters(24)}`,
  ],
  ['webhook URL with its token', `https://discord.com/api/webhooks/${'1'.repeat(18)}/${letters(68)}`],
  ['Google API key', `AI${'za'}${letters(35)}`],
  ['Google OAuth secret', `GOC${'SPX-'}${letters(28)}`],
  ['Google OAuth secret', `ya${'29.'}${letters(60)}`],
  ['Vault token', `hv${'s.'}${letters(24)}`],
  ['npm token', `np${'m_'}${letters(36)}`],
  ['PyPI token', `py${'pi-'}AgEIcHlwaS5vcmc${letters(60)}`],
  ['Docker Hub token', `dckr_${'pat_'}${letters(27)}`],
  ['Hugging Face token', `h${'f_'}${letters(33)}7`],
  ['OpenAI or Anthropic key', `s${'k-'}Ab1${letters(45)}`],
  ['OpenAI or Anthropic key', `s${'k-ant-'}api03-Ab1${letters(80)}`],
  ['Stripe key', `sk_${'live_'}${letters(24)}`],
  ['SendGrid key', `S${'G.'}${letters(22)}.${letters(43)}`],
  ['DigitalOcean token', `dop_${'v1_'}${hex(32)}`],
  ['Grafana token', `gl${'sa_'}${letters(32)}_${hex(4)}`],
  ['Databricks token', `da${'pi'}${hex(16)}`],
  ['Terraform token', `${letters(14)}.atlas${'v1.'}${letters(60)}`],
  ['Shopify token', `sh${'pat_'}${hex(16)}`],
  ['Atlassian token', `ATA${'TT3x'}FfGF0${letters(180)}`],
  ['Pulumi token', `pul${'-'}${hex(20)}`],
  ['Linear key', `lin_${'api_'}${letters(40)}`],
  ['Doppler token', `dp.${'pt.'}${letters(43)}`],
  ['New Relic key', `NR${'AK-'}${capitals(27)}`],
  ['Telegram token', `123456789:A${'A'}${letters(33)}`],
  ['age secret key', `AGE-SECRET-${'KEY-1'}${capitals(58)}`],
  ['bootstrap token', `${lower(6)}.${lower(16)}`],
];

describe.each(issued)('finds a %s', (what, token) => {
  it.each([
    ['bare', value(token)],
    ['in single quotes', value(`'${token}'`)],
    ['in flow style', `{a: [x, {b: ${token}}]}\n`],
    ['in an annotation', `metadata:\n  annotations:\n    note: use ${token} here\n`],
    ['in a comment', `a: b # ${token}\n`],
    ['in a block scalar', block(`x\n${token}\n`)],
    ['in JSON on one line', JSON.stringify({ a: { b: token } })],
    ['in a quoted string of lines', quoted(`a: ${token}\nb: c\n`)],
    ['in Markdown', `| a | \`${token}\` |\n`],
    ['in CRLF lines', `a: ${token}\r\nb: c\r\n`],
  ])('%s', (_where, text) => {
    expect(findCredentials(text).map((finding) => finding.what)).toContain(what);
  });

  it('in base64, once and twice', () => {
    for (const text of [base64(`x: ${token}\n`), base64(base64(`x: ${token}\n`))])
      expect(findCredentials(value(text))).toEqual([
        expect.objectContaining({ line: LINE, what: expect.stringMatching(`^base64 of .*${what}$`) }),
      ]);
  });
});

describe('finds by its name', () => {
  it.each([
    ['a secret of a webhook', `webhookSecret: ${hex(20)}`, 'secret key'],
    ['a secret without more', `secret: ${letters(20)}/${letters(19)}`, 'secret key'],
    ['a secret without a digit', `secret: ${jumble('abcdefghijklmnopqrstuvwx')}`, 'secret key'],
    ['a secret of letters and signs', `secret: ${jumble('abc/def+ghijklmn+opqrs/tuvwx')}=`, 'secret key'],
    ['an environment variable', `JWT_SECRET=${letters(40)}`, 'secret key'],
    ['a key base', `SECRET_KEY_BASE: ${hex(64)}`, 'secret key'],
    ['a signing key', `signingKey: ${base64(randomBytes(32))}`, 'secret key'],
    ['a key of a storage account', `AccountName=x;AccountKey=${base64(randomBytes(64))};a=b`, 'secret key'],
    [
      'a key that begins like a path',
      `AccountName=x;AccountKey=/${letters(18)}7/${letters(64)}==;a=b`,
      'secret key',
    ],
    ['a secret that begins like a path', `secret: /${letters(18)}7+${letters(20)}=`, 'secret key'],
    ['a short name', 'DB_PASS: hunter22', 'password'],
    ['a name in camel case', 'dbPass: hunter22', 'password'],
    ['a variable before a command', 'PGPASSWORD=hunter22 psql -h db', 'password'],
    ['a login, however short', 'username: admin\npassword: pw', 'password'],
    ['an npm token', `//registry.npmjs.org/:_authToken=${randomUUID()}`, 'token'],
    ['an npm login', `_auth=${base64('user:pass1234')}`, 'registry login'],
    ['an old Docker config', JSON.stringify({ 'r.io': { auth: base64('a:bcdefg') } }), 'registry login'],
    ['a Docker config without auth', '{"auths":{"r.io":{"username":"a","password":"b"}}}', 'password'],
    ['a variable whose value comes first', '- value: hunter22\n  name: DB_PASSWORD', 'password'],
    ['a commented variable', '# - name: API_TOKEN\n#   value: Abcdef0123456789x', 'token'],
    ['a bootstrap secret', `token-id: ${lower(6)}\ntoken-secret: ${lower(16)}`, 'secret key'],
  ])('%s', (_name, text, what) => {
    expect(findCredentials(`${text}\n`).map((finding) => finding.what)).toContain(what);
    expect(findCredentials(block(text)).map((finding) => finding.what)).toContain(what);
  });
});

it('stays quiet about names that only look like those of secrets', () => {
  for (const line of [
    `secretName: ${lower(20)}`,
    'bypass: everything2',
    'existingSecret: east-credentials-2024',
    'passwordSecretRef: { name: db, key: password }',
    '- --token-path=/var/run/token',
    'maxTokens: 10000',
    `publicKey: ${base64(randomBytes(32))}`,
    `--user 1337:1337 -u 1000:1000`,
    'password: %PASSWORD%',
    'token: __TOKEN__',
    'token: required',
    'privateKey: /etc/Certs2/IstioGateway/Keys/PrivateKey',
    `privateKey: /var/lib/docker/overlay2/${hex(32)}/merged/key`,
    `secret: /${letters(18)}7/${letters(20)}/key.pem`,
    'secret: MyClientCredentialsForProduction',
    'privateKey: HTTPServerTLSConfigOfTheGateway',
    'secret: Some-Title-Case-Name-Of-A-Secret',
    'secret: an-id-of-an-app-in-a-db-of-us',
  ])
    expect([line, ...findCredentials(configMap(`  ${line}`))]).toEqual([line]);
});
