export {
  anApplicationSetFitsIntoAFile,
  applicationNamesFitALabel,
  automationIsOn,
  destinationsBelongToClusters,
  eachClusterHasADestinationOfItsOwn,
  noClusterIsCalledArgoCd,
  theProjectIsNotArgoCdsOwn,
} from '../../argocd/rules';
export {
  credentialsHaveOneSource,
  everyClusterHasAKeyOfItsOwn,
  kubeconfigsNameAServer,
  storedKubeconfigsAreWhole,
} from '../../remote-secret/rules';
export { clusterNamesAreUnique, hasARemote, injectedNamespacesAreApplications } from './names';
export { apiServersAreReachableAndEncrypted, cidrsDoNotOverlap } from './networks';
export { primaryKubernetesIsKnown } from './versions';
