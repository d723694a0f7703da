import { expect, it } from 'vitest';
import { file, refusal } from './migrated';

it.each([
  [
    'global: { tagg: 1 }',
    'values.yaml:1:11 global.tagg: unknown value: no istio-remote chart of Istio 1.0 reads it. Did you mean global.tag? Else remove it',
  ],
  ['pilot: { enabled: true }', 'values.yaml:1:1 pilot: unknown value'],
  ['global: { selfSigned: true }', 'Did you mean security.selfSigned?'],
  ['global.tag: 1.0.9', 'unknown value'],
  ['security: { global: { hub: x } }', 'security.global: unknown value'],
  [
    'global: { proxy: true }',
    'values.yaml:1:18 global.proxy: expected a map, got the boolean true. Write a map',
  ],
  ['global:', 'global: expected a map, got null. Remove it or write {}'],
  [
    'sidecarInjectorWebhook: { enabled: "false" }',
    'sidecarInjectorWebhook.enabled: expected true or false, got the string "false". Write it without quotes: Helm reads any text, even "false", as true',
  ],
  ['global: { enableTracing: null }', 'global.enableTracing: expected true or false, got null'],
  ['security: { replicaCount: two }', 'security.replicaCount: expected an integer, got the string "two"'],
  ['security: { replicaCount: 1.5 }', 'security.replicaCount: expected an integer, 0 or more, got 1.5'],
  ['global: { proxy: { concurrency: [] } }', 'global.proxy.concurrency: expected an integer, got a list'],
  ['global: { hub: "" }', 'global.hub: expected a registry'],
  ['global: { hub: null }', 'global.hub: expected text, got null'],
  ['global: { tag: 20180711 }', 'global.tag: expected text, got the number 20180711. Put it in quotes'],
  [
    'global: { imagePullPolicy: Sometimes }',
    'global.imagePullPolicy: expected one of Always, IfNotPresent, Never',
  ],
  [
    'global: { imagePullSecrets: regcred }',
    'global.imagePullSecrets: expected a list of names, got the string "regcred"',
  ],
  [
    'global: { imagePullSecrets: [{ name: a }] }',
    'global.imagePullSecrets: expected a list of names; one of them is a map',
  ],
  ['global: { imagePullSecrets: ["1e3"] }', 'one of them is the string "1e3"'],
  [
    "global: { proxy: { accessLogFile: 'a\"b' } }",
    'global.proxy.accessLogFile: expected text without quotes',
  ],
  ['global: { proxy: { includeIPRanges: 10.0.0.0 } }', 'global.proxy.includeIPRanges: expected'],
  ['global: { proxy: { autoInject: true } }', 'global.proxy.autoInject: expected text, got the boolean true'],
  [
    'global: { proxy: { resources: { request: { cpu: 1 } } } }',
    'global.proxy.resources.request: unknown key. Did you mean requests?',
  ],
  [
    'global: { defaultResources: { limits: { cpu: lots } } }',
    'global.defaultResources.limits.cpu: expected a quantity',
  ],
  [
    'global: { arch: { amd64: lots } }',
    'global.arch: expected a whole number for "amd64", not the string "lots"',
  ],
  ['global: { arch: { amd64: 0, s390x: 0, ppc64le: 0 } }', 'global.arch: expected at least one architecture'],
  [
    'global: { remotePilotAddress: 999.2.3.4 }',
    'global.remotePilotAddress: expected an IP address or DNS name, got "999.2.3.4"',
  ],
  [
    'global: { remotePilotCreateSvcEndpoint: true }',
    'global.remotePilotAddress: expected an address outside the remote with global.remotePilotCreateSvcEndpoint',
  ],
  [
    'global: { proxy: { envoyStatsd: { enabled: true, host: x } } }',
    'global.proxy.envoyStatsd: expected a host and a port',
  ],
  [
    'global: { controlPlaneSecurityEnabled: true }',
    'global.controlPlaneSecurityEnabled: expected security.selfSigned: false',
  ],
  ['security: { nameOverride: own }', 'security.nameOverride: expected "security", the chart\'s own name'],
])('refuses %s', (values, expected) => {
  expect(refusal(values)).toContain(expected);
});

it('names all that is wrong at once, and nothing that follows from it', () => {
  const values = `global:
  controlPlaneSecurityEnabled: true
  remotePilotCreateSvcEndpoint: true
  remotePilotAdress: 10.8.0.11
  hub: [x]
security:
  selfSigned: "false"
  replicaCount: -1
`;
  expect(
    refusal(values)
      .split('\n')
      .map((line) => line.split(' ')[1]),
  ).toEqual(['global.remotePilotAdress:', 'security.selfSigned:', 'global.hub:', 'security.replicaCount:']);
});

it('says which file or flag gave the value', () => {
  const sources = [
    file('global: { hub: docker.io/istio }', 'base.yaml'),
    file('global:\n  hub: "a b"', 'over.yaml'),
    { kind: 'set', text: 'security.replicaCount=x' } as const,
  ];
  const message = refusal('', { sources });
  expect(message).toContain('over.yaml:2:8 global.hub: expected');
  expect(message).toContain('--set security.replicaCount: expected');
});

it.each([
  [{ cluster: 'EU' }, '--cluster: expected'],
  [{ namespace: 'a.b' }, '--namespace: expected'],
  [{ primaryName: 'a_b' }, '--primary: expected'],
  [{ primaryName: 'eu' }, '--cluster: expected a name of its own, got "eu"'],
  [{ kubernetes: '1.22' }, '--kubernetes: expected Kubernetes 1.9 to 1.21'],
  [{ istio: '1.1.0' }, '--istio: expected a release from 1.0.0 to 1.0.9, got "1.1.0"'],
])('refuses the options %j', (options, expected) => {
  expect(refusal('', options)).toContain(expected);
});
