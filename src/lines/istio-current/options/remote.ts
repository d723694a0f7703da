import { apiServerCa } from '../../../mesh/api-server-ca';
import { merged } from '../../../mesh/merge';
import { flag, group, list, noted, optional, type ValueOf } from '../../../mesh/schema/fields';
import {
  clusterFields,
  dnsLabel,
  filePath,
  kubernetesVersion,
  namespaceItem,
  url,
} from '../../../mesh/schema/shared';
import { chartGroup, chartOption, defaultsOf } from '../../chart-option';
import { oldestKubernetes } from '../facts/releases';
import * as kind from '../migrate/value-kinds';
import { istiodAddress } from './addresses';
import { type ClusterOptionsCurrent, clusterOptionFields, networkName } from './cluster';
import { type EastWestGatewayOptions, eastWestGateway, resolveGateway } from './gateways';
import { type InjectionCurrent, resolveInjection, sidecarInjectorFields } from './injection';
import { ownRevisionFields, revisionChoiceFields } from './revisions';
import { resolveValidation, type ValidationCurrent, validationFields } from './validation';

/** Every option of a remote cluster, with defaults filled in. */
export interface RemoteOptionsCurrent extends ClusterOptionsCurrent {
  readonly kubernetes: string;
  readonly allowUnsupportedKubernetes: boolean;
  /** Undefined: the network of the primary, if any. */
  readonly network?: string;
  readonly injectedNamespaces: readonly string[];
  /** Revision or tag that injects. Undefined: the first of the cluster's. */
  readonly revision?: string | undefined;
  /** Revision or tag of single namespaces. */
  readonly namespaceRevisions: Readonly<Record<string, string>>;
  readonly sidecarInjector: InjectionCurrent;
  readonly validation: ValidationCurrent;
  /** Undefined: pods of other networks do not reach this cluster's. */
  readonly eastWestGateway?: EastWestGatewayOptions;
  /** File with the custom resource definitions of the release, relative to mesh.yaml. */
  readonly crds?: string;
}

/** Options of a remote cluster. `defaults:` can set them for all remotes. @internal */
export const remoteOptionFieldsCurrent = {
  kubernetes: chartOption(kubernetesVersion, {
    description: 'Kubernetes version of the cluster.',
    default: (release: string): string => oldestKubernetes(release),
    defaultText: 'the oldest version that the release supports',
  }),
  allowUnsupportedKubernetes: chartOption(flag(), {
    description: 'Whether to accept a Kubernetes version older than the Istio release supports.',
    default: false,
  }),
  network: chartOption(networkName, {
    description:
      'Network of the cluster’s pods. Pods reach each other directly if their clusters are on the same network.',
    helm: 'global.network',
    read: kind.text,
    defaultText: 'the network of the primary',
  }),
  ...clusterOptionFields,
  injectedNamespaces: chartOption(list(namespaceItem, 'a list of namespaces'), {
    description:
      'Namespaces that get the injection label: istio-injection=enabled, or istio.io/rev with a revision.',
    helmText: 'kubectl label namespace …',
    default: [],
  }),
  ...revisionChoiceFields,
  sidecarInjector: chartGroup(sidecarInjectorFields, {
    description: 'The injection webhook.',
    helm: 'sidecarInjectorWebhook',
  }),
  validation: chartGroup(validationFields, { description: 'The validating webhook.' }),
  eastWestGateway: optional(eastWestGateway, {
    description: 'East-west gateway that other networks use to reach the pods of this cluster.',
    helm: 'chart gateway with networkGateway',
    default: 'false',
  }),
  crds: optional(filePath('a file, relative to the mesh file'), {
    description:
      'File with the CustomResourceDefinitions of the release, such as manifests/charts/base/files/crd-all.gen.yaml. synth writes them to the output.',
    helm: 'chart base',
    default: 'none: you install them another way, or need none',
  }),
} as const;

/** `defaults:` of a mesh. @internal */
export const remoteOptions = group(remoteOptionFieldsCurrent);

type Input = ValueOf<typeof remoteOptions>;

/** An item of `remotes:`. @internal */
export const remote = group({
  name: noted(dnsLabel, {
    description:
      'Cluster id. It names the folder in dist/ and the Secret on the primary, and is part of the injection URL.',
    helm: 'global.multiCluster.clusterName',
    fix: 'Write the cluster id, such as name: eu-west-1',
  }),
  primary: optional(dnsLabel, {
    description: 'Cluster id of the primary whose istiod serves this remote.',
    default: 'the only primary. Required with several `primaries`',
  }),
  apiServer: optional(url, {
    description: 'URL where the primary reaches the API server of this cluster.',
    default: 'the server in the kubeconfig',
  }),
  ...clusterFields,
  apiServerCa,
  istiodAddress: optional(istiodAddress, {
    description: 'Address where this remote reaches istiod.',
    helm: 'global.remotePilotAddress',
    default: '`primary.addresses.istiod`',
  }),
  ...ownRevisionFields,
  ...remoteOptionFieldsCurrent,
});

/** Returns the defaults of the charts `base` and `istiod` with profile remote. @internal */
export function remoteDefaults(release: string, network: string | undefined): RemoteOptionsCurrent {
  return {
    ...defaultsOf(remoteOptionFieldsCurrent, release),
    namespaceRevisions: {},
    ...(network === undefined ? {} : { network }),
  };
}

/** Merges options into complete ones. Shares groups without an override. @internal */
export function resolveOptions(base: RemoteOptionsCurrent, over: Input): RemoteOptionsCurrent {
  const { sidecarInjector, validation, eastWestGateway: gateway, ...rest } = over;
  const { eastWestGateway: before, ...kept } = base;
  const laidGateway = gateway === undefined ? before : resolveGateway(gateway, before);
  return {
    ...overlaid(kept, rest),
    sidecarInjector: resolveInjection(base.sidecarInjector, sidecarInjector),
    validation: resolveValidation(base.validation, validation),
    ...(laidGateway === undefined ? {} : { eastWestGateway: laidGateway }),
  };
}

/** Merges options that need no translation, without keys that only a remote has. */
function overlaid<Base extends object>(base: Base, over: object): Base {
  const known = Object.entries(over).filter(
    ([key, value]) => value !== undefined && Object.hasOwn(remoteOptionFieldsCurrent, key),
  );
  return merged(base, Object.fromEntries(known) as never);
}
