/** Operations of a JSON patch. Source: RFC 6902, section 4. */
export const OPERATIONS = ['add', 'remove', 'replace', 'move', 'copy', 'test'] as const;

/** One step of a JSON patch. */
export interface JsonOperation {
  readonly op: (typeof OPERATIONS)[number];
  /** JSON pointer. Source: RFC 6901. */
  readonly path: string;
  /** Only for `move` and `copy`. */
  readonly from?: string | undefined;
  /** Only for `add`, `replace` and `test`. */
  readonly value?: unknown;
}
