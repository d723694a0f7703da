export {
  apiServersAreReachableAndEncrypted,
  cidrsDoNotOverlap,
  clusterNamesAreUnique,
  hasARemote,
  injectedNamespacesAreApplications,
  primaryKubernetesIsKnown,
} from '../rules';
