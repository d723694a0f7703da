import { closeSync, constants, openSync, readSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { attempt, errorCode, OutputError } from './output-error';
import { checkPath, folderOf, type OutputFile } from './output-file';
import { OutputFolder } from './output-folder';

export interface CompareOptions extends OutputOwnership {
  /** The output folder. A missing folder counts as empty. */
  readonly outdir: string;
  /**
   * Called for each difference with the texts before and after: new and changed files in their order, then removed
   * ones.
   * @default - only the report
   */
  readonly onDifference?: (difference: OutputDifference) => void;
}

/** Returns what `writeOutput` would do with these files. Changes nothing and takes no lock. */
export function compareOutput(files: Iterable<OutputFile>, options: CompareOptions): OutputReport {
  const { outdir, onDifference = () => {} } = options;
  const folder = new OutputFolder(realPathOf(outdir), outdir);
  return compareFiles(files, folder, options, onDifference);
}

function realPathOf(outdir: string): string {
  return attempt(outdir, () => {
    try {
      return realpathSync(outdir);
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return resolve(outdir);
      throw error;
    }
  });
}

/** Paths relative to the output folder: new files in their order, removed ones sorted. */
export interface OutputReport {
  readonly added: string[];
  readonly changed: string[];
  readonly unchanged: string[];
  readonly removed: string[];
}

/** Which files of the output folder this tool may replace and remove. */
export interface OutputOwnership {
  /** Whether this tool created an existing file. */
  readonly isOwn: (path: string, text: string) => boolean;
  /**
   * Whether a file of the output may replace the existing one.
   * @default - always: every path of the output belongs to this tool
   */
  readonly mayReplace?: (path: string, text: string) => boolean;
  /**
   * Files that this run leaves alone: those of clusters that were not selected.
   * @default - none
   */
  readonly keep?: (path: string) => boolean;
}

/** A file that differs between the output folder and the mesh's output. */
export type OutputDifference =
  | { readonly kind: 'added'; readonly path: string; readonly after: string }
  | { readonly kind: 'changed'; readonly path: string; readonly before: string; readonly after: string }
  | { readonly kind: 'removed'; readonly path: string; readonly before: string };

/**
 * Compares the mesh's output with the folder, one file at a time, and passes on each difference as it is found. Only
 * one text is in memory. Changes nothing itself.
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

  const others = [...folder.entries].flatMap(([path, kind]) =>
    kind === 'file' && !wanted.has(path) && !keep(path) ? [path] : [],
  );
  for (const path of others.sort()) {
    const before = folder.readIfPermitted(path);
    if (before === undefined || !isOwn(path, before)) continue;
    onDifference({ kind: 'removed', path, before });
    report.removed.push(path);
  }
  return report;
}

/** The paths of the files so far. Refuses an invalid path, and two paths that exclude each other. */
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

const READ_ONLY = constants.O_RDONLY | constants.O_NOFOLLOW;

/**
 * Compares files with texts. Reuses two buffers for all files, and encodes a text that many clusters share only once.
 */
class TextComparer {
  private wanted = Buffer.alloc(0);
  private found = Buffer.alloc(0);
  private text: string | undefined;
  private size = 0;

  /**
   * Returns true if the file contains exactly the UTF-8 bytes of `text`. Throws Node's error if it cannot be read.
   */
  holds(file: string, text: string): boolean {
    this.encode(text);
    // One extra byte detects a longer file without asking for its size.
    const length = this.read(file, this.size + 1);
    return length === this.size && this.found.compare(this.wanted, 0, length, 0, length) === 0;
  }

  private encode(text: string): void {
    if (text === this.text) return;
    const atMost = text.length * 3;
    if (this.wanted.length < atMost) {
      this.wanted = Buffer.allocUnsafeSlow(atMost);
      this.found = Buffer.allocUnsafeSlow(atMost + 1);
    }
    this.size = this.wanted.write(text);
    this.text = text;
  }

  private read(file: string, atMost: number): number {
    const descriptor = openSync(file, READ_ONLY);
    try {
      return readSync(descriptor, this.found, 0, atMost, null);
    } finally {
      closeSync(descriptor);
    }
  }
}
