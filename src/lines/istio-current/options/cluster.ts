import { isLabelValue } from '../../../kubernetes/names';
import { list, oneOf, text } from '../../../mesh/schema/fields';
import { objectName } from '../../../mesh/schema/shared';
import { chartOption } from '../../chart-option';
import * as kind from '../migrate/value-kinds';

const IP_FAMILIES = ['IPv4', 'IPv6'] as const;
const IP_FAMILY_POLICIES = ['SingleStack', 'PreferDualStack', 'RequireDualStack'] as const;
const PLATFORMS = ['openshift'] as const;

/** The name of a network. Istio reads it from the label `topology.istio.io/network`. @internal */
export const networkName = text(
  'letters, digits and inner dashes, underscores and dots, at most 63 characters (the value of a label)',
  (value) => value !== '' && isLabelValue(value),
);

/** IP families of a Service. */
export interface IpFamilies {
  /** Undefined: the API server decides. */
  readonly ipFamilyPolicy?: (typeof IP_FAMILY_POLICIES)[number];
  /** Undefined: the families of the cluster. */
  readonly ipFamilies?: readonly (typeof IP_FAMILIES)[number][];
}

/** Options of every cluster, including the primary. */
export interface ClusterOptionsCurrent extends IpFamilies {
  /** Undefined: no platform with special needs. */
  readonly platform?: (typeof PLATFORMS)[number];
  /** Names of Secrets in the namespace of Istio. */
  readonly imagePullSecrets: readonly string[];
}

/** Options of {@link ClusterOptionsCurrent}. @internal */
export const clusterOptionFields = {
  platform: chartOption(oneOf(PLATFORMS), {
    description:
      'Platform of the cluster. With `openshift` and Istio 1.28 or 1.29, gateway pods set no user and group, so that OpenShift chooses them. Since 1.30, gateway pods never set them.',
    helmText: 'chart gateway with platform',
    defaultText: 'none',
  }),
  imagePullSecrets: chartOption(list(objectName, 'a list of Secrets'), {
    description:
      'Secrets in Istio’s namespace with registry credentials, for gateway pods and the account that the primary reads the cluster with.',
    helm: 'global.imagePullSecrets',
    read: kind.names,
    default: [],
  }),
  ipFamilyPolicy: chartOption(oneOf(IP_FAMILY_POLICIES), {
    description:
      'Whether the Services istiod and istio-eastwestgateway have addresses of one IP family or of both. An ExternalName Service has no address.',
    helm: 'global.ipFamilyPolicy',
    read: kind.text,
    defaultText: 'PreferDualStack if istiod has addresses of both families, else the API server decides',
  }),
  ipFamilies: chartOption(list(oneOf(IP_FAMILIES), 'a list of IPv4 and IPv6'), {
    description: 'IP families of these Services, the preferred one first.',
    helm: 'global.ipFamilies',
    read: kind.names,
    defaultText: 'the families of the cluster',
  }),
} as const;

/** Returns the families of a Service as fields of its `spec`. @internal */
export function familiesOf({
  ipFamilyPolicy,
  ipFamilies,
}: { readonly [Key in keyof IpFamilies]?: IpFamilies[Key] | undefined }): IpFamilies {
  return {
    ...(ipFamilyPolicy === undefined ? {} : { ipFamilyPolicy }),
    ...(ipFamilies === undefined || ipFamilies.length === 0 ? {} : { ipFamilies }),
  };
}
