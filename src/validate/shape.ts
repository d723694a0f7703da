/** What a value of a manifest may be. */
export type Shape = SimpleShape | ListShape | MapShape | ObjectShape;

/** Kinds of values without parts. `time` and `bytes` are texts. */
export type Simple =
  | 'anything'
  | 'text'
  | 'integer'
  | 'number'
  | 'truth'
  | 'time'
  | 'bytes'
  | 'quantity'
  | 'integer or text';

export interface SimpleShape {
  readonly is: Simple;
  /** The only values there are. */
  readonly allowed?: readonly unknown[];
  readonly pattern?: RegExp;
  readonly least?: number;
  readonly most?: number;
  readonly shortest?: number;
  readonly longest?: number;
}

interface ListShape {
  readonly is: 'list';
  readonly item: Shape;
  readonly shortest?: number;
}

/** Values by any name. */
interface MapShape {
  readonly is: 'map';
  readonly value: Shape;
}

export interface ObjectShape {
  readonly is: 'object';
  /** What Kubernetes calls the type, without its version; empty for a part of a custom resource. */
  readonly type: string;
  /** Types may hold themselves, so fields are made when they are asked for. */
  fields(): ReadonlyMap<string, Field>;
  /** What is known of a field that is not among {@link fields}: where it does exist. */
  elsewhere?(field: string): string | undefined;
  /** Whether it may have fields beyond {@link fields}. @default false */
  readonly open?: boolean;
}

export interface Field {
  readonly shape: Shape;
  readonly required: boolean;
}
