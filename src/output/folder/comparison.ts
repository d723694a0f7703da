import { OutputError } from './output-error';
import { checkPath, folderOf, type OutputFile } from './output-file';
import type { OutputFolder } from './output-folder';
import { TextComparer } from './same-text';

/** Paths relative to the output folder: new files in the order they came, removed ones sorted. */
export interface OutputReport {
  readonly added: string[];
  readonly changed: string[];
  readonly unchanged: string[];
  readonly removed: string[];
}

/** Which files of the output folder are this tool's to replace and to remove. */
export interface OutputOwnership {
  /** Decides whether an existing file was made by this tool. */
  readonly isOwn: (path: string, text: string) => boolean;
  /**
   * Decides whether a wanted file may replace the one that is there.
   * @default - always: a wanted path is this tool's by its name
   */
  readonly mayReplace?: (path: string, text: string) => boolean;
  /**
   * Files that this run leaves alone, wanted or not: those of clusters outside a selection.
   * @default - none
   */
  readonly keep?: (path: string) => boolean;
}

/** One file that differs between the output folder and what is wanted. */
export type OutputDifference =
  | { readonly kind: 'added'; readonly path: string; readonly after: string }
  | { readonly kind: 'changed'; readonly path: string; readonly before: string; readonly after: string }
  | { readonly kind: 'removed'; readonly path: string; readonly before: string };

/**
 * Compares the wanted files, taken one at a time, with the folder and hands out each difference as it is found,
 * so that no more than one text is in memory. Changes nothing itself.
 */
export function compareFiles(
  files: Iterable<OutputFile>,
  folder: OutputFolder,
  { isOwn, mayReplace = () => true, keep = () => false }: OutputOwnership,
  onDifference: (difference: OutputDifference) => void,
): OutputReport {
  const report: OutputReport = { added: [], changed: [], unchanged: [], removed: [] };
  const wanted = new WantedPaths(folder);
  const comparer = new TextComparer();

  for (const { path, text } of files) {
    wanted.add(path);
    if (keep(path)) continue;
    if (!folder.hasFile(path)) {
      onDifference({ kind: 'added', path, after: text });
      report.added.push(path);
    } else if (folder.attempt(path, (file) => comparer.holds(file, text))) {
      report.unchanged.push(path);
    } else {
      const before = folder.read(path);
      if (!mayReplace(path, before)) throw folder.foreignError(path);
      onDifference({ kind: 'changed', path, before, after: text });
      report.changed.push(path);
    }
  }

  const others: string[] = [];
  for (const [path, kind] of folder.inventory.entries) {
    if (kind === 'file' && !wanted.has(path) && !keep(path)) others.push(path);
  }
  for (const path of others.sort()) {
    const before = folder.readIfPermitted(path);
    if (before === undefined || !isOwn(path, before)) continue;
    onDifference({ kind: 'removed', path, before });
    report.removed.push(path);
  }
  return report;
}

/** The paths asked for so far; refuses a malformed one, and two that cannot both be there. */
class WantedPaths {
  private readonly paths = new Set<string>();
  private readonly folders = new Set<string>();

  constructor(private readonly output: OutputFolder) {}

  has(path: string): boolean {
    return this.paths.has(path);
  }

  add(path: string): void {
    checkPath(path);
    const folder = folderOf(path);
    if (this.paths.has(path)) throw this.clash(path, 'two output files have this path');
    if (this.folders.has(path)) throw this.clash(path, 'it would have to be both a file and a folder');
    if (folder !== undefined) {
      if (this.paths.has(folder)) throw this.clash(folder, 'it would have to be both a file and a folder');
      this.folders.add(folder);
    }
    this.paths.add(path);
  }

  private clash(path: string, what: string): OutputError {
    return new OutputError(`${this.output.show(path)}: ${what}. Give the clusters different names.`);
  }
}
