export { overlappingPodCidrs as podCidrsDoNotOverlap } from '../../../mesh/cidr-ranges';
export {
  argocdAppliesEndpointSlices,
  istiodAddressesAreReachable,
  istiodAddressFitsOneSlice,
  istiodAddressIsNotTheLocalService,
  istiodAddressOutlivesAPod,
} from './addresses';
export {
  eastWestGatewayHasNoFixedAddresses,
  exposureOptionsBelongToTheMode,
  exposureSaysWhoMayConnect,
  fixedAddressesAreIpAddresses,
  maxReplicasAreNotBelowMinReplicas,
} from './exposure';
export { injectedNamespacesAreNotIgnored } from './ignored-namespaces';
export {
  caBundlesHoldCertificates,
  injectByDefaultIsOfTheDefaultRevision,
  injectedNamespacesHaveAWebhook,
  sidecarInjectorUrlHasANameForTheGateway,
  sidecarInjectorUrlIsOfTheCluster,
} from './injection';
export { istioIsAKnownRelease, kubernetesRunsCurrentIstio } from './kubernetes';
export {
  eastWestGatewayHasAnotherNetwork,
  networksAreSetInEveryClusterOrNone,
  networksHaveAGateway,
} from './networks';
export {
  namespaceRevisionsAreInjected,
  revisionIsOneOfTheCluster,
  revisionsAreReachedApart,
} from './revision-choices';
export {
  revisionIsNotBesideRevisions,
  revisionsAndTagsAreDistinct,
  revisionTagsPointToRevisions,
} from './revisions';
