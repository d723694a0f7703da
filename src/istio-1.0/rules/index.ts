export { addressesAreReachable, addressesOutliveAPod, pilotServiceHasAnotherName } from './addresses';
export { kubernetesRunsIstio10 } from './kubernetes';
export {
  fieldsExistInTheRelease,
  injectedNamespacesHaveAnInjector,
  someArchitectureIsAllowed,
  statsdHasHostAndPort,
  theWebhookHasAPodBehindIt,
} from './options';
export {
  controlPlaneMutualTlsHasASharedCa,
  discoveryAddressNamesTheNamespace,
  mutualTlsHasASharedCa,
} from './security';
