import { MANAGED_BY } from '../../kubernetes/labels';
import { printYaml } from '../../kubernetes/text/print-yaml';

/** Name of the file. `kubectl apply -f` and Applications do not read this extension as manifests. */
export const EXCLUSIONS_FILE = 'resource-exclusions.patch';

/** First line of the file. It marks the file as ours. */
export const EXCLUSIONS_MARK = `# For the ConfigMap argocd-cm of Argo CD 3, made by ${MANAGED_BY}.`;

/** Kinds with addresses that Argo CD 3 excludes, although manifests contain them too. */
const ADDRESSES = [
  { group: '', kind: 'Endpoints' },
  { group: 'discovery.k8s.io', kind: 'EndpointSlice' },
] as const;

/**
 * All other kinds that Argo CD 3 excludes, by API groups. Source: argo-cd 3.0 to 3.2,
 * manifests/base/config/argocd-cm.yaml.
 */
const OTHERS: readonly { readonly apiGroups: readonly string[]; readonly kinds: readonly string[] }[] = [
  { apiGroups: ['apiregistration.k8s.io'], kinds: ['APIService'] },
  { apiGroups: ['coordination.k8s.io'], kinds: ['Lease'] },
  {
    apiGroups: ['authentication.k8s.io', 'authorization.k8s.io'],
    kinds: [
      'SelfSubjectReview',
      'TokenReview',
      'LocalSubjectAccessReview',
      'SelfSubjectAccessReview',
      'SelfSubjectRulesReview',
      'SubjectAccessReview',
    ],
  },
  { apiGroups: ['certificates.k8s.io'], kinds: ['CertificateSigningRequest'] },
  { apiGroups: ['cert-manager.io'], kinds: ['CertificateRequest'] },
  { apiGroups: ['cilium.io'], kinds: ['CiliumIdentity', 'CiliumEndpoint', 'CiliumEndpointSlice'] },
  {
    apiGroups: ['kyverno.io', 'reports.kyverno.io', 'wgpolicyk8s.io'],
    kinds: [
      'PolicyReport',
      'ClusterPolicyReport',
      'EphemeralReport',
      'ClusterEphemeralReport',
      'AdmissionReport',
      'ClusterAdmissionReport',
      'BackgroundScanReport',
      'ClusterBackgroundScanReport',
      'UpdateRequest',
    ],
  },
];

/** Returns the kinds of a mesh that Argo CD 3 excludes by default. */
export function excludedKinds(kinds: readonly { readonly kind: string }[]): string[] {
  return ADDRESSES.map(({ kind }) => kind).filter((excluded) => kinds.some(({ kind }) => kind === excluded));
}

/**
 * Returns a patch of `argocd-cm` that makes Argo CD apply the kinds that the mesh needs. It sets only one key. Other
 * kinds stay excluded, because each costs a watch in every cluster.
 */
export function exclusionsPatch(namespace: string, needed: readonly string[]): string {
  const kept = ADDRESSES.filter(({ kind }) => !needed.includes(kind)).map(({ group, kind }) => ({
    apiGroups: [group],
    kinds: [kind],
  }));
  const patch = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'argocd-cm', namespace },
    data: { 'resource.exclusions': printYaml([...kept, ...OTHERS]) },
  };
  return `${EXCLUSIONS_MARK}
#
# Argo CD 3 leaves out ${needed.join(' and ')} and still reports Synced. This list is its own default without ${needed.length === 1 ? 'that kind' : 'those kinds'}:
#   kubectl -n ${namespace} patch configmap argocd-cm --patch-file ${EXCLUSIONS_FILE}
# It takes the place of the whole list: where yours has other kinds in it, take ${needed.join(' and ')} out of yours instead.
# Do not \`kubectl apply\` it. As a patch it changes this key alone.
${printYaml(patch)}`;
}
