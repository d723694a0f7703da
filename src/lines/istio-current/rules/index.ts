export {
  argoCdAppliesEndpointSlices,
  istiodAddressesAreReachable,
  istiodAddressListFitsOneSlice,
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
  injectionUrlOfARevisionHasAName,
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
