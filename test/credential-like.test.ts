import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMesh, problemText, readMesh } from '../src';
import { looksLikeCredential } from '../src/credential-like';
import { excerpt, pathText, quoted, withExcerpts } from '../src/problem';
import { Sandbox } from './e2e/sandbox';
import { randomBytes } from './seed';

const RANDOM = {
  hex: (bytes: number) => randomBytes(bytes).toString('hex'),
  base64: (bytes: number) => randomBytes(bytes).toString('base64'),
  base64url: (bytes: number) => randomBytes(bytes).toString('base64url'),
} as const;

/** Values that users write into mesh.yaml and manifests. None of them is a secret. */
const HARMLESS = [
  'eu-west-1',
  'ap-south-1-prod-a-1-b-2-c-3-cluster',
  'https://10.20.0.2:6443',
  'https://A1B2C3D4E5F60718293A4B5C6D7E8F90.gr7.eu-west-1.eks.amazonaws.com',
  'a8f3c9d0e1b24567890abcdef1234567-1234567890.us-west-2.elb.amazonaws.com',
  'gcr.io/istio-release/proxyv2:1.30.3-distroless',
  `docker.io/istio/pilot@sha256:${'0a1b2c3d'.repeat(8)}`,
  'MutatingWebhookConfiguration',
  'admissionregistration.k8s.io/v1beta1',
  'HorizontalPodAutoscalerV2',
  'istio-ingressgateway-service-account',
  '9f1c2d3e-4b5a-6978-8a9b-0c1d2e3f4a5b',
  '2001:db8:85a3:8d3:1319:8a2e:370:7348',
  '10.0.0.0/8,172.16.0.0/12,192.168.0.0/16',
  'apps/production/workloads-2026-11-27.yaml',
  'traffic.sidecar.istio.io/excludeOutboundPorts',
  'controlPlaneMutualTls',
];

describe('looksLikeCredential', () => {
  it.each(HARMLESS)('passes %s', (value) => {
    expect(looksLikeCredential(value)).toBe(false);
  });

  it.each([
    ['a GitHub token', `ghp_${'aB3dE6gH9jK2mN5pQ8rS1tU4vW7xY0zA1bC4'}`],
    ['an AWS key', `AKIA${'ZQ7XW3R5T9PLM2KD'}`],
    ['a token in a sentence', `the token is ${'aB3dE6gH9jK2mN5pQ8rS1tU4vW7xY0zA'}, keep it`],
    ['a password with its name', 'password: hunter2'],
    ['a key in PEM', '-----BEGIN RSA PRIVATE KEY-----\n'],
  ])('finds %s', (_, value) => {
    expect(looksLikeCredential(value)).toBe(true);
  });

  it.each(Object.entries(RANDOM))('finds nearly all random values in %s', (_, make) => {
    const found = Array.from({ length: 1000 }, () => looksLikeCredential(make(24))).filter(Boolean);
    expect(found.length).toBeGreaterThan(980);
  });
});

describe('a value in a message', () => {
  const token = 'aB3dE6gH9jK2mN5pQ8rS1tU4vW7xY0zA1bC4';

  it('is hidden when it looks like a credential, as a value and as a key', () => {
    expect(quoted(token)).toBe('a value that looks like a credential');
    expect(excerpt(token)).toBe('a value that looks like a credential');
    expect(pathText(['data', token, 0])).toBe('data.(hidden)[0]');
  });

  it('has at most 24 characters when it is of another file', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 200 }), fc.double(), fc.bigInt()), (value) => {
        const shown = excerpt(value);
        expect(shown === 'a value that looks like a credential' || shown.length <= 24).toBe(true);
      }),
    );
  });

  it('is hidden in advice on mesh.yaml as well', () => {
    const { problems } = parseMesh(
      `istio: 1.0.9\nprimary: { name: "${token}", addresses: { pilot: 10.8.0.11 } }\nremotes: []\n`,
      'mesh.yaml',
    );
    const text = problems.map(problemText).join('\n');
    expect(text).toContain('primary.name: expected');
    expect(text.toLowerCase()).not.toContain(token.toLowerCase());
  });

  it('is cut or hidden in what the engine for templates says', () => {
    const long = 'abcdefghijklmnopqrstuvwxyz';
    expect(withExcerpts(`inject:1: unexpected "${token}" in operand`)).toBe(
      'inject:1: unexpected "hidden" in operand',
    );
    expect(withExcerpts(`executing at <.${long}>: no field`)).toBe(
      'executing at <.abcdefghijklmnopqrst…>: no field',
    );
    expect(withExcerpts(`unclosed: ${token}`)).not.toContain(token);
    expect(withExcerpts('function "foo" not defined')).toBe('function "foo" not defined');
  });

  const MESH = 'istio: 1.0.9\nprimary: { name: hq, addresses: { pilot: 10.8.0.11 } }\n';
  const CURRENT = MESH.replace('1.0.9', '"1.30"').replace('pilot', 'istiod');
  const OBJECT = 'apiVersion: v1\nkind: Service\nmetadata: { name: cart, namespace: shop }\n';

  it.each([
    ['workloads', `${MESH}remotes: [{ name: eu, injectedWorkloads: [a/eu.yaml] }]\n`],
    [
      'shared services',
      `${MESH}remotes: [{ name: eu }]\nsharedServices: [{ files: [a/eu.yaml], from: hq }]\n`,
    ],
    ['sealed secrets', `${MESH}remotes: [{ name: eu }]\ncredentials: { sealedSecrets: { folder: a } }\n`],
    ['definitions', `${CURRENT}remotes: [{ name: eu, kubernetes: "1.32", crds: a/eu.yaml }]\n`],
  ])('of %s is cut or hidden, wherever it is in the file', (_, mesh) => {
    const long = 'abcdefghij klmnopqrst uvwxyz, more words than a message may show';
    for (const value of [token, long])
      for (const text of [
        value,
        `"${value}"\n`,
        `- "${value}"\n`,
        `kind: "${value}"\n`,
        `apiVersion: "${value}"\nkind: Service\n`,
        `a: !<${value.split(' ')[0]}> x\n`,
        `a: *${value.split(' ')[0]}\n`,
        `${OBJECT}spec: { type: "${value}", ports: [{ port: "${value}" }] }\n`,
        `${OBJECT.replace('cart', value)}spec: { ports: [{ port: 80 }], clusterIP: "${value}" }\n`,
        `apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata: { name: "${value}", namespace: "${value}" }\nspec: "${value}"\n`,
        `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: { name: "${value}" }\nspec: { group: "${value}", names: { plural: a } }\n`,
      ]) {
        using sandbox = new Sandbox({ 'mesh.yaml': mesh, 'a/eu.yaml': text });
        const said = readMesh(sandbox.path('mesh.yaml')).problems.map(problemText).join('\n');
        expect({ text, said: said.includes(value.slice(0, 25)) ? said : '' }).toEqual({ text, said: '' });
      }
  });
});
