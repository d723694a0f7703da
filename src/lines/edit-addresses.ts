import { readFileSync } from 'node:fs';
import type { MeshWithAddresses } from '../addresses/compare-addresses';
import { fieldAt, textAt } from '../kubernetes/fields';
import { readYaml } from '../kubernetes/text/read-yaml';
import { setTexts } from '../kubernetes/text/set-text';
import { replaceFile } from '../mesh/edit-file';
import { seenFrom } from '../mesh/primaries';
import { type Path, type Problem, quoted, UserError } from '../problem';
import { someOf } from '../some-of';
import { lineOf } from './loaded-lines';
import type { Mesh } from './mesh';
import { readMeshFile } from './open-mesh';
import { addressKeys, type MeshReading, parseMesh } from './read-mesh';

type Addresses = Parameters<MeshForAddresses['write']>[0];

/** A mesh file that is valid except for its addresses. */
export interface MeshForAddresses extends MeshWithAddresses<Mesh> {
  readonly text: string;
  /** The mesh. Its addresses may be stand-ins. */
  readonly mesh: Mesh;
}

/** Returns the line's functions to find addresses on the live primary. */
export async function addressFinderOf(mesh: Mesh) {
  const { addresses } = await lineOf(mesh).live();
  return addresses;
}

/** An address that passes every rule, from a range reserved for examples. */
const STAND_IN = '192.0.2.1';

/** The place of a primary's addresses in the mesh file. */
type Place = readonly [...Path, 'addresses'];

/**
 * Reads a mesh file to correct its addresses: invalid addresses are accepted.
 * @param primary cluster id of the primary; required if the mesh has several
 * @throws UserError with every other mistake
 */
export async function readMeshForAddresses(file: string, primary?: string): Promise<MeshForAddresses> {
  refuseOtherErrors(await readMeshFile(file));
  // Read once, because the file may change in the meantime.
  const text = readFileSync(file, 'utf8');
  const reading = parseMesh(text, file);
  refuseOtherErrors(reading);
  const place = placeOf(text, file, primary);
  const inFile = addressesIn(text, file, place);
  const { mesh } = reading.mesh === undefined ? withStandIns(text, file, place) : reading;
  if (mesh === undefined) throw new UserError(errorsOf(reading));
  const write = (values: Addresses): void =>
    replaceFile(file, text, withAddresses(text, file, place, values));
  const index = typeof place[1] === 'number' ? place[1] : 0;
  return { text, mesh: seenFrom<Mesh>(mesh, mesh.primaries[index] ?? mesh.primary), inFile, write };
}

/** @throws UserError if the mesh does not have the primary, or has several and none is given */
function placeOf(text: string, file: string, primary: string | undefined): Place {
  const { value } = readYaml(text, file);
  const listed = fieldAt(value, 'primaries');
  const names = (Array.isArray(listed) ? listed : [fieldAt(value, 'primary')]).map((one) =>
    textAt(one, 'name'),
  );
  if (primary === undefined && names.length > 1)
    throw new UserError(
      `${file}: has ${names.length} primaries, and the addresses are those of one. Name it with --primary: ${someOf(names.map(String), 10)}`,
    );
  const index = primary === undefined ? 0 : names.indexOf(primary);
  if (index < 0)
    throw new UserError(
      `no primary ${quoted(primary)} in the mesh. Name one of ${someOf(names.map(String), 10)}`,
    );
  return Array.isArray(listed) ? ['primaries', index, 'addresses'] : ['primary', 'addresses'];
}

/**
 * Writes other addresses into the text of the file and keeps every other byte.
 * @throws UserError if the mesh would not be valid with them
 */
function withAddresses(text: string, file: string, place: Place, values: Addresses): string {
  const edits = values.map(([component, value]) => ({ path: [...place, component], value }));
  const edited = setTexts(text, edits, addressKeys(readYaml(text, file).value));
  const reading = parseMesh(edited, file);
  if (reading.mesh === undefined) throw new UserError(errorsOf(reading));
  return edited;
}

function refuseOtherErrors({ problems }: MeshReading): void {
  const isOther = ({ severity, path }: Problem): boolean => severity === 'error' && !isInAddresses(path);
  if (problems.some(isOther)) throw new UserError(problems.filter(({ severity }) => severity === 'error'));
}

/** Whether a path leads to an address of a primary. */
function isInAddresses([list, second, third, ...rest]: Path): boolean {
  if (list === 'primary') return second === 'addresses' && third !== undefined;
  return list === 'primaries' && third === 'addresses' && rest.length > 0;
}

function withStandIns(text: string, file: string, place: Place): MeshReading {
  const keys = addressKeys(readYaml(text, file).value);
  const declared = Object.keys(addressesIn(text, file, place, true));
  const edits = [...new Set([...keys.slice(0, 1), ...declared])].map((key) => ({
    path: [...place, key],
    value: STAND_IN,
  }));
  return parseMesh(setTexts(text, edits, keys), file);
}

/** @param alsoOthers whether to include values that are no texts */
function addressesIn(
  text: string,
  file: string,
  place: Place,
  alsoOthers = false,
): Record<string, string | readonly string[]> {
  const value = readYaml(text, file).value;
  return Object.fromEntries(
    addressKeys(value).flatMap((component): [string, string | readonly string[]][] => {
      const own = fieldAt(value, ...place, component);
      if (Array.isArray(own)) return [[component, own.map(String)]];
      return typeof own === 'string' || (alsoOthers && own !== undefined) ? [[component, `${own}`]] : [];
    }),
  );
}

function errorsOf({ problems }: MeshReading): Problem[] {
  return problems.filter(({ severity }) => severity === 'error');
}
