import { kindsOf } from '../../kubernetes/kinds';

/** Every kind that the line can create in a cluster; test/lines/kinds.test.ts compares. */
export const KINDS = [
  ...kindsOf('apiextensions.k8s.io/v1', 'CustomResourceDefinition'),
  ...kindsOf('v1', 'Namespace', 'ServiceAccount', 'Secret', 'Service'),
  ...kindsOf('rbac.authorization.k8s.io/v1', 'ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'),
  ...kindsOf('discovery.k8s.io/v1', 'EndpointSlice'),
  ...kindsOf('apps/v1', 'Deployment'),
  ...kindsOf('autoscaling/v2', 'HorizontalPodAutoscaler'),
  ...kindsOf('sailoperator.io/v1', 'Istio', 'IstioRevisionTag', 'IstioCNI', 'ZTunnel'),
  ...kindsOf('networking.istio.io/v1', 'Gateway', 'VirtualService'),
  ...kindsOf('gateway.networking.k8s.io/v1', 'Gateway'),
  ...kindsOf(
    'admissionregistration.k8s.io/v1',
    'ValidatingWebhookConfiguration',
    'MutatingWebhookConfiguration',
  ),
];
