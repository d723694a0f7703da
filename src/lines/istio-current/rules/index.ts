export {
  argoCdAppliesEndpointSlices,
  istiodAddressesAreReachable,
  istiodAddressOutlivesAPod,
  istiodHasAnotherNameThanItsStandIn,
} from './addresses';
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
  revisionsAndTagsHaveNamesOfTheirOwn,
  theDefaultRevisionInjectsByDefault,
} from './injection';
export { kubernetesRunsCurrentIstio } from './kubernetes';
export {
  clustersOfSeveralNetworksNameTheirs,
  gatewaysLeadToAnotherNetwork,
  networksHaveAGateway,
} from './networks';
