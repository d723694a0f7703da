import { group, noted } from '../../../mesh/schema/fields';
import { address } from '../../../mesh/schema/shared';
import { chartOption } from '../../chart-option';
import { CONTROL_PLANE_COMPONENTS, type ControlPlaneComponent } from '../facts/components';
import * as kind from '../migrate/value-kinds';

/** Addresses of the control plane for remotes: IP addresses or DNS names. */
export interface ControlPlaneAddresses {
  readonly pilot: string;
  readonly policy?: string | undefined;
  readonly telemetry?: string | undefined;
  readonly zipkin?: string | undefined;
}

const addressOption = (description: string, helm: string, defaultText: string) =>
  chartOption(address, { description, helm, read: kind.textOrNone, defaultText });

/** Optional fields of `primary.addresses`. @internal */
export const optionalAddressFields = {
  policy: addressOption(
    'Address of Mixer for policy checks.',
    'global.remotePolicyAddress',
    'no policy checks',
  ),
  telemetry: addressOption(
    'Address of Mixer for telemetry.',
    'global.remoteTelemetryAddress',
    'no telemetry',
  ),
  zipkin: addressOption('Address of Zipkin or Jaeger.', 'global.remoteZipkinAddress', 'no tracing'),
} as const;

/** `primary.addresses:` of a mesh. @internal */
export const addresses = group({
  pilot: noted(address, {
    description: 'Address of Pilot.',
    helm: 'global.remotePilotAddress',
    fix: 'Write where remotes reach Pilot, such as pilot: 10.8.0.11',
  }),
  ...optionalAddressFields,
});

/** Returns the components that have an address in the mesh. @internal */
export function declaredComponents(given: ControlPlaneAddresses): ControlPlaneComponent[] {
  return CONTROL_PLANE_COMPONENTS.filter((component) => given[component] !== undefined);
}
