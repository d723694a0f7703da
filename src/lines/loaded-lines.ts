import type { LineName } from '../mesh/mesh';
import type { Line } from './line';

/* Separate from the interface of a line, because `--help` loads this file. */

const loaded = new Map<LineName, Line>();

export function keepLine(line: Line): void {
  loaded.set(line.name, line);
}

/** Returns a line if it was loaded before. */
export function loadedLine(name: LineName): Line | undefined {
  return loaded.get(name);
}

/** Returns the line of a mesh. Reading the mesh has loaded it. */
export function lineOf({ line: name }: { readonly line: LineName }): Line {
  const line = loaded.get(name);
  if (line === undefined) throw new Error(`the line ${name} is not loaded`);
  return line;
}
