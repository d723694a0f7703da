import { plainNode, type YamlLine } from '../kubernetes/text/print-commented';
import type { HelmValue } from './helm-values/helm-value';

/** What a Helm value means in mesh.yaml, or what it should have been. */
export type Reading =
  | {
      /** Undefined when the chart treats it like an absent value. */
      readonly value: unknown;
      /** What a person should know about the translation. */
      readonly note?: string;
    }
  | { readonly expected: string; readonly fix?: string };

/**
 * How the chart's templates take a value; undefined means a default that a null removed.
 * The ranges of the values are not looked at here: the schema of mesh.yaml does that.
 */
export type ValueKind = (value: HelmValue | undefined) => Reading;

/** One option to write into a mesh file. */
export interface MeshOption {
  /** Below `primary` and `security` of the mesh, else below the remote. */
  readonly path: readonly string[];
  readonly value: unknown;
  /** Where it came from, as a comment. */
  readonly note: string;
}

/** The options below a key, with shorter paths. */
export function below(options: readonly MeshOption[], key: string): MeshOption[] {
  return options.flatMap((option) =>
    option.path[0] === key ? [{ ...option, path: option.path.slice(1) }] : [],
  );
}

/** A line for each option, those with a common beginning under one key. */
export function optionLines(options: readonly MeshOption[]): YamlLine[] {
  const keys = new Set(options.map(({ path }) => path[0] ?? ''));
  return [...keys].map((key) => optionLine(key, below(options, key)));
}

/** The line of a key with options below it. */
export function optionLine(key: string, options: readonly MeshOption[]): YamlLine {
  const leaf = options.find(({ path }) => path.length === 0);
  return leaf === undefined
    ? { key, value: { map: optionLines(options) } }
    : { key, value: plainNode(leaf.value), note: leaf.note };
}
