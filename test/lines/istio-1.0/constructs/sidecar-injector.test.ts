import { describe, expect, it } from 'vitest';
import {
  SidecarInjector,
  type SidecarInjectorProps,
} from '../../../../src/lines/istio-1.0/constructs/sidecar-injector';
import { find } from '../../../golden/manifests';
import { deploymentOf } from './component';
import { idsOf, synthConstruct } from './synth-construct';

function synthSidecarInjector(props?: SidecarInjectorProps) {
  return synthConstruct((chart) => new SidecarInjector(chart, 'sidecar-injector', props));
}

/** Returns the version of the webhook's API and its only webhook. */
function webhookOf(props?: SidecarInjectorProps): {
  version: string;
  webhook: Readonly<Record<string, unknown>>;
} {
  const { apiVersion, webhooks } = find(
    synthSidecarInjector(props),
    'MutatingWebhookConfiguration',
    'istio-sidecar-injector',
  );
  expect(webhooks).toHaveLength(1);
  return { version: apiVersion, webhook: { ...webhooks?.[0] } };
}

describe('SidecarInjector', () => {
  it('makes an account with its rights, a Service, a Deployment and, last, the webhook', () => {
    expect(idsOf(synthSidecarInjector())).toEqual([
      'ServiceAccount/istio-system/istio-sidecar-injector-service-account',
      'ClusterRole/istio-sidecar-injector-istio-system',
      'ClusterRoleBinding/istio-sidecar-injector-admin-role-binding-istio-system',
      'Service/istio-system/istio-sidecar-injector',
      'Deployment/istio-system/istio-sidecar-injector',
      'MutatingWebhookConfiguration/istio-sidecar-injector',
    ]);
  });

  it('reads ConfigMaps and patches webhooks', () => {
    const role = find(synthSidecarInjector(), 'ClusterRole', 'istio-sidecar-injector-istio-system');
    expect((role as { rules?: unknown }).rules).toEqual([
      { apiGroups: ['*'], resources: ['configmaps'], verbs: ['get', 'list', 'watch'] },
      {
        apiGroups: ['admissionregistration.k8s.io'],
        resources: ['mutatingwebhookconfigurations'],
        verbs: ['get', 'list', 'watch', 'patch'],
      },
    ]);
  });

  it('runs the image of the newest release, or the one it is given', () => {
    const imageOf = (props?: SidecarInjectorProps) =>
      deploymentOf(synthSidecarInjector(props), 'istio-sidecar-injector').spec.template.spec.containers[0]
        .image;
    expect(imageOf()).toBe('docker.io/istio/sidecar_injector:1.0.9');
    expect(imageOf({ image: 'example.com/injector:1' })).toBe('example.com/injector:1');
  });

  it('mounts the mesh config, its certificate and the template', () => {
    const { volumes } = deploymentOf(synthSidecarInjector(), 'istio-sidecar-injector').spec.template.spec;
    expect(volumes).toEqual([
      { name: 'config-volume', configMap: { name: 'istio' } },
      { name: 'certs', secret: { secretName: 'istio.istio-sidecar-injector-service-account' } },
      {
        name: 'inject-config',
        configMap: { name: 'istio-sidecar-injector', items: [{ key: 'config', path: 'config' }] },
      },
    ]);
  });
});

describe('the webhook', () => {
  it('sends new pods of labelled namespaces to the injector and refuses them without it', () => {
    const { version, webhook } = webhookOf();
    expect(version).toBe('admissionregistration.k8s.io/v1');
    expect(webhook).toEqual({
      name: 'sidecar-injector.istio.io',
      clientConfig: {
        service: { name: 'istio-sidecar-injector', namespace: 'istio-system', path: '/inject' },
      },
      rules: [
        { operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'], scope: '*' },
      ],
      failurePolicy: 'Fail',
      namespaceSelector: { matchLabels: { 'istio-injection': 'enabled' } },
      matchPolicy: 'Exact',
      timeoutSeconds: 30,
      sideEffects: 'None',
      admissionReviewVersions: ['v1beta1'],
    });
  });

  it('calls the Service in the namespace it is given', () => {
    expect(webhookOf({ namespace: 'mesh' }).webhook).toMatchObject({
      clientConfig: { service: { namespace: 'mesh' } },
    });
  });

  it('selects all namespaces except the ones that opt out, when injecting by default', () => {
    expect(webhookOf({ injectByDefault: true }).webhook.namespaceSelector).toEqual({
      matchExpressions: [{ key: 'istio-injection', operator: 'NotIn', values: ['disabled'] }],
    });
  });

  it('takes a CA bundle', () => {
    expect(webhookOf({ caBundle: 'QQ==' }).webhook.clientConfig).toHaveProperty('caBundle', 'QQ==');
  });

  it.each([
    ['1.9', 'v1beta1', false],
    ['1.13.12', 'v1beta1', false],
    ['1.14', 'v1beta1', true],
    ['1.15.12', 'v1beta1', true],
    ['1.16', 'v1', true],
    ['1.21', 'v1', true],
  ])('has on Kubernetes %s the API version %s, with a scope: %s', (kubernetes, expected, hasScope) => {
    const { version, webhook } = webhookOf({ kubernetes });
    expect(version).toBe(`admissionregistration.k8s.io/${expected}`);
    expect(JSON.stringify(webhook.rules).includes('"scope":"*"')).toBe(hasScope);
    const onlyInV1 = ['matchPolicy', 'timeoutSeconds', 'sideEffects', 'admissionReviewVersions'];
    expect(onlyInV1.filter((key) => key in webhook)).toEqual(expected === 'v1' ? onlyInV1 : []);
  });
});
