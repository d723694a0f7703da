import { addressSourceOf, findAddresses } from '../istio-1.0/exposure-addresses';
import type { AddressSource, FoundAddress } from '../istio-1.0/exposure-found';
import { CONTROL_PLANE_COMPONENTS, type ControlPlaneComponent } from '../istio-1.0/facts/control-plane';
import type { Cluster } from '../live/cluster';
import type { ClusterSource } from '../live/open-cluster';
import { replaceFile } from '../mesh/edit-file';
import { type MeshForAddresses, readMeshForAddresses, withAddresses } from '../mesh/edit-mesh';

export interface AddressesOptions {
  /** Path of mesh.yaml. */
  readonly config: string;
  /** Where to look. @default - as `primary.exposure` says */
  readonly from?: AddressSource | undefined;
  /** Only these components. @default - all that the primary runs */
  readonly components?: readonly ControlPlaneComponent[];
  /** Whether to write the addresses into the file. @default false */
  readonly write?: boolean;
  /** Opens the primary. */
  readonly open: (primary: ClusterSource) => Pick<Cluster, 'get' | 'list'>;
}

/** One component: what the file says and what the cluster says. */
export interface AddressRow {
  readonly component: ControlPlaneComponent;
  /** The address in the file, when there is one. */
  readonly inFile?: string;
  /** The address in the cluster, when there is exactly one, or when the file has one of several equal ones. */
  readonly live?: string;
  readonly source: string;
  readonly state: FoundAddress['state'];
  readonly differs: boolean;
  readonly note?: string;
}

export interface AddressesResult {
  readonly from: AddressSource;
  readonly rows: readonly AddressRow[];
  /** Components whose address is in doubt; nothing is written while there are any. */
  readonly unknown: readonly ControlPlaneComponent[];
  /** Components whose address in the file is another one. */
  readonly differing: readonly ControlPlaneComponent[];
  /** Components that were written. */
  readonly written: readonly ControlPlaneComponent[];
}

/**
 * Compares the control plane's addresses in mesh.yaml with those of the live primary, and writes them on request. An
 * address that is in doubt is never guessed.
 * @throws UserError when the mesh is not valid, the cluster cannot be asked, or the file changed meanwhile
 */
export async function addresses(options: AddressesOptions): Promise<AddressesResult> {
  const { config, components = [], write = false, open } = options;
  const file = readMeshForAddresses(config);
  const { mesh, inFile } = file;
  const from = options.from ?? addressSourceOf(mesh);
  const isAsked = (component: ControlPlaneComponent): boolean =>
    components.length > 0
      ? components.includes(component)
      : // A gateway has one address, whatever stands behind it.
        from !== 'gateway' || inFile[component] !== undefined;
  const asked = CONTROL_PLANE_COMPONENTS.filter(isAsked);
  const found = await findAddresses(open(mesh.primary), mesh, asked, from);
  const rows = found
    .map((one) => rowOf(one, inFile[one.component]))
    // What neither the file nor the primary has is nobody's concern.
    .filter((row) => row.state !== 'none' || row.inFile !== undefined || components.length > 0);
  const matters = ({ component, inFile: own }: AddressRow) =>
    own !== undefined || components.includes(component);
  const unknown = named(rows.filter((row) => row.live === undefined && matters(row)));
  const differing = named(rows.filter((row) => row.differs && matters(row)));
  const written = write && unknown.length === 0 ? writeRows(config, file, rows) : [];
  return { from, rows, unknown, differing, written };
}

function rowOf(found: FoundAddress, inFile: string | undefined): AddressRow {
  const { component, source, state } = found;
  const live = liveAddress(found, inFile);
  return {
    component,
    ...(inFile === undefined ? {} : { inFile }),
    ...(live === undefined ? {} : { live }),
    source,
    state,
    differs: live !== undefined && live !== inFile,
    ...(found.note === undefined ? {} : { note: found.note }),
  };
}

/** Of several equal choices the one that the file has made stays. */
function liveAddress(found: FoundAddress, inFile: string | undefined): string | undefined {
  if (found.state === 'found') return found.address;
  return found.state === 'several' ? found.choices.find((choice) => choice === inFile) : undefined;
}

function writeRows(
  config: string,
  file: MeshForAddresses,
  rows: readonly AddressRow[],
): ControlPlaneComponent[] {
  const changed = rows.filter(({ differs }) => differs);
  if (changed.length === 0) return [];
  const values = changed.map(({ component, live = '' }) => [component, live] as const);
  replaceFile(config, file.text, withAddresses(file, config, values));
  return named(changed);
}

function named(rows: readonly AddressRow[]): ControlPlaneComponent[] {
  return rows.map(({ component }) => component);
}
