import { spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { OutputFile, OutputOwnership } from '../output/folder';
import { quoted, UserError } from '../problem';
import type { FileDifference } from './review';

/** Number of files read in one call of git. Starting git costs as much as reading hundreds of files. */
const FILES_AT_A_TIME = 200;

/**
 * Compares the mesh's output with the output folder in a commit.
 * @returns paths of files that do not differ
 */
export function compareWithGit(
  files: Iterable<OutputFile>,
  {
    ref,
    outdir,
    isOwn,
    keep = () => false,
  }: OutputOwnership & { readonly ref: string; readonly outdir: string },
  onDifference: (difference: FileDifference) => void,
): string[] {
  const git = new GitOutput(ref, outdir);
  const unchanged: string[] = [];
  const wanted = new Set<string>();
  for (const chunk of inChunks(files)) {
    const asked = chunk.filter(({ path }) => !keep(path));
    const texts = git.texts([...new Set(asked.flatMap(({ path }) => git.files.get(path) ?? []))]);
    for (const { path, text } of asked) {
      wanted.add(path);
      const before = texts.get(git.files.get(path) ?? '');
      if (before === text) unchanged.push(path);
      else onDifference({ path, before, after: text });
    }
  }
  const others = [...git.files].filter(([path]) => !wanted.has(path) && !keep(path));
  for (const chunk of inChunks(others.sort(([left], [right]) => (left < right ? -1 : 1)))) {
    const texts = git.texts([...new Set(chunk.map(([, id]) => id))]);
    for (const [path, id] of chunk) {
      const before = texts.get(id);
      if (before !== undefined && isOwn(path, before)) onDifference({ path, before });
    }
  }
  return unchanged;
}

function* inChunks<T>(items: Iterable<T>): Generator<T[]> {
  let chunk: T[] = [];
  for (const item of items) {
    chunk.push(item);
    if (chunk.length < FILES_AT_A_TIME) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

/** Limit of bytes that git may print: far more than an output folder contains. */
const LARGEST_ANSWER = 2 ** 30;

/** The output folder in a commit, read only through git. */
export class GitOutput {
  /** Object ids by path below the output folder, without links and submodules. */
  readonly files: ReadonlyMap<string, string>;

  /**
   * @param ref a branch, a tag or a commit
   * @param outdir the output folder, which may no longer exist
   * @throws UserError if git, the repository or the commit is missing
   */
  constructor(
    ref: string,
    outdir: string,
    private readonly folder = existingFolder(outdir),
  ) {
    const top = this.git(['rev-parse', '--show-toplevel'], 'is no git repository').toString().trimEnd();
    // Paths in git always use slashes.
    const below = relative(realpathSync(top), realPath(outdir)).replaceAll('\\', '/');
    if (below.startsWith('..')) throw new UserError(`${outdir}: is outside the git repository ${top}`);
    const commit = this.commitOf(ref);
    const tree = this.find(`${commit}:${below}`);
    this.files = tree === undefined ? new Map() : this.filesOf(tree, ref);
  }

  /** Returns the texts of files by their object ids, with one call of git. */
  texts(ids: readonly string[]): Map<string, string> {
    const answer = this.git(['cat-file', '--batch'], 'cannot be read', `${ids.join('\n')}\n`);
    const texts = new Map<string, string>();
    let offset = 0;
    for (const id of ids) {
      const end = answer.indexOf('\n', offset);
      const [, kind, size] = answer.toString('latin1', offset, end).split(' ');
      if (end < 0 || kind !== 'blob') throw new UserError(`git has no file ${id}: the clone is not complete`);
      const start = end + 1;
      offset = start + Number(size) + 1;
      texts.set(id, answer.toString('utf8', start, offset - 1));
    }
    return texts;
  }

  private commitOf(ref: string): string {
    // No ref begins with a dash, so a ref cannot be mistaken for an option.
    const commit = ref.startsWith('-') || ref.includes('\0') ? undefined : this.find(`${ref}^{commit}`);
    if (commit !== undefined) return commit;
    const folder = existsSync(ref) ? ` For a folder write ./${ref}.` : '';
    throw new UserError(
      `no commit ${quoted(ref)} in this clone. Fetch it first: a pipeline often clones one commit only.${folder}`,
    );
  }

  /** Returns the id of an object, or undefined if it does not exist. */
  private find(name: string): string | undefined {
    const { status, stdout } = this.run(['rev-parse', '--verify', '--quiet', '--end-of-options', name]);
    const id = stdout.toString().trim();
    return status === 0 && /^[0-9a-f]{40,64}$/.test(id) ? id : undefined;
  }

  private filesOf(tree: string, ref: string): Map<string, string> {
    const listing = this.git(
      ['ls-tree', '-r', '-z', '--full-tree', tree],
      `has no output folder at ${quoted(ref)}`,
    );
    const files = new Map<string, string>();
    for (const entry of listing.toString().split('\0')) {
      const [, id, path] = /^100(?:644|755) blob ([0-9a-f]+)\t(.*)$/s.exec(entry) ?? [];
      if (id !== undefined && path !== undefined) files.set(path, id);
    }
    return files;
  }

  private git(args: readonly string[], problem: string, input = ''): Buffer {
    const { status, stdout, stderr } = this.run(args, input);
    if (status === 0) return stdout;
    throw new UserError(`${this.folder}: ${problem}. git says: ${quoted(stderr.toString().trim())}`);
  }

  private run(args: readonly string[], input = '') {
    const result = spawnSync('git', args, { cwd: this.folder, input, maxBuffer: LARGEST_ANSWER });
    if (result.error === undefined) return result;
    throw new UserError(
      `git cannot be started (${result.error.message}). Install it, or compare with a folder`,
    );
  }
}

/** Git needs a folder to start in, and the output folder may be gone. */
function existingFolder(outdir: string): string {
  const folder = resolve(outdir);
  return existsSync(folder) || dirname(folder) === folder ? folder : existingFolder(dirname(folder));
}

function realPath(outdir: string): string {
  const existing = existingFolder(outdir);
  return join(realpathSync(existing), relative(existing, resolve(outdir)));
}
