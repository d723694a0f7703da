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
 * How the chart's templates take a value; undefined stands for a default that a null took away.
 * The ranges of the values are not looked at here: the schema of mesh.yaml does that.
 */
export type ValueKind = (value: HelmValue | undefined) => Reading;
