import type { LineName } from '../mesh/mesh';
import type { Line } from './line';

/*
 * Apart from the interface of a line: `--help` loads this.
 */

const loaded = new Map<LineName, Line>();

export function keepLine(line: Line): void {
  loaded.set(line.name, line);
}

/** A line, if it was loaded before. */
export function loadedLine(name: LineName): Line | undefined {
  return loaded.get(name);
}

/** The line of a mesh, which was loaded to read the mesh. */
export function lineOf({ line: name }: { readonly line: LineName }): Line {
  const line = loaded.get(name);
  if (line === undefined) throw new Error(`the line ${name} is not loaded`);
  return line;
}
