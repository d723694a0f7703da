import type { Problem } from '../problem';
import type { LineName, MeshCore } from './mesh';
import type { Field } from './schema/fields';

/**
 * A rule of the whole mesh: returns what is wrong. A method type, so that a rule of one line is a rule of any line.
 */
export type Rule<M extends MeshCore = MeshCore> = {
  rule(mesh: M, input: unknown): Problem | readonly Problem[];
}['rule'];

/** A mesh with the contents of its files, and the problems found in them. */
export interface LoadedFiles<M extends MeshCore = MeshCore> {
  readonly mesh: M;
  /** Problems in the mesh file, without lines and columns. */
  readonly entryProblems: readonly Problem[];
  /** Problems in the other files, with lines and columns. */
  readonly fileProblems: readonly Problem[];
}

/** Reads files that a mesh refers to. @returns the same mesh if it refers to none */
type FileLoader<M extends MeshCore = MeshCore> = {
  load(mesh: M, base: string): LoadedFiles<M>;
}['load'];

/** The parts of a release line that reading mesh.yaml needs. */
export interface MeshLine<M extends MeshCore = MeshCore> {
  readonly name: LineName;
  /** For messages, for example `Istio 1.0`. */
  readonly title: string;
  /** The schema of mesh.yaml. */
  readonly schema: Field;
  /** Keys of `primary.addresses`; the first one is required. */
  readonly components: readonly string[];
  /**
   * Values that replace missing or invalid required values, so that the rules can check the rest. Keys are a path, or
   * its last two keys.
   */
  readonly standIns: ReadonlyMap<string, unknown>;
  /** Fills in every default. The input must fit {@link schema}. */
  resolve(input: unknown): M;
  readonly rules: readonly Rule<M>[];
  /** Functions that read the files of the mesh, in order. */
  readonly loaders: readonly FileLoader<M>[];
}

/** Returns the stand-ins that every line needs. */
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
