/** The allowed form of a value in a manifest. */
export type Shape = SimpleShape | ListShape | MapShape | ObjectShape;

/** Values without parts. `time` and `bytes` are texts. */
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
  /** The only allowed values. */
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

/** A map with any keys. */
interface MapShape {
  readonly is: 'map';
  readonly value: Shape;
}

export interface ObjectShape {
  readonly is: 'object';
  /** The Kubernetes name of the type, without its version. Empty for a part of a custom resource. */
  readonly type: string;
  /** A function, because types may contain themselves. */
  fields(): ReadonlyMap<string, Field>;
  /** Returns where a field that is not among {@link fields} does exist. */
  elsewhere?(field: string): string | undefined;
  /** Whether it may have fields besides {@link fields}. @default false */
  readonly open?: boolean;
}

export interface Field {
  readonly shape: Shape;
  readonly required: boolean;
}
