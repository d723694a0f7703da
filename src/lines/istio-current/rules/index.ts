export { overlappingPodCidrs as podCidrsDoNotOverlap } from '../../../mesh/cidr-ranges';
export {
  ambientGatewayHasAnnotationsAlone,
  ambientHasNoInjection,
  ambientHasSeveralPrimaries,
  ambientIsInTheRelease,
  ambientNamespacesAreOfAmbient,
  ambientNetworksAreOfOneCluster,
} from './ambient';
export {
  controlPlaneApplicationsHaveNames,
  controlPlaneByArgoCdHasAPatchRelease,
  controlPlaneByArgoCdNeedsArgocd,
  controlPlaneRepositoryIsForCharts,
} from './control-plane';
export { eastWestGatewayHasNoFixedAddresses } from './exposure';
export { injectedNamespacesAreNotIgnored } from './ignored-namespaces';
export {
  injectByDefaultIsOfTheDefaultRevision,
  injectedNamespacesHaveAWebhook,
  sidecarInjectorUrlIsOfTheCluster,
} from './injection';
export { istioIsAKnownRelease } from './kubernetes';
export {
  eastWestGatewayHasAnotherNetwork,
  networksAreSetInEveryClusterOrNone,
  networksHaveAGateway,
  networksOfPrimariesHaveAGateway,
} from './networks';
export {
  clustersAreDistinct,
  istiodAddressesAreThoseOfThePrimary,
  primariesHaveOneNamespace,
  primariesOfRemotesAreKnown,
  primaryOrPrimaries,
} from './primaries';
export { namespaceRevisionsAreInjected } from './revision-choices';
export { revisionsAndTagsAreDistinct, revisionTagsPointToRevisions } from './revisions';
