import type { OutputFile, OutputOwnership } from '../output/folder';
import { GitOutput } from './git-output';
import type { FileDifference } from './review';

/** Files whose old texts are asked for at a time: a start of git costs as much as reading hundreds of them. */
const FILES_AT_A_TIME = 200;

/**
 * Compares the wanted files with the output folder as a commit has it.
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
