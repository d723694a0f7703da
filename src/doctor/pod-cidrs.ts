import type { Cluster } from '../kubernetes/api/cluster';
import { listAt, textAt } from '../kubernetes/fields';
import { rangeOf } from '../kubernetes/network';
import { someOf } from '../some-of';
import { broken, type Observation, ok, unknown, warning } from './finding';

/** Limit of ranges in a message. */
const SHOWN = 3;

/** Checks that mesh.yaml declares the pod ranges of the nodes: other clusters route to the declared ranges. */
export async function podCidrs(cluster: Cluster, declared: readonly string[]): Promise<Observation> {
  const nodes = await cluster.list({ apiVersion: 'v1', kind: 'Node' });
  if (nodes.length === 0) return warning('the cluster has no nodes', 'Add a node: nothing runs without one');
  const live = nodes.flatMap((node) => {
    const several = listAt(node, 'spec', 'podCIDRs').map(String);
    const ranges = several.length > 0 ? several : [textAt(node, 'spec', 'podCIDR') ?? []].flat();
    return ranges.map((range) => ({ range, node: node.metadata.name }));
  });
  if (declared.length === 0)
    return warning(
      `mesh.yaml declares no podCidrs${
        live.length === 0
          ? ''
          : `, and nodes have ${someOf(
              live.map(({ range }) => range),
              SHOWN,
            )}`
      }`,
      'Declare them, so that overlaps are found before pods cannot be reached',
    );
  if (live.length === 0)
    return unknown(
      'the nodes do not show their pod ranges',
      `Compare ${declared.join(', ')} with the settings of the network plugin`,
    );
  const outside = live.filter(({ range }) => !declared.some((cidr) => contains(cidr, range)));
  return outside.length === 0
    ? ok(`the pod ranges of ${nodes.length === 1 ? 'the node' : `${nodes.length} nodes`} are declared`)
    : broken(
        `${someOf(
          outside.map(({ range, node }) => `${range} of node ${node}`),
          SHOWN,
        )} ${outside.length === 1 ? 'is' : 'are'} not in podCidrs (${declared.join(', ')})`,
        'Correct podCidrs in mesh.yaml, and see that every other cluster routes there',
      );
}

function contains(cidr: string, inner: string): boolean {
  const [outer, range] = [rangeOf(cidr), rangeOf(inner)];
  if (outer === undefined || range === undefined || outer.family !== range.family) return false;
  return outer.first <= range.first && range.last <= outer.last;
}
