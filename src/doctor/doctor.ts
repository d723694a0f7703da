import {
  type ConnectionOptions,
  type OpenCluster,
  openAsReader,
  openCluster,
} from '../kubernetes/api/open-cluster';
import type { MeshCore } from '../mesh/mesh';
import { quoted, UserError } from '../problem';
import type { Connect, OpenReader } from './context';
import { type ExaminedLine, examine } from './examine';
import type { Finding } from './finding';
import { connectTcp } from './tcp';

export interface DoctorOptions {
  /** How clusters are reached; its `config` is the mesh file. */
  readonly connection: ConnectionOptions;
  /** Ids of the remotes to look at; empty for all. */
  readonly remotes: readonly string[];
  /** Leaves the addresses of the control plane alone, where this machine has no way to them. @default false */
  readonly skipAddresses?: boolean;
  /** Seconds for everything together. @default 120 */
  readonly seconds?: number;
  /** Called when a cluster is done, with how many of how many. */
  readonly onProgress?: (done: number, total: number) => void;
  /** For tests. @default - real clusters */
  readonly open?: OpenCluster;
  readonly openReader?: OpenReader;
  readonly connect?: Connect;
}

export interface DoctorResult {
  /** In the order of mesh.yaml, the primary first. */
  readonly findings: readonly Finding[];
  /** Whether nothing is broken. */
  readonly healthy: boolean;
}

/** Looks at the live clusters of a mesh and changes nothing. @throws UserError when the mesh is wrong */
export async function doctor<M extends MeshCore>(
  mesh: M,
  line: ExaminedLine<M>,
  options: DoctorOptions,
): Promise<DoctorResult> {
  const { connection, onProgress, open = openCluster } = options;
  const findings = await examine(line, mesh, {
    remotes: selected(mesh, options.remotes),
    open: (cluster) => open(cluster, connection),
    openReader: options.openReader ?? ((access) => openAsReader(access, connection)),
    connect: options.connect ?? connectTcp,
    skipAddresses: options.skipAddresses ?? false,
    ...(options.seconds === undefined ? {} : { milliseconds: options.seconds * 1000 }),
    ...(onProgress === undefined ? {} : { onProgress }),
  });
  return { findings, healthy: !findings.some(({ status }) => status === 'broken') };
}

function selected(mesh: MeshCore, names: readonly string[]) {
  if (names.length === 0) return mesh.remotes;
  const unknown = names.filter((name) => !mesh.remotes.some((remote) => remote.name === name));
  if (unknown.length > 0) {
    const known = mesh.remotes.slice(0, 20).map(({ name }) => name);
    throw new UserError(
      `no remote ${unknown.map(quoted).join(', ')} in the mesh. Name one of ${known.join(', ')}`,
    );
  }
  return mesh.remotes.filter(({ name }) => names.includes(name));
}
