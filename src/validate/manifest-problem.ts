import type { Problem } from '../problem';
import { type ManifestDocument, type ManifestObject, title } from './manifest';

/** What a manifest breaks: what Kubernetes takes, that each object stands once, that what it needs is there. */
export type ManifestRule = 'schema' | 'identity' | 'reference';

/** Something wrong with an object of a manifest. */
export interface ManifestProblem extends Problem {
  readonly rule: ManifestRule;
  /** Such as `Deployment istio-system/istio-citadel`; empty for a document that is no object. */
  readonly object: string;
}

/** A problem of an object, placed in its document. @param problem with a path within the object */
export function problemOf(
  rule: ManifestRule,
  object: ManifestObject,
  problem: Problem,
  document: ManifestDocument,
): ManifestProblem {
  const name = title(object);
  const path = [...object.at, ...problem.path];
  return {
    ...document.locate({ ...problem, path, message: `${name}: ${problem.message}` }),
    rule,
    object: name,
  };
}

/** The problem in the file that its document is part of. @param down lines of the file before the document */
export function placedIn(problem: ManifestProblem, file: string, down: number): ManifestProblem {
  const { line, column } = problem.position ?? { line: 1, column: 1 };
  return { ...problem, file, position: { line: line + down, column } };
}
