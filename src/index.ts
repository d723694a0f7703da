export type { ArgoCd, Destination, SyncPolicy } from './argocd/argocd';
export { syncWaveOf } from './argocd/waves';
export { ArgoCdApplication, type ArgoCdApplicationProps } from './constructs/argocd/application';
export {
  ArgoCdApplicationSet,
  type ArgoCdApplicationSetProps,
  type ArgoCdCluster,
} from './constructs/argocd/application-set';
export type {
  ApplicationDestination,
  ApplicationProps,
  ApplicationSyncPolicy,
  IgnoredDifference,
} from './constructs/argocd/application-spec';
export { ArgoCdProject, type ArgoCdProjectProps, type GroupKind } from './constructs/argocd/project';
export { ExternalRemoteSecret, type ExternalRemoteSecretProps } from './constructs/external-remote-secret';
export { InjectedNamespace, type InjectedNamespaceProps } from './constructs/injected-namespace';
export type { LoadBalancerProps } from './constructs/load-balancer';
export type { RemoteChart, RemoteChartProps } from './constructs/remote-chart';
export { SealedRemoteSecret, type SealedRemoteSecretProps } from './constructs/sealed-remote-secret';
export {
  SharedService,
  SharedServiceNamespace,
  type SharedServiceNamespaceProps,
  type SharedServicePort,
  type SharedServiceProps,
} from './constructs/shared-service';
export { Citadel, type CitadelProps } from './istio-1.0/constructs/citadel';
export type { ComponentProps } from './istio-1.0/constructs/component-props';
export {
  ControlPlaneGateway,
  type ControlPlaneGatewayProps,
  DEDICATED_GATEWAY_SELECTOR,
} from './istio-1.0/constructs/exposure/control-plane-gateway';
export {
  ControlPlaneLoadBalancer,
  type ControlPlaneLoadBalancerProps,
} from './istio-1.0/constructs/exposure/control-plane-load-balancer';
export {
  ControlPlaneRoutes,
  type ControlPlaneRoutesProps,
} from './istio-1.0/constructs/exposure/control-plane-routes';
export { InjectedWorkloads, type InjectedWorkloadsProps } from './istio-1.0/constructs/injected-workloads';
export { InjectionConfig, type InjectionConfigProps } from './istio-1.0/constructs/injection-config';
export { MeshConfig, type MeshConfigProps } from './istio-1.0/constructs/mesh-config';
export { MeshMutualTls, type MeshMutualTlsProps } from './istio-1.0/constructs/mesh-mutual-tls';
export { MeshNamespace, type MeshNamespaceProps } from './istio-1.0/constructs/mesh-namespace';
export {
  MultiClusterReader,
  type MultiClusterReaderProps,
} from './istio-1.0/constructs/multi-cluster-reader';
export { RemotePilot, type RemotePilotProps } from './istio-1.0/constructs/remote-pilot';
export { SidecarInjector, type SidecarInjectorProps } from './istio-1.0/constructs/sidecar-injector';
export type {
  DedicatedGatewayOptions,
  ExistingGateway,
  ExposedPorts,
  Exposure,
  ExposureMode,
  LoadBalancerOptions,
} from './istio-1.0/exposure';
export type { ControlPlaneComponent } from './istio-1.0/facts/control-plane';
export { RELEASES_1_0, type Release10 } from './istio-1.0/facts/releases';
export type { MeshInput10, RemoteInput10, RemoteOptionsInput10 } from './istio-1.0/input';
export type {
  ComponentOptions,
  ControlPlaneAddresses,
  Images,
  Mesh10,
  MeshSecurity,
  Primary10,
  ProxyOptions,
  Remote10,
  RemoteOptions10,
  Scheduling,
  SidecarInjectorOptions,
} from './istio-1.0/mesh';
export { RemoteCluster, type RemoteClusterProps } from './istio-1.0/remote-cluster';
export {
  CrossNetworkGateway,
  type CrossNetworkGatewayProps,
} from './istio-current/constructs/exposure/cross-network-gateway';
export {
  EastWestGateway,
  type EastWestGatewayProps,
} from './istio-current/constructs/exposure/east-west-gateway';
export {
  IstiodLoadBalancer,
  type IstiodLoadBalancerProps,
} from './istio-current/constructs/exposure/istiod-load-balancer';
export { IstiodRoutes, type IstiodRoutesProps } from './istio-current/constructs/exposure/istiod-routes';
export type { InjectionProps } from './istio-current/constructs/injection-props';
export { InjectionWebhook, type InjectionWebhookProps } from './istio-current/constructs/injection-webhook';
export {
  CurrentMeshNamespace,
  type CurrentMeshNamespaceProps,
} from './istio-current/constructs/mesh-namespace';
export { RemoteIstiod, type RemoteIstiodProps } from './istio-current/constructs/remote-istiod';
export { RemoteReader, type RemoteReaderProps } from './istio-current/constructs/remote-reader';
export { RevisionTag, type RevisionTagProps } from './istio-current/constructs/revision-tag';
export {
  ValidationWebhook,
  type ValidationWebhookProps,
} from './istio-current/constructs/validation-webhook';
export type { MeshInputCurrent, RemoteInputCurrent, RemoteOptionsInputCurrent } from './istio-current/input';
export type {
  EastWestGatewayOptions,
  ExposureCurrent,
  InjectionCurrent,
  LoadBalancerCurrent,
  MeshCurrent,
  PrimaryCurrent,
  RemoteCurrent,
  RemoteOptionsCurrent,
} from './istio-current/mesh';
export { CurrentRemoteCluster, type CurrentRemoteClusterProps } from './istio-current/remote-cluster';
export type { Resources } from './kubernetes/resources';
export { checkMesh } from './mesh/check-mesh';
export type { Line, Mesh, MeshCore, RemoteCore } from './mesh/mesh';
export { loadMesh, type MeshReading, parseMesh, readMesh } from './mesh/read-mesh';
export type { SharedServices } from './mesh/shared-services/shared-services';
export { type Path, type Position, type Problem, problemText, UserError } from './problem';
export type { Credentials, ExternalCredentials, SealedCredentials } from './remote-secret/credentials';
export { SEALING_SCOPES, type SealingScope } from './sealed-secrets/scope';
export {
  type PlainSecret,
  type SealedSecretManifest,
  type SealingOptions,
  sealSecret,
} from './sealed-secrets/seal';
export type { OutputReport } from './synth/output';
export { type SynthOptions, synthMesh } from './synth/synth-mesh';
export {
  ManifestValidation,
  type ManifestValidationProps,
  type ValidationContext,
} from './validate/cdk8s-plugin';
