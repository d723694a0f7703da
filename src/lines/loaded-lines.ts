import type { LineName } from '../mesh/mesh';
import type { Line } from './line';

const loaded = new Map<LineName, Line>();

/** Keeps a line that was loaded. */
export function keepLine(line: Line): void {
  loaded.set(line.name, line);
}

/** A line that was loaded before; undefined when it was not. */
export function loadedLine(name: LineName): Line | undefined {
  return loaded.get(name);
}

/** The line of a mesh. Whoever has read the mesh has loaded it. */
export function lineOf({ line: name }: { readonly line: LineName }): Line {
  const line = loaded.get(name);
  if (line === undefined) throw new Error(`the line ${name} is not loaded`);
  return line;
}
