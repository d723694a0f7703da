import { plainNode, type YamlLine } from '../kubernetes/text/print-commented';
import type { HelmValue } from './helm-values/helm-value';

/** What a Helm value means in mesh.yaml, or what was expected. */
export type Reading =
  | {
      /** Undefined if the chart treats it like a missing value. */
      readonly value: unknown;
      /** What the user should know about the translation. */
      readonly note?: string;
    }
  | { readonly expected: string; readonly fix?: string };

/**
 * How the chart's templates read a value. Undefined is a default that a null removed. This does not check the ranges
 * of values: the schema of mesh.yaml does.
 */
export type ValueKind = (value: HelmValue | undefined) => Reading;

/** One option to write into a mesh file. */
export interface MeshOption {
  /** Path from the mesh for `primary` and `security`, else from the remote. */
  readonly path: readonly string[];
  readonly value: unknown;
  /** Where it came from, as a comment. */
  readonly note: string;
}

/** Returns the options below a key, with shorter paths. */
export function below(options: readonly MeshOption[], key: string): MeshOption[] {
  return options.flatMap((option) =>
    option.path[0] === key ? [{ ...option, path: option.path.slice(1) }] : [],
  );
}

/** Returns a line for each option. Options with a common beginning are under one key. */
export function optionLines(options: readonly MeshOption[]): YamlLine[] {
  const keys = new Set(options.map(({ path }) => path[0] ?? ''));
  return [...keys].map((key) => optionLine(key, below(options, key)));
}

/** Returns the line of a key with options below it. */
export function optionLine(key: string, options: readonly MeshOption[]): YamlLine {
  const leaf = options.find(({ path }) => path.length === 0);
  return leaf === undefined
    ? { key, value: { map: optionLines(options) } }
    : { key, value: plainNode(leaf.value), note: leaf.note };
}
