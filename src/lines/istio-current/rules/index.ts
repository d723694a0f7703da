export { overlappingPodCidrs as podCidrsDoNotOverlap } from '../../../mesh/cidr-ranges';
export {
  argocdAppliesEndpointSlices,
  istiodAddressesAreReachable,
  istiodAddressIsNotTheLocalService,
  istiodAddressListIsASet,
  istiodAddressOutlivesAPod,
} from './addresses';
export {
  controlPlaneByArgoCdHasAPatchRelease,
  controlPlaneByArgoCdNeedsArgocd,
  controlPlaneRepositoryIsForCharts,
  controlPlaneValuesAgreeWithTheMesh,
  controlPlaneValuesHoldNoCredential,
} from './control-plane';
export {
  eastWestGatewayHasNoFixedAddresses,
  exposureOptionsBelongToTheMode,
  exposureSaysWhoMayConnect,
  fixedAddressesAreIpAddresses,
  maxReplicasAreNotBelowMinReplicas,
} from './exposure';
export { injectedNamespacesAreNotIgnored } from './ignored-namespaces';
export {
  injectByDefaultIsOfTheDefaultRevision,
  injectedNamespacesHaveAWebhook,
  sidecarInjectorUrlHasANameForTheGateway,
  sidecarInjectorUrlIsOfTheCluster,
} from './injection';
export { ipFamiliesAreOnceEach, ipFamiliesAreThoseOfIstiod, ipFamiliesHaveAnIpAddress } from './ip-families';
export { istioIsAKnownRelease, kubernetesRunsCurrentIstio } from './kubernetes';
export {
  eastWestGatewayHasAnotherNetwork,
  networksAreSetInEveryClusterOrNone,
  networksHaveAGateway,
} from './networks';
export { resourcesAreAccepted } from './resources';
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
