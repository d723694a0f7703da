import { describe, expect, it } from 'vitest';
import { readYaml } from '../../../../src/kubernetes/text/read-yaml';
import { injectionVariables } from '../../../../src/lines/istio-current/facts/injection-path';
import { keysOf, standingOf } from '../../../../src/lines/istio-current/migrate/known-values';
import { migrateValuesCurrent } from '../../../../src/lines/istio-current/migrate/migrate-values';
import type { ChartOfRemote } from '../../../../src/lines/line';
import { problemText, UserError } from '../../../../src/problem';
import { asMap } from '../../../chart-objects';
import { chartObjects, isRendered } from '../parity/renderings';

const REMOTE = 'profile: remote\nglobal: { remotePilotAddress: 10.1.2.3 }\n';

function migrated(values: string, options: Partial<ChartOfRemote> = {}) {
  return migrateValuesCurrent({
    sources: [{ kind: 'file', name: 'values.yaml', text: values }],
    cluster: 'eu',
    istio: '1.30.3',
    ...options,
  });
}

/** Returns the content of the mesh file, without defaults. */
function inputOf(values: string, options: Partial<ChartOfRemote> = {}): unknown {
  return readYaml(migrated(values, options).text, 'mesh.yaml').value;
}

function refusal(values: string, options: Partial<ChartOfRemote> = {}): string {
  try {
    migrated(values, options);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  throw new Error('expected a UserError');
}

const withPath = (path: string, rest = '') => `profile: remote
global: { remotePilotAddress: 10.1.2.3${rest} }
istiodRemote: { injectionPath: ${path} }
`;

describe('migrate of values of current Istio', () => {
  it('needs only the profile and an address', () => {
    expect(inputOf(REMOTE)).toEqual({
      istio: '1.30.3',
      primary: { name: 'primary', addresses: { istiod: '10.1.2.3' } },
      remotes: [{ name: 'eu' }],
    });
  });

  it('takes over revision, tags, namespace, network, webhook and validation', () => {
    const values = `profile: remote
revision: 1-30
revisionTags: [stable]
defaultRevision: ""
global: { remotePilotAddress: istiod.example.com, istioNamespace: mesh-cp }
istiodRemote: { injectionPath: /inject/cluster/eu/net/network2 }
`;
    expect(inputOf(values, { primaryName: 'hq', kubernetes: '1.33' })).toEqual({
      istio: '1.30.3',
      revision: '1-30',
      revisionTags: ['stable'],
      primary: { name: 'hq', namespace: 'mesh-cp', addresses: { istiod: 'istiod.example.com' } },
      remotes: [
        {
          name: 'eu',
          kubernetes: '1.33',
          network: 'network2',
          validation: { enabled: false },
        },
      ],
    });
  });

  it('takes the namespace of the release from --namespace', () => {
    expect(inputOf(REMOTE, { namespace: 'mesh-cp' })).toMatchObject({ primary: { namespace: 'mesh-cp' } });
    expect(refusal(`${REMOTE.replace(' }', ', istioNamespace: other }')}`, { namespace: 'mesh-cp' })).toBe(
      'values.yaml:2:57 global.istioNamespace: expected the namespace of the Helm release, mesh-cp, got the string "other". Give the same in --namespace and in the value',
    );
  });

  it('takes over injection by default', () => {
    expect(inputOf(`${REMOTE}sidecarInjectorWebhook: { enableNamespacesByDefault: true }\n`)).toMatchObject({
      remotes: [{ name: 'eu', sidecarInjector: { injectByDefault: true } }],
    });
  });

  it('turns off the webhook that an operator manages', () => {
    expect(inputOf(REMOTE.replace(' }', ', operatorManageWebhooks: true }'))).toMatchObject({
      remotes: [{ name: 'eu', sidecarInjector: { enabled: false } }],
    });
  });

  it('takes the host of the injection URL if no value has the address', () => {
    const url = 'https://istiod.example.com:15017/inject/cluster/eu/net/n';
    expect(inputOf(`profile: remote\nistiodRemote: { injectionURL: "${url}" }\n`)).toMatchObject({
      primary: { addresses: { istiod: 'istiod.example.com' } },
      remotes: [{ name: 'eu', network: 'n', sidecarInjector: { url } }],
    });
  });

  it('leaves out values that nothing in a remote reads', () => {
    const values = `${REMOTE}resources: { requests: { cpu: 1 } }\nmeshConfig: { accessLogFile: /dev/stdout }\n`;
    expect(inputOf(values)).toEqual(inputOf(REMOTE));
  });

  it('warns when the path names no cluster, for then the primary takes the pods for its own', () => {
    expect(migrated(REMOTE).warnings.map(problemText).join()).toContain('names no cluster');
    expect(migrated(withPath('/inject/cluster/eu')).warnings).toEqual([]);
  });

  it.each([
    [
      'global: { remotePilotAddress: 10.1.2.3 }\n',
      'profile: expected remote, got nothing: these values install istiod itself',
    ],
    [
      'profile: ambient\nglobal: { remotePilotAddress: 10.1.2.3 }\n',
      'values.yaml:1:10 profile: expected remote, got the string "ambient"',
    ],
    [
      'profile: remote\n',
      'global.remotePilotAddress: expected the address of istiod for this cluster, got nothing',
    ],
    [`${REMOTE}configMap: true\n`, 'values.yaml:3:12 configMap: expected false, got the boolean true'],
    [
      `${REMOTE}sidecarInjectorWebhook: { reinvocationPolicy: ifNeeded }\n`,
      'expected one of Never, IfNeeded, got "ifNeeded". Did you mean IfNeeded?',
    ],
    [`${REMOTE}env: { MCS_API_GROUP: x }\n`, 'env: expected a map without MCS_API_GROUP'],
    [
      REMOTE.replace(' }', ', configCluster: true }'),
      'global.configCluster: expected false, got the boolean true. Add --set global.configCluster=false',
    ],
    [
      `${REMOTE}base: { validationFailurePolicy: Fail }\n`,
      'Set base.validationCABundle (the policy is Fail then)',
    ],
    [`${REMOTE}pilot: { env: { A: b } }\n`, 'Write its keys one level up'],
    [
      `${REMOTE}istiodremote: {}\n`,
      'values.yaml:3:1 istiodremote: unknown value: neither chart, base nor istiod, reads it. Did you mean istiodRemote?',
    ],
    [`${REMOTE}global.network: n\n`, 'unknown value'],
    [`${REMOTE}istiodRemote: true\n`, 'istiodRemote: expected a map, got the boolean true'],
    [`${REMOTE}revision: [a]\n`, 'revision: expected text, got a list'],
    [
      `${REMOTE}sidecarInjectorWebhook: { enableNamespacesByDefault: "true" }\n`,
      'expected true or false, got the string "true". Write it without quotes',
    ],
    [
      withPath('/inject/cluster/us/net/n'),
      'names the cluster "us", and --cluster is "eu". Give --cluster us',
    ],
    [
      withPath('/inject/cluster/eu/net/n', ', network: m'),
      'names the network "n", and global.network is "m"',
    ],
    [withPath('/inject/cluster/eu/net/n/foo/bar'), 'sets "foo" besides cluster and net'],
    [withPath('/other'), 'expected a path below /inject, got "/other"'],
    [`${REMOTE.replace(' }', ', multiCluster: { clusterName: us } }')}`, 'names the cluster "us"'],
    [
      REMOTE.replace('10.1.2.3', '999.2.3.4'),
      'values.yaml:2:31 global.remotePilotAddress: expected an IP address or DNS name, got "999.2.3.4"',
    ],
  ])('refuses %j', (values, message) => {
    expect(refusal(values)).toContain(message);
  });

  it.each([
    ['1.29', 'enableReaderRBAC: false'],
    ['1.30.3', 'readerServiceAccount: { name: other }'],
    ['1.31', 'networkPolicy: { enabled: false }'],
  ])('leaves out what the charts of %s do not read, or what changes nothing: %s', (istio, value) => {
    expect(inputOf(REMOTE.replace(' }', `, ${value} }`), { istio })).toEqual(inputOf(REMOTE, { istio }));
  });

  it.each([
    ['1.30', 'enableReaderRBAC: false'],
    ['1.31', 'readerServiceAccount: { name: other }'],
    ['1.32', 'readerServiceAccount: { name: other }'],
  ])('refuses what the charts of %s read: %s', (istio, value) => {
    expect(refusal(REMOTE.replace(' }', `, ${value} }`), { istio })).toContain('Remove it');
  });

  it('takes over families and Secrets of images', () => {
    const values = 'ipFamilyPolicy: PreferDualStack, ipFamilies: [IPv6, IPv4], imagePullSecrets: [registry]';
    expect(inputOf(REMOTE.replace(' }', `, ${values} }`))).toMatchObject({
      remotes: [
        {
          ipFamilyPolicy: 'PreferDualStack',
          ipFamilies: ['IPv6', 'IPv4'],
          imagePullSecrets: ['registry'],
        },
      ],
    });
  });

  it('refuses a release of no line', () => {
    expect(refusal(REMOTE, { istio: '1.27' })).toContain(
      '--istio: expected release 1.28 or newer, got "1.27"',
    );
  });
});

describe('the injection path', () => {
  it.each([
    ['/inject', {}],
    ['/inject/', {}],
    ['/inject/cluster/eu/net/n', { cluster: 'eu', net: 'n' }],
    ['/inject/cluster/eu/net/n/', { cluster: 'eu', net: 'n' }],
    ['/inject/net/n/cluster/eu/foo/bar', { cluster: 'eu', net: 'n', foo: 'bar' }],
    ['/inject/cluster/a--slash--b', { cluster: 'a/b' }],
    ['/inject/cluster/eu/odd', { cluster: 'eu' }],
  ])('%s names each value', (path, variables) => {
    expect(Object.fromEntries(injectionVariables(path))).toEqual(variables);
  });
});

describe('the values that the charts have', () => {
  it.skipIf(!isRendered('1.30.3', 'minimal'))('are all known, at every level that is looked at', () => {
    const [config] = chartObjects('1.30.3', { name: 'minimal' }).filter(({ kind }) => kind === 'ConfigMap');
    const chart: unknown = JSON.parse(String(asMap(config?.data)['merged-values']));
    const unknown = (map: object, group: string): string[] =>
      Object.entries(map).flatMap(([key, value]) => {
        const path = group === '' ? key : `${group}.${key}`;
        const standing = standingOf(path);
        if (standing === 'group') return unknown(value, path);
        return standing === 'unknown' ? [path] : [];
      });
    expect(unknown(asMap(chart), '')).toEqual([]);
  });

  it('are in one group each', () => {
    expect(keysOf('istiodRemote')).toEqual(
      expect.arrayContaining(['injectionURL', 'injectionPath', 'injectionCABundle', 'enabled']),
    );
  });
});
