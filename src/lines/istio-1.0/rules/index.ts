export { overlappingCidrs as cidrsDoNotOverlap } from '../../../mesh/cidr-ranges';
export { addressesAreReachable, addressesOutliveAPod, pilotServiceIsNotItsOwnAddress } from './addresses';
export {
  controlPlaneValuesAgreeWithTheMesh,
  controlPlaneValuesHoldNoCredential,
} from './control-plane';
export {
  addressesAreEqualBehindAGateway,
  addressesOfPolicyAndTelemetryDiffer,
  exposureOptionsBelongToTheMode,
  exposureOutlivesAPod,
  exposureSaysWhoMayConnect,
  exposureSelectorHasALabel,
  fixedAddressesAreIpAddresses,
} from './exposure';
export { imagePathsAreNotTooLong } from './images';
export { kubernetesRunsIstio10 } from './kubernetes';
export {
  architecturesAllowOne,
  injectedNamespacesHaveAnInjector,
  optionsExistInTheRelease,
  sidecarInjectorHasReplicas,
  statsdHasHostAndPort,
} from './options';
export {
  argocdAppliesEndpoints,
  pilotServiceAliasIsADnsName,
  pilotServiceHostHasModeExternalName,
} from './pilot-service';
export { resourcesAreAccepted } from './resources';
export {
  controlPlaneMutualTlsHasASharedCa,
  discoveryAddressNamesTheNamespace,
  mutualTlsHasASharedCa,
} from './security';
