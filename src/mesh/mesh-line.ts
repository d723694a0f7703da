import type { Problem } from '../problem';
import type { LineName, MeshCore } from './mesh';
import type { Field } from './schema/fields';

/** A rule of the whole mesh: what it finds wrong. A method type, so that a rule of one line is a rule of any line. */
export type Rule<M extends MeshCore = MeshCore> = {
  rule(mesh: M, input: unknown): Problem | readonly Problem[];
}['rule'];

/** A mesh with what its files say, and everything wrong with them. */
export interface LoadedFiles<M extends MeshCore = MeshCore> {
  readonly mesh: M;
  /** In the mesh file; to be located. */
  readonly entryProblems: readonly Problem[];
  /** In the files; located. */
  readonly fileProblems: readonly Problem[];
}

/** Reads files that a mesh names. @returns the same mesh where it names none */
type FileLoader<M extends MeshCore = MeshCore> = {
  load(mesh: M, base: string): LoadedFiles<M>;
}['load'];

/** What reading mesh.yaml needs to know of a release line. */
export interface MeshLine<M extends MeshCore = MeshCore> {
  readonly name: LineName;
  /** What messages call it, such as `Istio 1.0`. */
  readonly title: string;
  /** The whole of mesh.yaml. */
  readonly schema: Field;
  /** Keys of `primary.addresses`; the first one is required. */
  readonly components: readonly string[];
  /**
   * What replaces a required value that is missing or wrong, so that the rules can look at the rest. By path, or by the
   * last two keys of a path.
   */
  readonly standIns: ReadonlyMap<string, unknown>;
  /** Fills in every default of an input that fits {@link schema}. */
  resolve(input: unknown): M;
  readonly rules: readonly Rule<M>[];
  /** Read the files that the mesh names, one after the other. */
  readonly loaders: readonly FileLoader<M>[];
}

/** Stand-ins that every line needs. */
export function standInsOf(
  istio: string,
  addresses: Readonly<Record<string, string>>,
  others: Readonly<Record<string, unknown>> = {},
): ReadonlyMap<string, unknown> {
  return new Map<string, unknown>([
    ['istio', istio],
    ['primary', { name: 'unnamed-primary', addresses }],
    ['primary.name', 'unnamed-primary'],
    ['primary.addresses', addresses],
    ...Object.entries(addresses).map(([name, address]): [string, unknown] => [
      `primary.addresses.${name}`,
      address,
    ]),
    ['primaries', [{ name: 'unnamed-primary', addresses }]],
    ['remotes', []],
    ...Object.entries(others),
  ]);
}
