import type { Cluster } from '../kubernetes/api/cluster';
import type { ClusterSource } from '../kubernetes/api/open-cluster';
import type { MeshCore } from '../mesh/mesh';
import { quoted, UserError } from '../problem';
import type { AddressFinder, FoundAddress } from './address-finder';

/** A mesh file with addresses to check. */
export interface MeshWithAddresses<M extends MeshCore> {
  readonly mesh: M;
  /** The addresses in the file. */
  readonly inFile: Readonly<Partial<Record<string, string | readonly string[]>>>;
  /**
   * Writes addresses into the file.
   * @throws UserError if the mesh would not be valid with them, or the file changed
   */
  write(values: readonly (readonly [component: string, address: string])[]): void;
}

export interface AddressesOptions {
  /** Where to look. @default - where `primary.exposure` says */
  readonly from?: string | undefined;
  /** Only these components. @default - all components on the primary */
  readonly components?: readonly string[];
  /** Whether to write the addresses into the file. @default false */
  readonly write?: boolean;
  /** Opens the primary. */
  readonly open: (primary: ClusterSource) => Pick<Cluster, 'get' | 'list'>;
}

/** One component, with its address in the file and in the cluster. */
export interface AddressRow {
  readonly component: string;
  /** The address in the file, if any; several are separated by commas. */
  readonly inFile?: string;
  /** The address in the cluster: the only one, or the file's choice of several equal ones. */
  readonly live?: string;
  readonly source: string;
  readonly state: FoundAddress['state'];
  readonly differs: boolean;
  readonly note?: string;
}

export interface AddressesResult {
  readonly from: string;
  readonly rows: readonly AddressRow[];
  /** Components with a doubtful address. If there are any, nothing is written. */
  readonly unknown: readonly string[];
  /** Components whose address in the file differs. */
  readonly differing: readonly string[];
  /** Components whose address was written. */
  readonly written: readonly string[];
}

/**
 * Compares the control plane's addresses in mesh.yaml with those of the live primary, and writes them on request.
 * Never guesses a doubtful address.
 * @throws UserError if the mesh is not valid, the cluster does not answer, or the file changed in the meantime
 */
export async function addresses<M extends MeshCore>(
  file: MeshWithAddresses<M>,
  finder: AddressFinder<M, string, string>,
  options: AddressesOptions,
): Promise<AddressesResult> {
  const { components = [], write = false } = options;
  const { inFile } = file;
  const { from, found } = await findAddresses(finder, file, options);
  const rows = found
    .map((one) => rowOf(one, inFile[one.component]))
    // Skip a component that neither the file nor the primary has.
    .filter((row) => row.state !== 'none' || row.inFile !== undefined || components.length > 0);
  const matters = ({ component, inFile: own }: AddressRow) =>
    own !== undefined || components.includes(component);
  const unknown = named(rows.filter((row) => row.live === undefined && matters(row)));
  const differing = named(rows.filter((row) => row.differs && matters(row)));
  const written = write && unknown.length === 0 ? writeRows(file, rows) : [];
  return { from, rows, unknown, differing, written };
}

async function findAddresses<M extends MeshCore>(
  finder: AddressFinder<M, string, string>,
  { mesh, inFile }: MeshWithAddresses<M>,
  options: AddressesOptions,
): Promise<{ from: string; found: readonly FoundAddress[] }> {
  const { components = [], open } = options;
  const named = components.map((name) => oneOf('component', finder.components, name, mesh));
  const from =
    options.from === undefined ? finder.sourceOf(mesh) : oneOf('from', finder.sources, options.from, mesh);
  const isWanted = (component: string): boolean =>
    named.length > 0 ? named.includes(component) : !finder.isShared(from) || inFile[component] !== undefined;
  const wanted = finder.components.filter(isWanted);
  return { from, found: await finder.find(open(mesh.primary), mesh, wanted, from) };
}

/** @throws UserError for a word that the line does not have */
function oneOf<Word extends string>(
  option: string,
  words: readonly Word[],
  word: string,
  { istio }: MeshCore,
): Word {
  const found = words.find((known) => known === word);
  if (found !== undefined) return found;
  throw new UserError(
    `--${option}: expected one of ${words.join(', ')} for Istio ${istio}, got ${quoted(word)}. Name one of them`,
  );
}

function rowOf(found: FoundAddress, written: string | readonly string[] | undefined): AddressRow {
  const { component, source, state } = found;
  const addresses = written === undefined ? [] : [written].flat();
  const inFile = written === undefined ? undefined : addresses.join(', ');
  const live = liveAddress(found, addresses);
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

/** Among several equal choices, keeps the file's. */
function liveAddress(found: FoundAddress, inFile: readonly string[]): string | undefined {
  if (found.state === 'found') return found.address;
  if (found.state !== 'several' || inFile.length === 0) return undefined;
  return inFile.every((address) => found.choices.includes(address)) ? inFile.join(', ') : undefined;
}

function writeRows({ write }: MeshWithAddresses<MeshCore>, rows: readonly AddressRow[]): string[] {
  const changed = rows.filter(({ differs }) => differs);
  if (changed.length === 0) return [];
  const values = changed.map(({ component, live = '' }) => [component, live] as const);
  write(values);
  return named(changed);
}

function named(rows: readonly AddressRow[]): string[] {
  return rows.map(({ component }) => component);
}
