export {
  anApplicationSetFitsIntoAFile,
  applicationNamesFitALabel,
  automationIsOn,
  destinationsBelongToClusters,
  eachClusterHasADestinationOfItsOwn,
  noClusterIsCalledArgoCd,
  theProjectIsNotArgoCdsOwn,
} from '../../add-ons/argocd/rules';
export {
  credentialsHaveOneSource,
  everyClusterHasAKeyOfItsOwn,
  kubeconfigsNameAServer,
  storedKubeconfigsAreWhole,
} from '../../add-ons/credentials-in-git/rules';
export { clusterNamesAreUnique, hasARemote, injectedNamespacesAreApplications } from './names';
export { apiServersAreReachableAndEncrypted, cidrsDoNotOverlap } from './networks';
export { primaryKubernetesIsKnown } from './versions';
