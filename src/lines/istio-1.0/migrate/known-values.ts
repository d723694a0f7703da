import type { ValueKind } from '../../../migrate/mesh-option';
import { usesIn } from '../../chart-option';
import { optionalAddressFields } from '../options/addresses';
import { remoteOptionFields } from '../options/remote';
import { securityFields } from '../options/security';
import * as kind from './value-kinds';
import type { ValueUse10 } from './value-use';

/** A value that the chart has or reads, at any release of the line. */
export interface KnownValue extends ValueUse10 {
  /** Dotted path below the values. */
  readonly helm: string;
  readonly read: ValueKind;
  /** Path of the option: below `primary` and `security` of the mesh, else below the remote. */
  readonly option?: string;
}

const always = (reason: string) => (): string => reason;
const HOOK_ONLY = always('only the hook Jobs of the chart use it, which mesh.yaml does not bring back');

/** Values of the chart that change nothing, or have no option. */
const WITHOUT_OPTION: readonly KnownValue[] = [
  {
    helm: 'global.proxy.includeInboundPorts',
    read: kind.anything,
    idle: always('the chart never reads it, and proxy.includeInboundPorts would take effect'),
  },
  {
    helm: 'global.zipkinAddress',
    read: kind.anything,
    idle: always('it only gave sidecars --zipkinAddress, which they now get with primary.addresses.zipkin'),
  },
  { helm: 'global.hyperkube.hub', read: kind.anything, idle: HOOK_ONLY },
  { helm: 'global.hyperkube.tag', read: kind.anything, idle: HOOK_ONLY },
  { helm: 'nameOverride', read: kind.chartName('istio-remote') },
  { helm: 'sidecarInjectorWebhook.nameOverride', read: kind.chartName('sidecarInjectorWebhook') },
  { helm: 'security.nameOverride', read: kind.chartName('security') },
];

/**
 * Every value of the chart, in the order of the options in mesh.yaml. The options say which value they replace.
 * Source: 1.0.0–1.0.9, install/kubernetes/helm/istio-remote: values.yaml, and `.Values` in the templates.
 */
export const KNOWN_VALUES: readonly KnownValue[] = [
  { helm: 'global.remotePilotAddress', option: 'primary.addresses.pilot', read: kind.textOrNone },
  ...[
    ...usesIn<ValueUse10>(optionalAddressFields, ['primary', 'addresses']),
    ...usesIn<ValueUse10>(securityFields, ['security']),
    ...usesIn<ValueUse10>(remoteOptionFields),
  ].flatMap(({ helm, read, ...use }) =>
    helm === undefined || read === undefined ? [] : [{ ...use, helm, read }],
  ),
  ...WITHOUT_OPTION,
];
