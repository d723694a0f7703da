import { ipFamily, isDnsName, isIpAddress } from '../../../kubernetes/network';
import { flag, group, noted, oneOf, optional, text, union, type ValueOf } from '../../../mesh/schema/fields';
import { chartOption } from '../../chart-option';
import * as kind from '../migrate/value-kinds';

/**
 * How `istio-pilot.<namespace>` leads to the primary's Pilot in a remote: by Endpoints with its IP address, as an
 * alias of a DNS name, or not at all. Endpoints accept no DNS name, so a DNS name becomes an alias in either mode.
 */
export type PilotService =
  | false
  | { readonly mode: 'endpoints' }
  | {
      readonly mode: 'external-name';
      /** Undefined: the address of Pilot, which is a DNS name then. */
      readonly host?: string;
    };

/** `pilotService:` of a remote as a map. */
const pilotServiceMap = group({
  mode: noted(oneOf(['endpoints', 'external-name']), {
    description:
      '`endpoints`: a headless Service with Endpoints if the address is an IP address, an ExternalName Service if it is a DNS name. `external-name`: always an ExternalName Service. Argo CD 3 does not apply Endpoints by default.',
    fix: 'Write mode: endpoints or mode: external-name',
  }),
  host: optional(
    text('a DNS name', isDnsName, (value) =>
      isIpAddress(value)
        ? 'Only a DNS name is possible here; for an IP address use mode: endpoints'
        : undefined,
    ),
    {
      description: 'DNS name of Pilot for the ExternalName Service. Only with `external-name`.',
      default: '`primary.addresses.pilot`',
    },
  ),
});

/** `pilotService` of a remote. @internal */
export const pilotServiceField = chartOption(
  union([flag(), pilotServiceMap], 'true, false, or a map with mode and host'),
  {
    description:
      'Whether to create a Service, so that istio-pilot.<namespace> resolves to the primary. `true` means `{ mode: endpoints }`.',
    helm: 'global.remotePilotCreateSvcEndpoint',
    read: kind.toggle,
    default: false,
  },
);

/** Merges `pilotService` into its default. Mode endpoints drops the host. @internal */
export function resolvePilotService(
  base: PilotService,
  over: ValueOf<typeof pilotServiceField>,
): PilotService {
  if (over === undefined) return base;
  if (over === false) return false;
  if (over === true || over.mode === 'endpoints') return { mode: 'endpoints' };
  const host = over.host ?? (base !== false && base.mode === 'external-name' ? base.host : undefined);
  return { mode: 'external-name', ...(host === undefined ? {} : { host }) };
}

/** Returns the host that the Service leads to, given the address of Pilot. @internal */
export function pilotServiceAddress(service: Exclude<PilotService, false>, pilot: string): string {
  return service.mode === 'external-name' ? (service.host ?? pilot) : pilot;
}

/** Whether the Service of a remote has Endpoints from synth. @internal */
export function hasEndpoints(service: PilotService, pilot: string): boolean {
  return service !== false && ipFamily(pilotServiceAddress(service, pilot)) !== 0;
}
