import { oneOf, optional } from '../../../mesh/schema/fields';

/** What carries the applications' traffic: a proxy in each pod, or one on each node. */
export const DATA_PLANES = ['sidecar', 'ambient'] as const;

/** One of {@link DATA_PLANES}. */
export type DataPlane = (typeof DATA_PLANES)[number];

/** `dataPlane` of a mesh. @internal */
export const dataPlane = optional(oneOf(DATA_PLANES), {
  description:
    '`sidecar`: sidecars carry the traffic of applications. `ambient`: ztunnel does; it needs several primaries on several networks. See docs/topologies.md.',
  default: 'sidecar',
});
