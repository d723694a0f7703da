export { addressesAreReachable, addressesOutliveAPod, pilotServiceHasAnotherName } from './addresses';
export {
  aGatewayHasOneAddress,
  exposureOptionsBelongToTheMode,
  exposureOutlivesAPod,
  fixedAddressesAreIpAddresses,
  loadBalancersAreMeantToBePrivate,
  policyAndTelemetryHaveLoadBalancersOfTheirOwn,
  theGatewaySelectorNamesALabel,
} from './exposure';
export { kubernetesRunsIstio10 } from './kubernetes';
export {
  fieldsExistInTheRelease,
  injectedNamespacesHaveAnInjector,
  someArchitectureIsAllowed,
  statsdHasHostAndPort,
  theWebhookHasAPodBehindIt,
} from './options';
export { aHostBelongsToAnAlias, anAliasStandsForADnsName, argoCdAppliesEndpoints } from './pilot-service';
export {
  controlPlaneMutualTlsHasASharedCa,
  discoveryAddressNamesTheNamespace,
  mutualTlsHasASharedCa,
} from './security';
