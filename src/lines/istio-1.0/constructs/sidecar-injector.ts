import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { labels } from '../../../kubernetes/labels';
import { type Container, kube, type RuleWithOperations, type Volume } from '../../../kubernetes/manifest';
import { isAtLeast } from '../../../kubernetes/version';
import { NAMES } from '../facts/names';
import { PORTS } from '../facts/ports';
import { LATEST_1_0 } from '../facts/releases';
import { type ComponentProps, componentAccount, componentDeployment, componentRights } from './component';

/** Options of {@link SidecarInjector}. */
export interface SidecarInjectorProps extends ComponentProps {
  /** Image with registry and tag. Replaces `sidecarInjectorWebhook.image`. @default 'docker.io/istio/sidecar_injector:1.0.9' */
  readonly image?: string;
  /**
   * Whether to inject into every namespace without the label `istio-injection: disabled`, instead of only into
   * namespaces labelled `enabled`. Replaces `sidecarInjectorWebhook.enableNamespacesByDefault`.
   * @default false
   */
  readonly injectByDefault?: boolean;
  /**
   * Certificates that make the API server trust the injector, as base64 of PEM.
   * @default - left out: the injector fills in the field, and applying a manifest without it does not change it
   */
  readonly caBundle?: string;
}

const APP = 'istio-sidecar-injector';

/**
 * The sidecar injector: its Deployment, its rights and the webhook that sends it new pods. It reads the ConfigMaps of
 * {@link MeshConfig} and {@link InjectionConfig}. Source: 1.0.9,
 * install/kubernetes/helm/istio-remote/charts/sidecarInjectorWebhook/templates.
 */
export class SidecarInjector extends Construct {
  /** The ServiceAccount `istio-sidecar-injector-service-account`. */
  readonly account: ApiObject;
  /** The ClusterRole. */
  readonly role: ApiObject;
  /** The ClusterRoleBinding of account and role. */
  readonly binding: ApiObject;
  /** The Service `istio-sidecar-injector`. */
  readonly service: ApiObject;
  /** The Deployment `istio-sidecar-injector`. */
  readonly deployment: ApiObject;
  /** The MutatingWebhookConfiguration `istio-sidecar-injector`. */
  readonly webhook: ApiObject;

  constructor(scope: Construct, id: string, props: SidecarInjectorProps = {}) {
    super(scope, id);
    const namespace = props.namespace ?? NAMES.namespace;
    const name = NAMES.sidecarInjector;
    const account = NAMES.sidecarInjectorAccount;
    const who = { component: name, app: APP, account, namespace };
    this.account = componentAccount(this, who, props);
    const { role, binding } = componentRights(this, who, {
      role: `istio-sidecar-injector-${namespace}`,
      binding: `istio-sidecar-injector-admin-role-binding-${namespace}`,
      rules: [
        { apiGroups: ['*'], resources: ['configmaps'], verbs: ['get', 'list', 'watch'] },
        {
          apiGroups: ['admissionregistration.k8s.io'],
          resources: ['mutatingwebhookconfigurations'],
          verbs: ['get', 'list', 'watch', 'patch'],
        },
      ],
    });
    this.role = role;
    this.binding = binding;
    this.service = kube.service(this, 'service', {
      metadata: { name, namespace, labels: labels(name, { istio: 'sidecar-injector' }) },
      spec: {
        ports: [{ port: PORTS.injectorWebhook, protocol: 'TCP' }],
        selector: { istio: 'sidecar-injector' },
      },
    });
    const image = props.image ?? `docker.io/istio/sidecar_injector:${LATEST_1_0}`;
    this.deployment = componentDeployment(
      this,
      {
        name,
        namespace,
        istio: 'sidecar-injector',
        app: 'sidecarInjectorWebhook',
        account,
        container: { ...injectorContainer(), image },
        volumes: injectorVolumes(),
      },
      props,
    );
    this.webhook = webhook(this, namespace, props);
  }
}

function injectorContainer(): Omit<Container, 'image'> {
  const probe = {
    exec: { command: ['/usr/local/bin/sidecar-injector', 'probe', '--probe-path=/health', '--interval=4s'] },
    initialDelaySeconds: 4,
    periodSeconds: 4,
  };
  return {
    name: 'sidecar-injector-webhook',
    args: [
      '--caCertFile=/etc/istio/certs/root-cert.pem',
      '--tlsCertFile=/etc/istio/certs/cert-chain.pem',
      '--tlsKeyFile=/etc/istio/certs/key.pem',
      '--injectConfig=/etc/istio/inject/config',
      '--meshConfig=/etc/istio/config/mesh',
      '--healthCheckInterval=2s',
      '--healthCheckFile=/health',
    ],
    volumeMounts: [
      { name: 'config-volume', mountPath: '/etc/istio/config', readOnly: true },
      { name: 'certs', mountPath: '/etc/istio/certs', readOnly: true },
      { name: 'inject-config', mountPath: '/etc/istio/inject', readOnly: true },
    ],
    livenessProbe: probe,
    readinessProbe: probe,
  };
}

function injectorVolumes(): Volume[] {
  const key = NAMES.injectionConfigKey;
  return [
    { name: 'config-volume', configMap: { name: NAMES.meshConfigMap } },
    { name: 'certs', secret: { secretName: `istio.${NAMES.sidecarInjectorAccount}` } },
    { name: 'inject-config', configMap: { name: NAMES.sidecarInjector, items: [{ key, path: key }] } },
  ];
}

/**
 * Includes the list fields that the server would fill in, so that a second apply changes nothing. Timeout and match
 * policy are v1beta1's defaults, which the chart gets from the server.
 */
function webhook(scope: Construct, namespace: string, props: SidecarInjectorProps): ApiObject {
  const kubernetes = props.kubernetes ?? '1.21';
  const rule: RuleWithOperations = {
    operations: ['CREATE'],
    apiGroups: [''],
    apiVersions: ['v1'],
    resources: ['pods'],
    ...(isAtLeast(kubernetes, '1.14') ? { scope: '*' } : {}),
  };
  const metadata = { name: NAMES.sidecarInjector, labels: labels(NAMES.sidecarInjector, { app: APP }) };
  const common = {
    name: 'sidecar-injector.istio.io',
    clientConfig: {
      service: { name: NAMES.sidecarInjector, namespace, path: '/inject' },
      ...caBundleOf(kubernetes, props.caBundle),
    },
    rules: [rule],
    failurePolicy: 'Fail',
    namespaceSelector:
      (props.injectByDefault ?? false)
        ? { matchExpressions: [{ key: NAMES.injectionLabel, operator: 'NotIn', values: ['disabled'] }] }
        : { matchLabels: { [NAMES.injectionLabel]: 'enabled' } },
  };
  if (!isAtLeast(kubernetes, '1.16'))
    return kube.mutatingWebhookV1beta1(scope, 'webhook', { metadata, webhooks: [common] });
  const explicit = {
    matchPolicy: 'Exact',
    timeoutSeconds: 30,
    sideEffects: 'None',
    admissionReviewVersions: ['v1beta1'],
  };
  return kube.mutatingWebhook(scope, 'webhook', { metadata, webhooks: [{ ...common, ...explicit }] });
}

/**
 * Up to 1.13 the schema requires the key, and kubectl refuses a manifest without it. The injector fills in the value.
 */
function caBundleOf(kubernetes: string, caBundle: string | undefined): { readonly caBundle?: string } {
  if (caBundle !== undefined) return { caBundle };
  return isAtLeast(kubernetes, '1.14') ? {} : { caBundle: '' };
}
