import { resourceFaults } from '../../../kubernetes/resource-faults';
import type { Path, Problem } from '../../../problem';
import type { MeshCurrent } from '../mesh';

/** An API server refuses pods of a gateway with invalid resources. */
export function resourcesAreAccepted({ primary, remotes }: MeshCurrent): Problem[] {
  const { eastWestGateway: own, exposure } = primary;
  const gateway: Path = ['primary', 'exposure', 'resources'];
  return [
    ...(exposure?.mode === 'east-west-gateway' ? resourceFaults(exposure.gateway.resources, gateway) : []),
    ...resourceFaults(own?.resources, ['primary', 'eastWestGateway', 'resources']),
    ...remotes.flatMap(({ eastWestGateway }, index) =>
      resourceFaults(eastWestGateway?.resources, ['remotes', index, 'eastWestGateway', 'resources']),
    ),
  ];
}
