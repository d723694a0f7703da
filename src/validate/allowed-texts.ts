/** Protocols of ports; SCTP came with Kubernetes 1.12, and older ones say so themselves. */
const PROTOCOLS = ['TCP', 'UDP', 'SCTP'];
const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist'];
const FAILURE_POLICIES = ['Fail', 'Ignore'];
const MATCH_POLICIES = ['Exact', 'Equivalent'];
const SIDE_EFFECTS = ['None', 'NoneOnDryRun', 'Some', 'Unknown'];
const REINVOCATION_POLICIES = ['Never', 'IfNeeded'];
const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never'];
const MESSAGE_POLICIES = ['File', 'FallbackToLogsOnError'];

/**
 * Texts of closed sets, by type and field: the OpenAPI documents of most versions do not list them.
 * Source: Kubernetes' API reference and its validation (pkg/apis), 1.9 to 1.36.
 */
export const ALLOWED_TEXTS: Readonly<Record<string, readonly string[]>> = {
  'Container.imagePullPolicy': PULL_POLICIES,
  'Container.terminationMessagePolicy': MESSAGE_POLICIES,
  'ContainerPort.protocol': PROTOCOLS,
  'DeploymentStrategy.type': ['RollingUpdate', 'Recreate'],
  'EndpointPort.protocol': PROTOCOLS,
  'EndpointSlice.addressType': ['IPv4', 'IPv6', 'FQDN'],
  'EphemeralContainer.imagePullPolicy': PULL_POLICIES,
  'LabelSelectorRequirement.operator': OPERATORS,
  'MutatingWebhook.failurePolicy': FAILURE_POLICIES,
  'MutatingWebhook.matchPolicy': MATCH_POLICIES,
  'MutatingWebhook.reinvocationPolicy': REINVOCATION_POLICIES,
  'MutatingWebhook.sideEffects': SIDE_EFFECTS,
  'NodeSelectorRequirement.operator': [...OPERATORS, 'Gt', 'Lt'],
  'PodSpec.dnsPolicy': ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'],
  'PodSpec.restartPolicy': ['Always', 'OnFailure', 'Never'],
  'RoleRef.kind': ['Role', 'ClusterRole'],
  'RuleWithOperations.operations': ['*', 'CREATE', 'UPDATE', 'DELETE', 'CONNECT'],
  'RuleWithOperations.scope': ['*', 'Cluster', 'Namespaced'],
  'ServicePort.protocol': PROTOCOLS,
  'ServiceSpec.externalTrafficPolicy': ['Cluster', 'Local'],
  'ServiceSpec.sessionAffinity': ['None', 'ClientIP'],
  'ServiceSpec.type': ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'],
  'Subject.kind': ['User', 'Group', 'ServiceAccount'],
  'ValidatingWebhook.failurePolicy': FAILURE_POLICIES,
  'ValidatingWebhook.matchPolicy': MATCH_POLICIES,
  'ValidatingWebhook.sideEffects': SIDE_EFFECTS,
  'Webhook.failurePolicy': FAILURE_POLICIES,
  'Webhook.sideEffects': SIDE_EFFECTS,
};
