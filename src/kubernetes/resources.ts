/** Quantities by resource name; numbers and texts as they were written. */
export type Quantities = Readonly<Record<string, string | number>>;

/** Requests and limits of a container. Not in manifest.ts, whose types lead to cdk8s-plus. */
export interface Resources {
  readonly requests?: Quantities;
  readonly limits?: Quantities;
}
