import type { PolicyRule } from '../../../kubernetes/manifest';
import { hasFeatureCurrent } from './releases';

const READ = ['get', 'list', 'watch'];

/** The same, as two rules of the chart have it. */
const READ_OTHERWISE = ['get', 'watch', 'list'];

/**
 * What the primary's istiod may do in a remote, in the chart's order.
 * Source: release-1.28 to release-1.31, manifests/charts/istio-control/istio-discovery/templates/reader-clusterrole.yaml.
 */
export function readerRules(istio: string): readonly PolicyRule[] {
  const configMaps = hasFeatureCurrent(istio, 'readerListsConfigMaps') ? ['configmaps'] : [];
  return [
    { apiGroups: ISTIO_GROUPS, resources: ['*'], verbs: READ },
    { apiGroups: [''], resources: [...CORE, ...configMaps], verbs: READ },
    { apiGroups: ['networking.istio.io'], resources: ['workloadentries'], verbs: READ_OTHERWISE },
    {
      apiGroups: ['networking.x-k8s.io', 'gateway.networking.k8s.io'],
      resources: ['gateways'],
      verbs: READ_OTHERWISE,
    },
    { apiGroups: ['apiextensions.k8s.io'], resources: ['customresourcedefinitions'], verbs: READ },
    { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: READ },
    {
      apiGroups: ['multicluster.x-k8s.io'],
      resources: ['serviceexports'],
      verbs: [...READ, 'create', 'delete'],
    },
    { apiGroups: ['multicluster.x-k8s.io'], resources: ['serviceimports'], verbs: READ },
    { apiGroups: ['apps'], resources: ['replicasets'], verbs: READ },
    { apiGroups: ['authentication.k8s.io'], resources: ['tokenreviews'], verbs: ['create'] },
    { apiGroups: ['authorization.k8s.io'], resources: ['subjectaccessreviews'], verbs: ['create'] },
    { apiGroups: [''], resources: ['configmaps'], verbs: ['create', ...READ, 'update'] },
    {
      apiGroups: ['admissionregistration.k8s.io'],
      resources: ['mutatingwebhookconfigurations'],
      verbs: [...READ, 'update', 'patch'],
    },
    {
      apiGroups: ['admissionregistration.k8s.io'],
      resources: ['validatingwebhookconfigurations'],
      verbs: [...READ, 'update'],
    },
  ];
}

const ISTIO_GROUPS = [
  'config.istio.io',
  'security.istio.io',
  'networking.istio.io',
  'authentication.istio.io',
  'rbac.istio.io',
  'telemetry.istio.io',
  'extensions.istio.io',
];

const CORE = ['endpoints', 'pods', 'services', 'nodes', 'replicationcontrollers', 'namespaces', 'secrets'];
