import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { roleWithBinding } from '../../../constructs/reader-account';
import { labels } from '../../../kubernetes/labels';
import type { PolicyRule } from '../../../kubernetes/manifest';
import { NAMES, readerRoleName } from '../facts/names';
import { hasFeatureCurrent, LATEST_CURRENT } from '../facts/releases';

/** Options of {@link ReaderRole}. */
export interface ReaderRoleProps {
  /** Istio release of the revision, for example `1.30`. @default '1.31' */
  readonly istio?: string;
  /** Namespace of the account. @default 'istio-system' */
  readonly namespace?: string;
  /** Revision of the primary's istiod, which gets its own role. @default - the default revision */
  readonly revision?: string;
}

/**
 * The rights of istiod of one revision in a remote: a role bound to the account of all revisions. Source:
 * release-1.30, manifests/charts/istio-control/istio-discovery/templates/reader-clusterrole{,binding}.yaml.
 */
export class ReaderRole extends Construct {
  /** The ClusterRole. */
  readonly role: ApiObject;
  /** The ClusterRoleBinding of account and role. */
  readonly binding: ApiObject;

  constructor(scope: Construct, id: string, props: ReaderRoleProps = {}) {
    super(scope, id);
    const { role, binding } = roleWithBinding(this, grantOf(props));
    this.role = role;
    this.binding = binding;
  }
}

/** Returns the role of a revision and its binding to the account of all revisions. @internal */
export function grantOf({ istio = LATEST_CURRENT, namespace = NAMES.namespace, revision }: ReaderRoleProps) {
  const role = readerRoleName(namespace, revision);
  return {
    namespace,
    account: NAMES.readerAccount,
    labels: labels('istio-reader', { app: 'istio-reader' }),
    role,
    binding: role,
    rules: [...readingRules(istio), ...LEADING_RULES],
  };
}

const READ = ['get', 'list', 'watch'];

/** Two rules of the chart list the verbs in this order. */
const READ_OTHERWISE = ['get', 'watch', 'list'];

/**
 * Returns the rights that every istiod needs in a cluster that it reads, in the chart's order. Source: release-1.28
 * to release-1.31, manifests/charts/istio-control/istio-discovery/templates/reader-clusterrole.yaml.
 * @internal
 */
export function readingRules(istio: string): readonly PolicyRule[] {
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
  ];
}

/** Additional rights in a remote: istiod writes roots and the certificates of webhooks there. */
const LEADING_RULES: readonly PolicyRule[] = [
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
