export {
  istiodAddressesAreReachable,
  istiodAddressOutlivesAPod,
  istiodHasAnotherNameThanItsStandIn,
} from './addresses';
export { argoCdAppliesEndpointSlices } from './argocd';
export {
  exposureOptionsOfIstiodBelongToTheMode,
  fixedAddressesAreThePrimarys,
  fixedAddressOfIstiodIsAnIpAddress,
  gatewaysHaveRoomToScale,
  theLoadBalancerOfIstiodIsMeantToBePrivate,
} from './exposure';
export {
  caBundlesHoldCertificates,
  injectedNamespacesHaveAWebhook,
  injectionUrlsAreThoseOfTheCluster,
  theDefaultRevisionInjectsByDefault,
} from './injection';
export { kubernetesRunsCurrentIstio } from './kubernetes';
export {
  clustersOfSeveralNetworksNameTheirs,
  gatewaysLeadToAnotherNetwork,
  networksHaveAGateway,
} from './networks';
export {
  namespacesAndGatewaysNameARevisionOfTheCluster,
  namespacesWithARevisionAreInjected,
  revisionsAreReachedApart,
} from './revision-choices';
export {
  aMeshHasOneRevisionOrAList,
  revisionsAndTagsHaveNamesOfTheirOwn,
  tagsAndClustersNameRevisionsOfTheMesh,
} from './revisions';
