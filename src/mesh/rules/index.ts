export { clusterNamesAreUnique, hasARemote, injectedNamespacesAreApplications } from './names';
export { apiServersAreReachableAndEncrypted, cidrsDoNotOverlap } from './networks';
export { primaryKubernetesIsKnown } from './versions';
