export {
  argocdAppliesEndpointSlices,
  istiodAddressesAreReachable,
  istiodAddressIsNotTheLocalService,
  istiodAddressListIsASet,
  istiodAddressOutlivesAPod,
} from './addresses';
export {
  controlPlaneValuesAgreeWithTheMesh,
  controlPlaneValuesHaveAnEffect,
  controlPlaneValuesHoldNoCredential,
} from './control-plane';
export {
  exposureOptionsBelongToTheMode,
  exposureSaysWhoMayConnect,
  fixedAddressesAreIpAddresses,
  maxReplicasAreNotBelowMinReplicas,
} from './exposure';
export { sidecarInjectorUrlHasANameForTheGateway } from './injection';
export { ipFamiliesAreOnceEach, ipFamiliesAreThoseOfIstiod, ipFamiliesHaveAnIpAddress } from './ip-families';
export { kubernetesRunsCurrentIstio } from './kubernetes';
export { addressesAreForRemotes, eastWestGatewayIsOne } from './primaries';
export { resourcesAreAccepted } from './resources';
export { revisionIsOneOfTheCluster, revisionsAreReachedApart } from './revision-choices';
export { revisionIsNotBesideRevisions } from './revisions';
