import { documentPieces } from '../kubernetes/text/split-documents';
import type { Problem } from '../problem';
import { injectDocument, type Work } from './inject-document';
import type { WorkloadKind } from './workload-kinds';

/** A workload without a sidecar, and why. */
export interface Skipped {
  readonly file: string;
  readonly line: number;
  readonly document: number;
  readonly workload: string;
  readonly reason: string;
}

/** What injection made of the documents so far. */
export class InjectionReport {
  documents = 0;
  /** Pods that have a sidecar now, or lost theirs. */
  pods = 0;
  /** Workloads that get no sidecar. */
  skipped = 0;
  readonly problems: Problem[] = [];
  /** Problems beyond those that are listed. */
  more = 0;
}

/** So that a file of the wrong kind does not fill memory and screen. */
const MOST_PROBLEMS = 50;

/** Injects into a stream of documents, one at a time; after the first problem the texts are of no use. */
export function* injectedTexts(
  chunks: Iterable<string>,
  file: string,
  work: Work,
  kinds: readonly WorkloadKind[],
  report: InjectionReport,
  onSkip: (skipped: Skipped) => void,
): Generator<string> {
  for (const { text, line, number } of documentPieces(chunks)) {
    if (number === 0) {
      yield text;
      continue;
    }
    report.documents += 1;
    const mark = text.startsWith('\ufeff') ? 1 : 0;
    const { pods, skipped, problems, text: fresh } = injectDocument(text.slice(mark), work, kinds);
    report.pods += pods;
    report.skipped += skipped.length;
    for (const each of skipped) onSkip({ ...each, file, line, document: number });
    for (const { position, ...problem } of problems) {
      if (report.problems.length >= MOST_PROBLEMS) report.more += 1;
      else
        report.problems.push({
          ...problem,
          message: `${problem.message} (document ${number})`,
          file,
          position: { line: line - 1 + (position?.line ?? 1), column: position?.column ?? 1 },
        });
    }
    yield text.slice(0, mark) + fresh;
  }
}
