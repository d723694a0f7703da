import { describe, expect, it } from 'vitest';
import type { Resources } from '../../../../src/kubernetes/resources';
import { Citadel } from '../../../../src/lines/istio-1.0/constructs/citadel';
import {
  architectureAffinity,
  type ComponentProps,
} from '../../../../src/lines/istio-1.0/constructs/component';
import { SidecarInjector } from '../../../../src/lines/istio-1.0/constructs/sidecar-injector';
import { chartDefaults } from '../../../../src/lines/istio-1.0/options/remote';
import { find, type KubernetesObject } from '../../../golden/manifests';
import { deploymentOf } from './component';
import { synthConstruct } from './synth-construct';

const components: Record<string, (props: ComponentProps) => KubernetesObject[]> = {
  'istio-citadel': (props) => synthConstruct((chart) => new Citadel(chart, 'citadel', props)),
  'istio-sidecar-injector': (props) =>
    synthConstruct((chart) => new SidecarInjector(chart, 'injector', props)),
};

describe.each(Object.entries(components))('the Deployment %s', (name, synthComponent) => {
  const podOf = (props: ComponentProps = {}) => deploymentOf(synthComponent(props), name).spec.template.spec;

  it('has the values of the chart by default', () => {
    const { apiVersion, spec } = deploymentOf(synthComponent({}), name);
    expect(apiVersion).toBe('apps/v1');
    expect(spec.replicas).toBe(1);
    expect(spec.template.spec.containers[0]).toMatchObject({
      imagePullPolicy: 'IfNotPresent',
      resources: { requests: { cpu: '10m' } },
    });
    expect(spec.template.spec).not.toHaveProperty('priorityClassName');
  });

  it('selects its own pods, which get no sidecar', () => {
    const { selector, template } = deploymentOf(synthComponent({}), name).spec;
    expect(selector).toEqual({ matchLabels: template.metadata.labels });
    expect(template.metadata.annotations).toEqual({
      'sidecar.istio.io/inject': 'false',
      'scheduler.alpha.kubernetes.io/critical-pod': '',
    });
  });

  it('takes replicas, none included', () => {
    expect(deploymentOf(synthComponent({ replicas: 3 }), name).spec.replicas).toBe(3);
    expect(deploymentOf(synthComponent({ replicas: 0 }), name).spec.replicas).toBe(0);
  });

  it('takes a pull policy', () => {
    expect(podOf({ imagePullPolicy: 'Always' }).containers[0].imagePullPolicy).toBe('Always');
  });

  it('names pull secrets on the account, none by default', () => {
    const accountOf = (props: ComponentProps) =>
      find(synthComponent(props), 'ServiceAccount', podOf(props).serviceAccountName);
    expect(accountOf({})).not.toHaveProperty('imagePullSecrets');
    expect(accountOf({ imagePullSecrets: [] })).not.toHaveProperty('imagePullSecrets');
    expect(accountOf({ imagePullSecrets: ['a', 'b'] })).toMatchObject({
      imagePullSecrets: [{ name: 'a' }, { name: 'b' }],
    });
  });

  it('prefers its own resources to those of all components', () => {
    const resources = { limits: { memory: '1Gi' } };
    const scheduling = { defaultResources: { requests: { cpu: '1' } } };
    expect(podOf({ resources, scheduling }).containers[0].resources).toEqual(resources);
    expect(podOf({ scheduling }).containers[0].resources).toEqual(scheduling.defaultResources);
    expect(podOf({ resources: {}, scheduling }).containers[0].resources).toEqual(scheduling.defaultResources);
  });

  it('spells quantities as an API server stores them, and leaves out empty maps', () => {
    const resourcesOf = (resources: Resources) => podOf({ resources }).containers[0].resources;
    expect(resourcesOf({ requests: { cpu: 0.25 }, limits: {} })).toEqual({ requests: { cpu: '250m' } });
    expect(podOf({ resources: { limits: {} } }).containers[0]).not.toHaveProperty('resources');
  });

  it('has no resources if the default ones are removed', () => {
    expect(podOf({ scheduling: { defaultResources: {} } }).containers[0]).not.toHaveProperty('resources');
  });

  it('takes a priority class', () => {
    expect(podOf({ scheduling: { priorityClassName: 'high' } }).priorityClassName).toBe('high');
    expect(podOf({ scheduling: { priorityClassName: '' } })).not.toHaveProperty('priorityClassName');
  });

  it('runs on the architectures it is given', () => {
    const affinity = podOf({ scheduling: { architectures: { arm64: 1 } } }).affinity;
    expect(JSON.stringify(affinity)).toContain('"values":["arm64"]');
    expect(JSON.stringify(podOf().affinity)).toContain('"values":["amd64","ppc64le","s390x"]');
  });

  it.each([
    ['1.13', 'beta.kubernetes.io/arch'],
    ['1.14', 'kubernetes.io/arch'],
  ])('looks on Kubernetes %s at the label %s', (kubernetes, key) => {
    expect(JSON.stringify(podOf({ kubernetes }).affinity)).toContain(`"key":"${key}"`);
  });

  it('puts everything that has a namespace into the one it is given', () => {
    const objects = synthComponent({ namespace: 'mesh' });
    const namespaces = objects.flatMap(({ metadata: { namespace } }) =>
      namespace === undefined ? [] : [namespace],
    );
    expect(new Set(namespaces)).toEqual(new Set(['mesh']));
    expect(namespaces).toHaveLength(3);
    const [binding] = objects.filter(({ kind }) => kind === 'ClusterRoleBinding');
    expect(binding?.subjects).toMatchObject([{ namespace: 'mesh' }]);
  });
});

const affinity = (architectures: Record<string, number>, kubernetes = '1.21') =>
  architectureAffinity({ ...chartDefaults('1.0.9').scheduling, architectures }, kubernetes).nodeAffinity;

describe('architectureAffinity', () => {
  it('asks for the architectures with a weight, sorted, and prefers each by its weight', () => {
    const key = 'kubernetes.io/arch';
    expect(affinity({ s390x: 1, amd64: 3, ppc64le: 0 })).toEqual({
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key, operator: 'In', values: ['amd64', 's390x'] }] }],
      },
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 3, preference: { matchExpressions: [{ key, operator: 'In', values: ['amd64'] }] } },
        { weight: 1, preference: { matchExpressions: [{ key, operator: 'In', values: ['s390x'] }] } },
      ],
    });
  });

  it('gives the same for every order of the same architectures', () => {
    expect(affinity({ s390x: 2, amd64: 2 })).toEqual(affinity({ amd64: 2, s390x: 2 }));
  });

  it.each([
    ['1.9', 'beta.kubernetes.io/arch'],
    ['1.13.12', 'beta.kubernetes.io/arch'],
    ['1.14', 'kubernetes.io/arch'],
    ['1.21.14', 'kubernetes.io/arch'],
  ])('looks on Kubernetes %s at the label %s', (kubernetes, key) => {
    const text = JSON.stringify(affinity({ amd64: 2 }, kubernetes));
    expect(text.match(/"key":"[^"]*"/g)).toEqual([`"key":"${key}"`, `"key":"${key}"`]);
  });
});
