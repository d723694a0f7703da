import { isMap } from '../is-map';
import { shellWord } from '../kubernetes/kubectl';
import { documentPieces } from '../kubernetes/text/documents';
import { nodesTo } from '../kubernetes/text/place';
import { readManifest } from '../kubernetes/text/read-yaml';
import { applyEdits, type Edit } from '../kubernetes/text/text-edit';
import { readTree, type YamlTree } from '../kubernetes/text/tree';
import { asWarning, errorAt, type Problem } from '../problem';
import { type FoundPod, findPods } from './find-pods';
import type { Injector, PodView } from './injector';
import { missedPods, missedPodsProblem } from './missed-pods';
import { hasSidecar, lacksSidecar, type PodPlan, planPod, withoutSidecar } from './plan-pod';
import { addSidecar, type PodInText, podInText, removeSidecar } from './pod-in-text';
import type { WorkloadKind } from './workload-kinds';

interface InjectedDocument {
  /** The unchanged text if nothing changed or there are problems. */
  readonly text: string;
  /** How many pods have a sidecar now, or lost theirs. */
  readonly pods: number;
  /** Workloads without a sidecar, with the reason. */
  readonly skipped: readonly { readonly workload: string; readonly reason: string }[];
  /** Problems with their place in the document. */
  readonly problems: readonly Problem[];
  /** Pod templates of unknown kinds, with their place in the document. */
  readonly warnings: readonly Problem[];
}

/**
 * What to do with the pods of a document.
 * - `refuse`: returns what is wrong with a document before its pods are examined. Undefined: accepts every document.
 * - `advice`: returns what to do with pod templates that lead to pods of unknown kinds. Undefined: the option of the
 *   command.
 */
export type Work =
  | {
      readonly inject: Injector;
      readonly refuse?: (value: unknown) => readonly Problem[];
      readonly advice?: (podTemplates: readonly string[]) => string;
    }
  | 'revert';

/** Injects sidecars into every pod of one YAML or JSON document, or removes them. Keeps all other bytes. */
export function injectDocument(text: string, work: Work, kinds: readonly WorkloadKind[]): InjectedDocument {
  const source = readManifest(text);
  const unchanged = { text, pods: 0, skipped: [], warnings: [] };
  if (source.unread.length > 0) return { ...unchanged, problems: source.problems };
  const wrong = work === 'revert' ? [] : (work.refuse?.(source.value) ?? []);
  if (wrong.length > 0) return { ...unchanged, problems: source.locate(wrong) };
  const planned = findPods(source.value, kinds)
    .filter(({ template }) => template !== null)
    .map((pod): PlannedPod => ({ ...pod, plan: planOf(pod, work) }));
  const refused = planned.flatMap((pod) =>
    pod.plan.kind === 'refuse' ? within(pod, pod.plan.problems) : [],
  );
  const rewritten = rewrite(text, source.value, planned);
  const problems = [...refused, ...rewritten.problems];
  return {
    text: problems.length > 0 ? text : rewritten.text,
    pods: planned.filter((pod) => pod.plan.kind === 'inject' || isReverted(pod)).length,
    skipped: planned.flatMap(({ workload, plan: { kind, ...rest } }) =>
      kind === 'skip' && 'reason' in rest ? [{ workload, reason: rest.reason }] : [],
    ),
    problems: source.locate(problems),
    warnings: source.locate(missedIn(source.value, work, kinds)),
  };
}

function missedIn(value: unknown, work: Work, kinds: readonly WorkloadKind[]): Problem[] {
  const isLeft = (view: PodView, status: string | undefined): boolean =>
    work === 'revert' ? status !== undefined : lacksSidecar(view, status, work.inject);
  const happens = work === 'revert' ? 'keeps its sidecar' : 'gets no sidecar';
  const advice = (work === 'revert' ? undefined : work.advice) ?? adviceToUse;
  return missedPods(value, kinds, isLeft).map((each) => asWarning(missedPodsProblem(each, happens, advice)));
}

function adviceToUse(podTemplates: readonly string[]): string {
  const words = podTemplates.map((each) => `--pod-template ${shellWord(each)}`);
  return `Use ${words.join(' ')}`;
}

interface PlannedPod extends FoundPod {
  readonly plan: PodPlan | { readonly kind: 'revert' };
}

function planOf(pod: FoundPod, work: Work): PlannedPod['plan'] {
  const problems = shapeProblems(pod);
  if (problems.length > 0) return { kind: 'refuse', problems };
  return work === 'revert' ? { kind: 'revert' } : planPod(withoutSidecar(pod.view, pod.status), work.inject);
}

function shapeProblems({ template }: FoundPod): Problem[] {
  if (!isMap(template)) return [errorAt([], 'expected a pod template, got something else', 'Correct it')];
  if (isMap(template.spec)) return [];
  return [errorAt(['spec'], 'expected the spec of a pod, got something else', 'Write its containers')];
}

function within({ path }: FoundPod, problems: readonly Problem[]): Problem[] {
  return problems.map((problem) => ({ ...problem, path: [...path, ...problem.path] }));
}

/** Removes sidecars that differ from their plan, then adds the missing ones. */
function rewrite(text: string, value: unknown, planned: readonly PlannedPod[]): Edited {
  const due = planned.filter(isDue);
  const stale = planned.filter((pod) => isReverted(pod) || (due.includes(pod) && pod.status !== undefined));
  const bare = edited(text, value, stale, (pod, inText, tree) => {
    const job = pod.job === undefined ? undefined : nodesTo(tree.root, pod.job)?.at(-1);
    return removeSidecar(text, inText, pod.status ?? '', job, tree);
  });
  if (bare.problems.length > 0) return bare;
  const left = stale.length === 0 ? value : readManifest(bare.text).value;
  return edited(bare.text, left, due, ({ plan: each }, inText) =>
    each.kind === 'inject' ? addSidecar(bare.text, inText, each.sidecar, each.status) : [],
  );
}

function isReverted({ plan: { kind }, status }: PlannedPod): boolean {
  return kind === 'revert' && status !== undefined;
}

/** Whether a pod lacks its sidecar, or has its status where the injector does not look. */
function isDue({ plan: each, view, status, isStatusOfJob }: PlannedPod): boolean {
  return each.kind === 'inject' && (isStatusOfJob || !hasSidecar(view, status, each));
}

interface Edited {
  readonly text: string;
  readonly problems: readonly Problem[];
}

/** Edits the pods of a text. The places of all values are read only if something changes. */
function edited(
  text: string,
  value: unknown,
  pods: readonly PlannedPod[],
  editsOf: (pod: PlannedPod, inText: PodInText, tree: YamlTree) => Edit[],
): Edited {
  if (pods.length === 0) return { text, problems: [] };
  const tree = readTree(text);
  const problems: Problem[] = [];
  const edits = pods.flatMap((pod) => {
    const inText = podInText(tree, value, pod.path);
    if (!Array.isArray(inText)) return editsOf(pod, inText, tree);
    problems.push(...within(pod, inText));
    return [];
  });
  return { text: problems.length > 0 ? text : applyEdits(text, edits), problems };
}

/** A workload without a sidecar, with the reason. */
export interface Skipped {
  readonly file: string;
  readonly line: number;
  readonly document: number;
  readonly workload: string;
  readonly reason: string;
}

/** The results of all documents so far. */
export class InjectionReport {
  documents = 0;
  /** Number of pods that have a sidecar now, or lost theirs. */
  pods = 0;
  /** Number of workloads without a sidecar. */
  skipped = 0;
  readonly #errors = new FirstOnes();
  readonly #warnings = new FirstOnes();

  add(errors: readonly Problem[], warnings: readonly Problem[]): void {
    this.#errors.add(errors);
    this.#warnings.add(warnings);
  }

  /** Returns the problems of the documents. */
  get errors(): Problem[] {
    return this.#errors.shown('error');
  }

  /** Pod templates of unknown kinds. */
  get warnings(): Problem[] {
    return this.#warnings.shown('warning');
  }
}

/** Keeps only the first of many, so that a file of the wrong kind does not fill memory and screen. */
class FirstOnes {
  readonly #first: Problem[] = [];
  #more = 0;

  add(problems: readonly Problem[]): void {
    const first = problems.slice(0, 50 - this.#first.length);
    this.#first.push(...first);
    this.#more += problems.length - first.length;
  }

  shown(severity: Problem['severity']): Problem[] {
    return this.#more === 0
      ? this.#first
      : [...this.#first, { severity, path: [], message: `${this.#more} more like these` }];
  }
}

/** Injects into a stream of documents, one at a time. After the first error the texts must not be used. */
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
    const { pods, skipped, problems, warnings, text: fresh } = injectDocument(text.slice(mark), work, kinds);
    report.pods += pods;
    report.skipped += skipped.length;
    for (const each of skipped) onSkip({ ...each, file, line, document: number });
    const inFile = ({ position, ...problem }: Problem): Problem => ({
      ...problem,
      message: `${problem.message} (document ${number})`,
      file,
      position: { line: line - 1 + (position?.line ?? 1), column: position?.column ?? 1 },
    });
    report.add(problems.map(inFile), warnings.map(inFile));
    yield text.slice(0, mark) + fresh;
  }
}
