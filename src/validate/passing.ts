import type { OutputFile } from '../output/folder';
import { UserError } from '../problem';
import type { Validation } from './validate-files';

/** The files, looked at as they pass. */
export function* passing(files: Iterable<OutputFile>, validation: Validation): Generator<OutputFile> {
  for (const file of files) {
    validation.pass(file);
    yield file;
  }
}

/** The files, all of which have to be valid. @throws UserError behind the last one, with every problem */
export function* validFiles(files: Iterable<OutputFile>, validation: Validation): Generator<OutputFile> {
  yield* passing(files, validation);
  const problems = validation.problems();
  if (problems.length > 0) throw new UserError(problems);
}
