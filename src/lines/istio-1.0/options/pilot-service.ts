import { isDnsName, isIpAddress } from '../../../kubernetes/network';
import { group, noted, oneOf, optional, text } from '../../../mesh/schema/fields';

/** `pilotService:` of a remote as a map. */
export const pilotService = group({
  mode: noted(oneOf(['endpoints', 'external-name']), {
    description:
      '`endpoints`: a headless Service with Endpoints for an IP address, an alias for a DNS name. `external-name`: always an alias, without Endpoints, which Argo CD 3 leaves out by default.',
    fix: 'Write mode: endpoints or mode: external-name',
  }),
  host: optional(
    text('a DNS name', isDnsName, (value) =>
      isIpAddress(value)
        ? 'Only a DNS name can stand there; for an IP address use mode: endpoints'
        : undefined,
    ),
    {
      description: 'DNS name of Pilot that the alias stands for; only with `external-name`.',
      default: '`primary.addresses.pilot`',
    },
  ),
});
