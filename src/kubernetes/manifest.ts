import type { ApiObject } from 'cdk8s';
import type { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { KubernetesObject } from './kubernetes-object';

/** Keys that cdk8s-plus spells in its own camel case, and their Kubernetes spelling. */
interface Spelling {
  clusterIp: 'clusterIP';
  clusterIPs: 'clusterIPs';
  externalIPs: 'externalIPs';
  podIp: 'podIP';
  hostPid: 'hostPID';
  hostIpc: 'hostIPC';
}

/**
 * What the API server accepts, derived from the L1 types of cdk8s-plus-27 without their key spellings and wrapper
 * classes. Only the types are used: the L1 classes triple the cost of a cluster.
 */
type Manifest<T> = T extends Date
  ? string
  : T extends Wrapper
    ? number | string
    : T extends readonly (infer Item)[]
      ? readonly Manifest<Item>[]
      : T extends object
        ? { readonly [Key in keyof T as Key extends keyof Spelling ? Spelling[Key] : Key]: Manifest<T[Key]> }
        : T;

/** The wrapper classes have only a value. A sysctl has a value and a name. */
type Wrapper = (k8s.IntOrString | k8s.Quantity) & { readonly name?: never };

type Named<T> = T & { readonly metadata: { readonly name: string } };

function kind<Props>(apiVersion: string, name: string) {
  return (scope: Construct, id: string, props: Named<Manifest<Props>>): ApiObject =>
    new KubernetesObject(scope, id, { apiVersion, kind: name, ...(props as object) } as never);
}

const RBAC = 'rbac.authorization.k8s.io/v1';
const ADMISSION = 'admissionregistration.k8s.io';

/** One function per kind: each adds an object of that kind to `scope`. `metadata.name` is always explicit. */
export const kube = {
  namespace: kind<k8s.KubeNamespaceProps>('v1', 'Namespace'),
  serviceAccount: kind<k8s.KubeServiceAccountProps>('v1', 'ServiceAccount'),
  secret: kind<k8s.KubeSecretProps>('v1', 'Secret'),
  configMap: kind<k8s.KubeConfigMapProps>('v1', 'ConfigMap'),
  service: kind<k8s.KubeServiceProps>('v1', 'Service'),
  endpoints: kind<k8s.KubeEndpointsProps>('v1', 'Endpoints'),
  deployment: kind<k8s.KubeDeploymentProps>('apps/v1', 'Deployment'),
  clusterRole: kind<k8s.KubeClusterRoleProps>(RBAC, 'ClusterRole'),
  clusterRoleBinding: kind<k8s.KubeClusterRoleBindingProps>(RBAC, 'ClusterRoleBinding'),
  role: kind<k8s.KubeRoleProps>(RBAC, 'Role'),
  roleBinding: kind<k8s.KubeRoleBindingProps>(RBAC, 'RoleBinding'),
  endpointSlice: kind<k8s.KubeEndpointSliceProps>('discovery.k8s.io/v1', 'EndpointSlice'),
  horizontalPodAutoscaler: kind<k8s.KubeHorizontalPodAutoscalerV2Props>(
    'autoscaling/v2',
    'HorizontalPodAutoscaler',
  ),
  validatingWebhook: kind<k8s.KubeValidatingWebhookConfigurationProps>(
    `${ADMISSION}/v1`,
    'ValidatingWebhookConfiguration',
  ),
  mutatingWebhook: kind<k8s.KubeMutatingWebhookConfigurationProps>(
    `${ADMISSION}/v1`,
    'MutatingWebhookConfiguration',
  ),
  /** Kubernetes 1.9 to 1.15 has this kind instead of {@link kube.mutatingWebhook}. */
  mutatingWebhookV1beta1: kind<MutatingWebhookConfigurationV1beta1Props>(
    `${ADMISSION}/v1beta1`,
    'MutatingWebhookConfiguration',
  ),
} as const;

interface MutatingWebhookConfigurationV1beta1Props
  extends Omit<k8s.KubeMutatingWebhookConfigurationProps, 'webhooks'> {
  readonly webhooks: readonly Omit<k8s.MutatingWebhook, 'admissionReviewVersions' | 'sideEffects'>[];
}

/** Types of parts of objects. */
export type Affinity = Manifest<k8s.Affinity>;
export type Container = Manifest<k8s.Container>;
export type Volume = Manifest<k8s.Volume>;
export type MutatingWebhook = Manifest<k8s.MutatingWebhook>;
export type LabelSelector = Manifest<k8s.LabelSelector>;
export type PolicyRule = Manifest<k8s.PolicyRule>;
export type RuleWithOperations = Manifest<k8s.RuleWithOperations>;
