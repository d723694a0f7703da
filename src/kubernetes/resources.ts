/** Quantities by resource name; numbers and texts as they were written. */
export type Quantities = Readonly<Record<string, string | number>>;

/** Requests and limits of a container. */
export interface Resources {
  readonly requests?: Quantities;
  readonly limits?: Quantities;
}
