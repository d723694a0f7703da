import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findCredentials } from '../../src/secret-scan/find-credentials';
import { REFERENCE } from '../reference';
import { randomBytes, randomUUID } from '../seed';
import { base64, certificate, publicKeys } from './planted';

const hash = createHash('sha256').update('mesh').digest('hex');
const serviceAccountToken = [
  'apiVersion: v1',
  'kind: Secret',
  'metadata:',
  '  name: istio-multi',
  '  annotations:',
  '    kubernetes.io/service-account.name: istio-multi',
  'type: kubernetes.io/service-account-token',
  '',
].join('\n');

const sealed = [
  'kind: SealedSecret',
  'spec:',
  '  encryptedData:',
  `    token: AgBy${base64(randomBytes(500))}`,
];
/**
 * Values as kubeseal writes them for RSA keys of 2048, 3072, 4096 and 8192 bits: the length of the session key first.
 */
function sealedUnder(names: readonly string[]): string {
  const values = [256, 384, 512, 1024].flatMap((bytes) => {
    const length = Buffer.from([bytes >> 8, bytes & 0xff]);
    return names.map((name) => `    ${name}: ${base64(Buffer.concat([length, randomBytes(bytes + 900)]))}`);
  });
  return ['kind: SealedSecret', 'spec:', '  encryptedData:', ...values].join('\n');
}

const external = [
  'kind: ExternalSecret',
  'spec:',
  '  target:',
  '    template:',
  '      type: Opaque',
  '      data:',
  '        east: |',
  '          apiVersion: v1',
  '          kind: Config',
  '          users:',
  '          - user:',
  '              token: {{ .token }}',
  '              client-key-data: "{{ .key | b64enc }}"',
  '  data:',
  '  - secretKey: token',
  '    remoteRef:',
  '      key: clusters/east',
  '      property: token',
];

const harmless: [name: string, text: string][] = [
  ['a certificate', certificate()],
  ['a certificate in a block scalar', `data:\n  ca: |\n    ${certificate().replaceAll('\n', '\n    ')}`],
  ['a certificate in a quoted string', `ca: ${JSON.stringify(certificate())}`],
  ['a caBundle', `caBundle: ${base64(certificate())}`],
  ['certificate-authority-data', `certificate-authority-data: ${base64(certificate())}`],
  ...Object.entries(publicKeys).map(([kind, pem]): [string, string] => [`a public ${kind} key`, pem]),
  ['a public key in base64', `key: ${base64(publicKeys.rsa)}`],
  ['an image digest', `image: docker.io/istio/proxyv2@sha256:${hash}`],
  ['a template hash', `pod-template-hash: ${hash.slice(0, 10)}\nchecksum/config: ${hash}`],
  ['a UUID', `uid: ${randomUUID()}`],
  [
    'long names',
    'requiredDuringSchedulingIgnoredDuringExecutionPreferredDuringSchedulingIgnoredDuringExecution: 1',
  ],
  [
    'a base64 of prose',
    `data: ${base64('This is only a sentence about how a token and a password are used.')}`,
  ],
  [
    'field names',
    'secretName: istio.default\ntokenRequest:\n  audience: x\nautomountServiceAccountToken: false\ntokenReview: 1',
  ],
  [
    'a projected token',
    '- serviceAccountToken:\n    path: istio-token\n    audience: istio-ca\n- token:\n    aud: istio-ca',
  ],
  [
    'a path to a key',
    '- --signing-key=/etc/cacerts/ca-key.pem\n- --token=/var/run/token\nprivateKey: /etc/certs/key.pem',
  ],
  [
    'placeholders',
    'token: "{{ .token }}"\npassword: <redacted>\nclient-key-data: <redacted>\npassword: ""\ntoken: null\ntoken: $(TOKEN)',
  ],
  ['a SOPS value', 'kind: Secret\ndata:\n  token: ENC[AES256_GCM,data:x9X8,iv:aa,tag:bb,type:str]'],
  [
    'an env variable from a Secret',
    '- name: DB_PASSWORD\n  valueFrom:\n    secretKeyRef:\n      name: db\n      key: password',
  ],
  [
    'an authorization placeholder',
    'header: "Authorization: Bearer <token>"\n# Basic authentication or bearer tokens',
  ],
  ['a URL without a login', 'url: https://example.com:8443/@scope/package?x=a:b@c\nimage: a.b/c:1@sha256:00'],
  ['a Secret without data', serviceAccountToken],
  ['a Secret with empty data', `${serviceAccountToken}data: {}\n`],
  ['a Secret with null values', `${serviceAccountToken}data:\n  token: ""\n  ca.crt:\n`],
  ['a Secret beside a ConfigMap', `${serviceAccountToken}---\nkind: ConfigMap\ndata:\n  a: b\n`],
  ['both in one block scalar', `a: |\n  kind: Secret\n  ---\n  kind: ConfigMap\n  data:\n    a: b\n`],
  ['a reference to a Secret', 'certificateRefs:\n- kind: Secret\n  name: tls\ndata:\n  a: b\n'],
  ['a SealedSecret', sealed.join('\n')],
  ['an ExternalSecret', external.join('\n')],
  ['a SealedSecret for keys of any size', sealedUnder(['token', 'password', 'client-key-data'])],
  [
    'an ExternalSecret of a cluster with a random name',
    `${external.join('\n')}\n  - secretKey: ${hash.slice(0, 30)}\n    remoteRef:\n      key: istio/${hash.slice(0, 30)}\n`,
  ],
  [
    'an API server of EKS',
    `server: https://${hash.slice(0, 32).toUpperCase()}.gr7.eu-west-1.eks.amazonaws.com`,
  ],
  [
    'a cluster id that looks random',
    `name: ${hash.slice(0, 40)}\ncontext: arn:aws:eks:eu-west-1:123456789012:cluster/x1`,
  ],
  ['a public key of SSH', `ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ${base64(randomBytes(256))} me@host`],
  ['a repository over SSH', 'repoURL: git@github.com:org/repo.git\nurl: ssh://git@github.com/org/repo.git'],
  [
    'Markdown about tokens',
    '| option | token | password |\n|---|---|---|\n| a | required | `--token` |\n\nPass the token, a key or a password with `--token-file`.',
  ],
  [
    'Argo CD about Secrets',
    'ignoreDifferences:\n- kind: Secret\n  jsonPointers:\n  - /data\nclusterResourceWhitelist:\n- kind: Secret\n  group: ""',
  ],
  [
    'a CSR in base64',
    `request: ${base64('-----BEGIN CERTIFICATE REQUEST-----\nMIICkDCCAXgCAQA\n-----END CERTIFICATE REQUEST-----\n')}`,
  ],
  ['a word in Markdown', 'They set `automountServiceAccountToken: false`, and `token: null`.'],
  ['an integrity hash', `integrity: sha512-${base64(randomBytes(64))}`],
  [
    'prose about keys',
    '# A file with -----BEGIN RSA ' + 'PRIVATE KEY----- is a private key; token: see the password manual',
  ],
  ['words in the fields of a JSON Web Key', 'kty: a\nk: a-aaa-aaaaaaa-aaaaaa\n'],
  ['words in the fields of a symmetric one', 'kty: oct\nk: a-aaa-aaaaaaa-aaaaaa\n'],
  ['words in the fields of an elliptic one', `kty: EC\nd: ${'word-'.repeat(9)}word\n`],
  ['a private member that the type does not have', `kty: EC\nk: ${hash}\n`],
  ['a type that no JSON Web Key has', `kty: octet\nk: ${hash}\nnokty: oct\n`],
  ['a private member shorter than any private key', `kty: EC\nd: ${hash.slice(0, 42)}\n`],
  [
    'names that end like a credential without their dashes',
    'p-wd: 1000000\nin-to-ken: abcdefgh\nlist-ok.en: abcdefgh\n',
  ],
  ['nothing', ''],
];

describe('stays quiet about', () => {
  it.each(harmless)('%s', (_name, text) => {
    expect(findCredentials(text)).toEqual([]);
  });
});

const upstream = REFERENCE ?? '';
const files =
  REFERENCE === undefined
    ? []
    : ['istio-1.0', 'istio-current']
        .flatMap((folder) =>
          readdirSync(join(upstream, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
            join(folder, name),
          ),
        )
        .filter((file) => /\.(?:ya?ml|tpl|json)$/.test(file));

it.each(files)('stays quiet about upstream file %s', (file) => {
  expect(findCredentials(readFileSync(join(upstream, file), 'utf8'))).toEqual([]);
});
