import { oneOf, optional } from '../../../mesh/schema/fields';

/** What carries the traffic of applications: a proxy in each pod, or one on each node. */
export const DATA_PLANES = ['sidecar', 'ambient'] as const;

/** One of {@link DATA_PLANES}. */
export type DataPlane = (typeof DATA_PLANES)[number];

/** `dataPlane` of a mesh. @internal */
export const dataPlane = optional(oneOf(DATA_PLANES), {
  description:
    'What carries the traffic of applications: sidecars, or ztunnel of ambient mode, which needs several primaries on several networks; see docs/topologies.md.',
  default: 'sidecar',
});
