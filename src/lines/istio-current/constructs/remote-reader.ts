import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { readerAccount } from '../../../constructs/reader-account';
import { labels } from '../../../kubernetes/labels';
import type { PolicyRule } from '../../../kubernetes/manifest';
import { NAMES, readerRoleName } from '../facts/names';
import { hasFeatureCurrent, LATEST_CURRENT } from '../facts/releases';

/** Options of {@link RemoteReader}. */
export interface RemoteReaderProps {
  /** Istio release of the primary, such as `1.30`. @default '1.31' */
  readonly istio?: string;
  /** Namespace of the account. @default 'istio-system' */
  readonly namespace?: string;
  /** Revision of the primary's istiod, which gets a role of its own. @default - the default one */
  readonly revision?: string;
}

/**
 * The account `istio-reader-service-account` by which the primary's istiod reads this cluster, fills in the
 * certificates of its webhooks and gives its namespaces the root certificate. Its token lies in a Secret of the name
 * that `istioctl create-remote-secret` gives it, since Kubernetes makes none by itself.
 * Source: release-1.30, manifests/charts/base/templates/reader-serviceaccount.yaml and
 * manifests/charts/istio-control/istio-discovery/templates/reader-clusterrole{,binding}.yaml.
 */
export class RemoteReader extends Construct {
  /** The ServiceAccount `istio-reader-service-account`. */
  readonly account: ApiObject;
  /** The Secret with its token. */
  readonly token: ApiObject;
  /** The ClusterRole. */
  readonly role: ApiObject;
  /** The ClusterRoleBinding of account and role. */
  readonly binding: ApiObject;

  constructor(scope: Construct, id: string, props: RemoteReaderProps = {}) {
    super(scope, id);
    const namespace = props.namespace ?? NAMES.namespace;
    const role = readerRoleName(namespace, props.revision);
    const reader = readerAccount(this, {
      namespace,
      account: NAMES.readerAccount,
      token: NAMES.readerToken,
      role,
      binding: role,
      labels: labels('istio-reader', { app: 'istio-reader' }),
      rules: readerRules(props.istio ?? LATEST_CURRENT),
    });
    this.account = reader.account;
    this.token = reader.token;
    this.role = reader.role;
    this.binding = reader.binding;
  }
}

const READ = ['get', 'list', 'watch'];

/** The same, as two rules of the chart have it. */
const READ_OTHERWISE = ['get', 'watch', 'list'];

/**
 * What the primary's istiod may do in a remote, in the chart's order.
 * Source: release-1.28 to release-1.31, manifests/charts/istio-control/istio-discovery/templates/reader-clusterrole.yaml.
 */
function readerRules(istio: string): readonly PolicyRule[] {
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
