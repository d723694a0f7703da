import { describe, expect, it } from 'vitest';
import {
  architecturesAllowOne,
  injectedNamespacesHaveAnInjector,
  optionsExistInTheRelease,
  sidecarInjectorHasReplicas,
  statsdHasHostAndPort,
} from '../../../../src/lines/istio-1.0/rules';
import { ruleProblems } from '../../../mesh/rules/rule-problems';

describe('optionsExistInTheRelease', () => {
  it.each([
    ['proxy.concurrency', '1.0.1', '1.0.2', { proxy: { concurrency: 0 } }],
    ['policyCheckFailOpen', '1.0.2', '1.0.3', { policyCheckFailOpen: false }],
    ['proxy.domain', '1.0.5', '1.0.6', { proxy: { domain: 'mesh.local' } }],
  ] as const)('rejects %s in %s and accepts it in %s', (field, before, since, options) => {
    const message = `exists from Istio ${since} on, and the mesh runs ${before}. Remove it, or upgrade the primary`;
    expect(ruleProblems(optionsExistInTheRelease, { istio: before, remotes: [{}, options] })).toEqual([
      `remotes[1].${field}: ${message}`,
    ]);
    expect(ruleProblems(optionsExistInTheRelease, { istio: before, defaults: options })).toEqual([
      `defaults.${field}: ${message}`,
    ]);
    const remotes = [options];
    expect(ruleProblems(optionsExistInTheRelease, { istio: since, defaults: options, remotes })).toEqual([]);
  });
});

describe('statsdHasHostAndPort', () => {
  const problems = (statsd: object, defaults: object = {}) =>
    ruleProblems(statsdHasHostAndPort, {
      defaults: { proxy: { statsd: defaults } },
      remotes: [{ proxy: { statsd } }],
    });

  it.each([{}, { enabled: false }, { enabled: false, host: 'a' }, { host: 'a', port: 1 }])(
    'accepts %j',
    (statsd) => {
      expect(problems(statsd)).toEqual([]);
    },
  );

  it.each([
    [{ host: 'a' }, 'got no port. Add port, or set enabled: false'],
    [{ port: 1 }, 'got no host. Add host, or set enabled: false'],
    [{ enabled: true }, 'got no host and no port. Add host and port, or set enabled: false'],
  ])('rejects %j', (statsd, rest) => {
    expect(problems(statsd)).toEqual([`remotes[0].proxy.statsd: expected a host and a port, ${rest}`]);
  });

  it('accepts halves that defaults and the remote put together', () => {
    expect(problems({ port: 1 }, { host: 'a' })).toEqual([]);
  });

  it('accepts a remote that switches off what defaults set', () => {
    expect(problems({ enabled: false }, { host: 'a' })).toEqual([]);
  });
});

describe('architecturesAllowOne', () => {
  const problems = (architectures: Record<string, number | null>) =>
    ruleProblems(architecturesAllowOne, { remotes: [{ scheduling: { architectures } }] });

  it.each([{}, { amd64: 0 }, { amd64: 0, ppc64le: 0, s390x: 0, arm64: 1 }])('accepts %j', (architectures) => {
    expect(problems(architectures)).toEqual([]);
  });

  it.each([
    { amd64: 0, ppc64le: 0, s390x: 0 },
    { amd64: null, ppc64le: null, s390x: null },
  ])('rejects %j', (architectures) => {
    expect(problems(architectures)).toEqual([
      'remotes[0].scheduling.architectures: expected at least one architecture with a weight above 0, got none. Give the architecture of your nodes the weight 2',
    ]);
  });
});

describe('sidecarInjectorHasReplicas', () => {
  it.each([{}, { replicas: 1 }, { replicas: 0, enabled: false }])('accepts %j', (sidecarInjector) => {
    expect(ruleProblems(sidecarInjectorHasReplicas, { remotes: [{ sidecarInjector }] })).toEqual([]);
  });

  it('warns about a webhook without an injector', () => {
    expect(
      ruleProblems(sidecarInjectorHasReplicas, { remotes: [{ sidecarInjector: { replicas: 0 } }] }),
    ).toEqual([
      'remotes[0].sidecarInjector.replicas: warning: with no injector running, the webhook refuses every new pod of the injected namespaces. Set replicas to 1 or more, or enabled: false',
    ]);
  });
});

describe('injectedNamespacesHaveAnInjector', () => {
  const sidecarInjector = { enabled: false };

  it.each([
    { injectedNamespaces: ['shop'] },
    { sidecarInjector },
    { sidecarInjector, injectedNamespaces: [] },
  ])('accepts %j', (remote) => {
    expect(ruleProblems(injectedNamespacesHaveAnInjector, { remotes: [remote] })).toEqual([]);
  });

  it('warns about labels that nobody reads', () => {
    const remotes = [{ sidecarInjector, injectedNamespaces: ['shop'] }];
    expect(ruleProblems(injectedNamespacesHaveAnInjector, { remotes })).toEqual([
      'remotes[0].injectedNamespaces: warning: labels namespaces for automatic injection, and sidecarInjector.enabled is false. Inject these workloads by hand, or enable the injector',
    ]);
  });
});
