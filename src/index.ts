import { line as istio10 } from './lines/istio-1.0/line';
import { line as istioCurrent } from './lines/istio-current/line';
import { keepLine } from './lines/loaded-lines';

export type { ArgoCd, Destination, SyncPolicy } from './add-ons/argocd/argocd';
export {
  type ApplicationDestination,
  type ApplicationProps,
  type ApplicationSyncPolicy,
  ArgoCdApplication,
  type ArgoCdApplicationProps,
  type IgnoredDifference,
} from './add-ons/argocd/constructs/application';
export {
  ArgoCdApplicationSet,
  type ArgoCdApplicationSetProps,
  type ArgoCdCluster,
  type ArgoCdWave,
} from './add-ons/argocd/constructs/application-set';
export { ArgoCdProject, type ArgoCdProjectProps, type GroupKind } from './add-ons/argocd/constructs/project';
export { syncWaveOf } from './add-ons/argocd/waves';
export {
  ExternalRemoteSecret,
  type ExternalRemoteSecretProps,
} from './add-ons/credentials-in-git/constructs/external-remote-secret';
export {
  SealedRemoteSecret,
  type SealedRemoteSecretProps,
} from './add-ons/credentials-in-git/constructs/sealed-remote-secret';
export type {
  Credentials,
  ExternalCredentials,
  SealedCredentials,
} from './add-ons/credentials-in-git/credentials';
export { FluxGitRepository, type FluxGitRepositoryProps } from './add-ons/flux/constructs/git-repository';
export { FluxKustomization, type FluxKustomizationProps } from './add-ons/flux/constructs/kustomization';
export type { Flux, GitReference, KubeConfigSecret } from './add-ons/flux/flux';
export type { Patch, PatchTarget } from './add-ons/patches/patches';
export type { Wave } from './add-ons/rollout/rollout';
export {
  SharedService,
  SharedServiceNamespace,
  type SharedServiceNamespaceProps,
  type SharedServicePort,
  type SharedServiceProps,
} from './add-ons/shared-services/shared-service';
export type { SharedServices } from './add-ons/shared-services/shared-services';
export { InjectedNamespace, type InjectedNamespaceProps } from './constructs/injected-namespace';
export type { LoadBalancerProps } from './constructs/load-balancer';
export type { Resources } from './kubernetes/resources';
export { Citadel, type CitadelProps } from './lines/istio-1.0/constructs/citadel';
export type { ComponentProps } from './lines/istio-1.0/constructs/component';
export {
  ControlPlaneGateway,
  type ControlPlaneGatewayProps,
  DEDICATED_GATEWAY_SELECTOR,
} from './lines/istio-1.0/constructs/exposure/control-plane-gateway';
export {
  ControlPlaneLoadBalancer,
  type ControlPlaneLoadBalancerProps,
} from './lines/istio-1.0/constructs/exposure/control-plane-load-balancer';
export {
  ControlPlaneRoutes,
  type ControlPlaneRoutesProps,
} from './lines/istio-1.0/constructs/exposure/control-plane-routes';
export {
  InjectedWorkloads,
  type InjectedWorkloadsProps,
} from './lines/istio-1.0/constructs/injected-workloads';
export { InjectionConfig, type InjectionConfigProps } from './lines/istio-1.0/constructs/injection-config';
export { MeshConfig, type MeshConfigProps } from './lines/istio-1.0/constructs/mesh-config';
export { MeshMutualTls, type MeshMutualTlsProps } from './lines/istio-1.0/constructs/mesh-mutual-tls';
export { MeshNamespace, type MeshNamespaceProps } from './lines/istio-1.0/constructs/mesh-namespace';
export {
  MultiClusterReader,
  type MultiClusterReaderProps,
} from './lines/istio-1.0/constructs/multi-cluster-reader';
export { RemotePilot, type RemotePilotProps } from './lines/istio-1.0/constructs/remote-pilot';
export { SidecarInjector, type SidecarInjectorProps } from './lines/istio-1.0/constructs/sidecar-injector';
export type { ControlPlaneComponent } from './lines/istio-1.0/facts/components';
export { RELEASES_1_0, type Release10 } from './lines/istio-1.0/facts/releases';
export type { MeshInput10, RemoteInput10, RemoteOptionsInput10 } from './lines/istio-1.0/input';
export type { Mesh10, Primary10, Remote10 } from './lines/istio-1.0/mesh';
export type { ControlPlaneAddresses } from './lines/istio-1.0/options/addresses';
export type {
  ComponentOptions,
  Scheduling,
  SidecarInjectorOptions,
} from './lines/istio-1.0/options/components';
export type {
  DedicatedGatewayOptions,
  ExistingGateway,
  ExposedPorts,
  Exposure,
  ExposureMode,
  LoadBalancerOptions,
} from './lines/istio-1.0/options/exposure';
export type { Images } from './lines/istio-1.0/options/images';
export type { ProxyOptions } from './lines/istio-1.0/options/proxy';
export type { RemoteOptions10 } from './lines/istio-1.0/options/remote';
export type { MeshSecurity } from './lines/istio-1.0/options/security';
export { RemoteCluster, type RemoteClusterProps } from './lines/istio-1.0/remote-cluster';
export {
  AmbientNamespace,
  type AmbientNamespaceProps,
} from './lines/istio-current/constructs/ambient-namespace';
export {
  AmbientEastWestGateway,
  type AmbientEastWestGatewayProps,
} from './lines/istio-current/constructs/exposure/ambient-east-west-gateway';
export {
  CrossNetworkGateway,
  type CrossNetworkGatewayProps,
} from './lines/istio-current/constructs/exposure/cross-network-gateway';
export type { EastWestGatewayProps } from './lines/istio-current/constructs/exposure/east-west-gateway';
export { EastWestGateway } from './lines/istio-current/constructs/exposure/east-west-gateway';
export {
  IstiodLoadBalancer,
  type IstiodLoadBalancerProps,
} from './lines/istio-current/constructs/exposure/istiod-load-balancer';
export {
  IstiodRoutes,
  type IstiodRoutesProps,
} from './lines/istio-current/constructs/exposure/istiod-routes';
export {
  RevisionRoute,
  type RevisionRouteProps,
} from './lines/istio-current/constructs/exposure/revision-route';
export type { InjectionProps } from './lines/istio-current/constructs/injection-entries';
export {
  InjectionWebhook,
  type InjectionWebhookProps,
} from './lines/istio-current/constructs/injection-webhook';
export {
  CurrentMeshNamespace,
  type CurrentMeshNamespaceProps,
} from './lines/istio-current/constructs/mesh-namespace';
export { PrimaryReader, type PrimaryReaderProps } from './lines/istio-current/constructs/primary-reader';
export { ReaderAccount, type ReaderAccountProps } from './lines/istio-current/constructs/reader-account';
export { ReaderRole, type ReaderRoleProps } from './lines/istio-current/constructs/reader-role';
export { RemoteIstiod, type RemoteIstiodProps } from './lines/istio-current/constructs/remote-istiod';
export { RemoteReader, type RemoteReaderProps } from './lines/istio-current/constructs/remote-reader';
export { RemoteRevision, type RemoteRevisionProps } from './lines/istio-current/constructs/remote-revision';
export { RevisionTag, type RevisionTagProps } from './lines/istio-current/constructs/revision-tag';
export {
  ValidationWebhook,
  type ValidationWebhookProps,
} from './lines/istio-current/constructs/validation-webhook';
export type {
  MeshInputCurrent,
  RemoteInputCurrent,
  RemoteOptionsInputCurrent,
} from './lines/istio-current/input';
export type { MeshCurrent, PrimaryCurrent, RemoteCurrent } from './lines/istio-current/mesh';
export type {
  EastWestGatewayOptions,
  ExposureCurrent,
  LoadBalancerCurrent,
} from './lines/istio-current/options/gateways';
export type { InjectionCurrent } from './lines/istio-current/options/injection';
export type { RemoteOptionsCurrent } from './lines/istio-current/options/remote';
export { CurrentRemoteCluster, type CurrentRemoteClusterProps } from './lines/istio-current/remote-cluster';
export type {
  RevisionCurrent,
  RevisionsOfRemote,
  RevisionTagCurrent,
} from './lines/istio-current/revisions';
export type { Mesh } from './lines/mesh';
export { synthMesh } from './lines/mesh-output';
export { checkMesh, loadMesh, type MeshReading, parseMesh, readMesh } from './lines/read-mesh';
export {
  ManifestValidation,
  type ManifestValidationProps,
  type ValidationContext,
} from './manifest-validation';
export type { LineName as Line, MeshCore, RemoteCore } from './mesh/mesh';
export type { OutputReport } from './output/folder';
export type { SynthOptions } from './output/synth-mesh';
export { type Path, type Position, type Problem, problemText, UserError } from './problem';
export { SEALING_SCOPES, type SealingScope } from './sealed-secrets/format';
export {
  type PlainSecret,
  type SealedSecretManifest,
  type SealingOptions,
  sealSecret,
} from './sealed-secrets/seal';

// A program reads its meshes synchronously, so every line is loaded from the start.
keepLine(istio10);
keepLine(istioCurrent);
