import { INJECTED_WORKLOAD_KINDS } from '../../add-ons/injected-workloads/injected-workloads';
import { kindsOf } from '../../kubernetes/kinds';

/** Every kind that the line can create in a cluster; test/lines/kinds.test.ts compares. */
export const KINDS = [
  ...kindsOf('v1', 'Namespace', 'ServiceAccount', 'Secret', 'ConfigMap', 'Service', 'Endpoints'),
  ...kindsOf('rbac.authorization.k8s.io/v1', 'ClusterRole', 'ClusterRoleBinding'),
  ...kindsOf('apps/v1', 'Deployment'),
  ...kindsOf('authentication.istio.io/v1alpha1', 'MeshPolicy'),
  ...kindsOf('networking.istio.io/v1alpha3', 'DestinationRule', 'Gateway', 'VirtualService'),
  ...kindsOf('admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration'),
  ...kindsOf('admissionregistration.k8s.io/v1beta1', 'MutatingWebhookConfiguration'),
  // Only this line knows its sidecars before pods start.
  ...INJECTED_WORKLOAD_KINDS,
];
