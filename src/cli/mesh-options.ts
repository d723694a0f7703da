import type { OpenMesh } from '../lines/open-mesh';
import type { MeshFileOptions } from '../mesh/mesh';
import { type Problem, problemsText, UsageError } from '../problem';
import { visibleLine } from '../visible';
import { type Option, type Terminal, textOption } from './command';

/** Options of every command that reads a mesh and its output folder. */
export const MESH_OPTIONS = {
  config: textOption('The mesh file.', { default: 'mesh.yaml' }),
  outdir: textOption(
    'The output folder, with a folder for each cluster below it. Default: $CDK8S_OUTDIR, else dist.',
  ),
  cluster: textOption('Only these clusters, by id.', {
    array: true,
    completes: 'clusters',
  }),
} as const satisfies Record<string, Option>;

/**
 * Chooses the output folder: the given one, else the one that `cdk8s synth` expects, else dist.
 * @throws UsageError
 */
export function outdirOf(outdir: string | undefined, terminal: Terminal): string {
  if (outdir?.trim() === '')
    throw new UsageError(
      '--outdir: expected the path of a folder, got an empty one. Write . for this folder.',
    );
  return outdir ?? (terminal.env.CDK8S_OUTDIR || undefined) ?? 'dist';
}

/** Prints warnings and errors, one line each. */
export function showProblems(problems: readonly Problem[], terminal: Terminal): void {
  if (problems.length > 0) terminal.err(`${problemsText(problems)}\n`);
}

/** Reads a mesh file. Loads the reader only now, so that `--help` stays fast. @throws UserError */
export async function openMesh(file: string, options: MeshFileOptions = {}): Promise<OpenMesh> {
  return (await import('../lines/open-mesh')).openMesh(file, options);
}

/** Bytes. A mesh file of this size has about a thousand clusters. */
const LARGE_MESH = 512 * 1024;

/** Percent that V8 lets the heap grow over its live objects before it collects. V8's own limit is up to 300. */
const GROWTH = 40;

/**
 * Keeps the process small for a mesh of thousands of clusters. Most objects that rendering creates are soon garbage;
 * collecting them earlier lowers the peak by a quarter and costs a few percent of the time. Small meshes finish
 * before any of this matters.
 */
export async function boundHeap(config: string): Promise<void> {
  const { statIfThere } = await import('../files');
  const size = statIfThere(config)?.size ?? 0;
  if (size < LARGE_MESH) return;
  // Small meshes do not need this module.
  process.getBuiltinModule('node:v8').setFlagsFromString(`--heap-growing-percent=${GROWTH}`);
}

/** Prints a report for programs as JSON. */
export function jsonText(report: unknown): string {
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

/** Formats rows as lines. Each column is as wide as its longest cell. */
export function tableLines(texts: readonly (readonly string[])[]): string[] {
  const rows = texts.map((cells) => cells.map(visibleLine));
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((cells) => cells[column]?.length ?? 0)),
  );
  return rows.map((cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
