/** Quantities by resource name. Numbers and texts stay as written. */
export type Quantities = Readonly<Record<string, string | number>>;

/** Requests and limits of a container. Not in manifest.ts, because its types import cdk8s-plus. */
export interface Resources {
  readonly requests?: Quantities;
  readonly limits?: Quantities;
}
