import { readFileSync } from 'node:fs';
import type { MeshWithAddresses } from '../addresses/compare-addresses';
import { fieldAt } from '../kubernetes/fields';
import { readYaml } from '../kubernetes/text/read-yaml';
import { setTexts } from '../kubernetes/text/set-text';
import { replaceFile } from '../mesh/edit-file';
import { type Problem, UserError } from '../problem';
import { lineOf } from './loaded-lines';
import type { Mesh } from './mesh';
import { readMeshFile } from './open-mesh';
import { addressKeys, type MeshReading, parseMesh } from './read-mesh';

type Addresses = Parameters<MeshForAddresses['write']>[0];

const ADDRESSES = ['primary', 'addresses'] as const;

/** A mesh file whose addresses may be wrong, but nothing else. */
export interface MeshForAddresses extends MeshWithAddresses<Mesh> {
  readonly text: string;
  /** The mesh; its addresses may be stand-ins. */
  readonly mesh: Mesh;
}

/** How the addresses of a mesh are found on its live primary. */
export async function addressFinderOf(mesh: Mesh) {
  const { addresses } = await lineOf(mesh).live();
  return addresses;
}

/** An address that passes every rule: of a range that is kept for examples. */
const STAND_IN = '192.0.2.1';

/**
 * Reads a mesh file in order to put its addresses right: what is wrong with them is no reason to refuse it.
 * @throws UserError with everything that is wrong besides
 */
export async function readMeshForAddresses(file: string): Promise<MeshForAddresses> {
  refuseOtherErrors(await readMeshFile(file));
  // Read once: the file may change meanwhile.
  const text = readFileSync(file, 'utf8');
  const reading = parseMesh(text, file);
  refuseOtherErrors(reading);
  const inFile = addressesIn(text, file);
  const { mesh } = reading.mesh === undefined ? withStandIns(text, file) : reading;
  if (mesh === undefined) throw new UserError(errorsOf(reading));
  const write = (values: Addresses): void => replaceFile(file, text, withAddresses(text, file, values));
  return { text, mesh, inFile, write };
}

/**
 * The text of the file with other addresses, everything else byte for byte.
 * @throws UserError when the mesh would not be valid with them
 */
export function withAddresses(text: string, file: string, values: Addresses): string {
  const edits = values.map(([component, value]) => ({ path: [...ADDRESSES, component], value }));
  const edited = setTexts(text, edits, addressKeys(readYaml(text, file).value));
  const reading = parseMesh(edited, file);
  if (reading.mesh === undefined) throw new UserError(errorsOf(reading));
  return edited;
}

function refuseOtherErrors({ problems }: MeshReading): void {
  const isOther = ({ severity, path }: Problem): boolean =>
    severity === 'error' &&
    (path.length <= ADDRESSES.length || ADDRESSES.some((key, at) => path[at] !== key));
  if (problems.some(isOther)) throw new UserError(problems.filter(({ severity }) => severity === 'error'));
}

function withStandIns(text: string, file: string): MeshReading {
  const keys = addressKeys(readYaml(text, file).value);
  const declared = Object.keys(addressesIn(text, file, true));
  const edits = [...new Set([...keys.slice(0, 1), ...declared])].map((key) => ({
    path: [...ADDRESSES, key],
    value: STAND_IN,
  }));
  return parseMesh(setTexts(text, edits, keys), file);
}

/** @param alsoOthers whether to count values that are no texts */
function addressesIn(
  text: string,
  file: string,
  alsoOthers = false,
): Record<string, string | readonly string[]> {
  const value = readYaml(text, file).value;
  return Object.fromEntries(
    addressKeys(value).flatMap((component): [string, string | readonly string[]][] => {
      const own = fieldAt(value, ...ADDRESSES, component);
      if (Array.isArray(own)) return [[component, own.map(String)]];
      return typeof own === 'string' || (alsoOthers && own !== undefined) ? [[component, `${own}`]] : [];
    }),
  );
}

function errorsOf({ problems }: MeshReading): Problem[] {
  return problems.filter(({ severity }) => severity === 'error');
}
