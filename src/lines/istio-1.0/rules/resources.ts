import { resourceFaults } from '../../../kubernetes/resource-faults';
import type { Path, Problem } from '../../../problem';
import type { Mesh10 } from '../mesh';

/**
 * An API server refuses pods with invalid resources: those of a component at once, those with a sidecar when they
 * start.
 */
export function resourcesAreAccepted({ primary, remotes }: Mesh10): Problem[] {
  const { exposure } = primary;
  const gateway: Path = ['primary', 'exposure', 'resources'];
  return [
    ...(exposure?.mode === 'dedicated-gateway' ? resourceFaults(exposure.gateway.resources, gateway) : []),
    ...remotes.flatMap(({ sidecarInjector, citadel, proxy, scheduling }, index) =>
      (
        [
          [['sidecarInjector', 'resources'], sidecarInjector.resources],
          [['citadel', 'resources'], citadel.resources],
          [['proxy', 'resources'], proxy.resources],
          [['scheduling', 'defaultResources'], scheduling.defaultResources],
        ] as const
      ).flatMap(([path, resources]) => resourceFaults(resources, ['remotes', index, ...path])),
    ),
  ];
}
