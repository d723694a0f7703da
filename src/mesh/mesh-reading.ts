import type { Problem } from '../problem';
import type { MeshCore } from './mesh';

/** What reading a mesh gives: the mesh when it is valid, and everything wrong or doubtful in file order. */
export interface MeshReading<M extends MeshCore = MeshCore> {
  /** Undefined when any problem is an error. */
  readonly mesh: M | undefined;
  readonly problems: readonly Problem[];
}

/** What validating a mesh gives. */
export interface CheckedMesh<M extends MeshCore = MeshCore> {
  /** Undefined when the input has another shape than a mesh. */
  readonly mesh?: M;
  readonly problems: readonly Problem[];
}

/** What of a mesh file is read. */
export interface MeshFileOptions {
  /** Leaves out the files that the mesh names, which may not be there yet or be broken. @default false */
  readonly alone?: boolean;
}
