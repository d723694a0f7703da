import { flag } from '../../../mesh/schema/fields';
import { chartOption } from '../../chart-option';
import { flag as flagValue, opposite } from '../migrate/value-kinds';
import { since } from '../migrate/value-use';

/** Options of a remote that go into its mesh config as they are. */
export interface MeshConfigFlags {
  readonly policyChecks: boolean;
  readonly policyCheckFailOpen: boolean;
  readonly tracing: boolean;
}

/** @internal */
export const meshConfigFlagFields = {
  policyChecks: chartOption(flag(), {
    description:
      'Whether sidecars ask Mixer before each request. Rendered only when the mesh has a policy address.',
    helm: 'global.disablePolicyChecks',
    read: opposite(flagValue),
    opposite: true,
    default: true,
  }),
  policyCheckFailOpen: chartOption(flag(), {
    description: 'Let requests through when Mixer cannot be asked. From 1.0.3; only with a policy address.',
    helm: 'global.policyCheckFailOpen',
    read: flagValue,
    idle: since('policyCheckFailOpen'),
    default: false,
  }),
  tracing: chartOption(flag(), {
    description: 'Whether sidecars trace requests. Rendered only when the mesh has a zipkin address.',
    helm: 'global.enableTracing',
    read: flagValue,
    default: true,
  }),
} as const;

/** Those options of a remote that go into its mesh config as they are. @internal */
export function meshConfigFlags(remote: MeshConfigFlags): MeshConfigFlags {
  const keys = Object.keys(meshConfigFlagFields) as (keyof MeshConfigFlags)[];
  return Object.fromEntries(keys.map((key) => [key, remote[key]])) as unknown as MeshConfigFlags;
}
