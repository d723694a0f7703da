import { YAMLException } from 'js-yaml';
import { lineIndex } from '../mesh/yaml-position';
import { syntaxMessage } from '../mesh/yaml-syntax';
import { errorAt, type Path, type Problem } from '../problem';
import { addSidecar, removeSidecar } from './change-pod';
import { type FoundPod, findPods } from './find-pods';
import type { Injector } from './injector';
import { hasSidecar, type PodPlan, planPod, withoutSidecar } from './plan-pod';
import { type PodInText, readPod } from './pod-in-text';
import { applyEdits, type Edit } from './text-edit';
import type { WorkloadKind } from './workload-kinds';
import type { YamlNode } from './yaml-node';
import { readTree } from './yaml-tree';
import { entriesOf } from './yaml-value';

/** A document after injection. */
export interface InjectedDocument {
  /** The same text when nothing changed, or when there are problems. */
  readonly text: string;
  /** How many pods have a sidecar now, or lost theirs. */
  readonly pods: number;
  /** Workloads that get no sidecar, and why. */
  readonly skipped: readonly { readonly workload: string; readonly reason: string }[];
  /** Located in the document. */
  readonly problems: readonly Problem[];
}

/** What to do with the pods of a document. */
export type Work = { readonly inject: Injector } | 'revert';

interface Document {
  readonly text: string;
  readonly root: YamlNode | undefined;
  readonly pods: readonly FoundPod[];
}

/** Injects sidecars into every pod of one YAML or JSON document, or takes them out; all other bytes stay. */
export function injectDocument(text: string, work: Work, kinds: readonly WorkloadKind[]): InjectedDocument {
  const document = readDocument(text, kinds);
  if (!('root' in document)) return { text, pods: 0, skipped: [], problems: [document] };
  const { pods } = document;
  if (pods.length === 0) return { text, pods: 0, skipped: [], problems: [] };
  const read = readPods(document);
  const problems = read.problems;
  if (work === 'revert') {
    const injected = read.pods.filter(({ pod }) => pod.status !== undefined);
    const fresh =
      problems.length > 0
        ? text
        : applyEdits(
            text,
            injected.flatMap((each) => removal(text, each)),
          );
    return { text: fresh, pods: injected.length, skipped: [], problems };
  }
  const planned = read.pods.map((each) => ({ ...each, plan: plan(each.pod, work.inject) }));
  const skipped = planned.flatMap(({ found: { workload }, plan: { kind, ...rest } }) =>
    kind === 'skip' && 'reason' in rest ? [{ workload, reason: rest.reason }] : [],
  );
  const refusals = planned.flatMap(({ found, plan: refused }) =>
    refused.kind === 'refuse' ? locatedIn(document, found, refused.problems) : [],
  );
  const injected = planned.filter(({ plan: { kind } }) => kind === 'inject').length;
  const all = [...problems, ...refusals];
  return {
    text: all.length > 0 ? text : rewritten(document, planned, kinds),
    pods: injected,
    skipped,
    problems: all,
  };
}

interface ReadPod {
  readonly found: FoundPod;
  readonly pod: PodInText;
}

interface PlannedPod extends ReadPod {
  readonly plan: PodPlan;
}

function plan(pod: PodInText, injector: Injector): PodPlan {
  return planPod(withoutSidecar(pod.view, pod.status), injector);
}

/** Takes out sidecars that are not as they should be, then puts in those that are missing. */
function rewritten(
  document: Document,
  planned: readonly PlannedPod[],
  kinds: readonly WorkloadKind[],
): string {
  const due = planned.map(
    ({ found, pod, plan: each }) =>
      each.kind === 'inject' && (hasStrayStatus(found, pod) || !hasSidecar(pod.view, pod.status, each)),
  );
  if (!due.includes(true)) return document.text;
  const stale = planned.filter(({ pod }, index) => due[index] === true && pod.status !== undefined);
  if (stale.length === 0) return applyEdits(document.text, additions(document.text, planned, due));
  const text = applyEdits(
    document.text,
    stale.flatMap((each) => removal(document.text, each)),
  );
  const bare = readDocument(text, kinds);
  if (!('root' in bare)) throw new Error('a document without its sidecars is no YAML');
  const { pods } = readPods(bare);
  const again = planned.map(({ plan: each }, index) => ({ ...(pods[index] as ReadPod), plan: each }));
  return applyEdits(text, additions(text, again, due));
}

/** `istioctl kube-inject` notes the status of a CronJob's pods on the job, where the injector does not look. */
function hasStrayStatus({ job }: FoundPod, { view, status }: PodInText): boolean {
  return (
    job !== undefined &&
    status !== undefined &&
    view.metadata.annotations['sidecar.istio.io/status'] === undefined
  );
}

function additions(text: string, planned: readonly PlannedPod[], due: readonly boolean[]): Edit[] {
  return planned.flatMap(({ pod, plan: each }, index) =>
    due[index] === true && each.kind === 'inject' ? addSidecar(text, pod, each.sidecar, each.status) : [],
  );
}

function removal(text: string, { found, pod }: ReadPod): Edit[] {
  return removeSidecar(text, pod, found.job);
}

function readDocument(text: string, kinds: readonly WorkloadKind[]): Document | Problem {
  try {
    // Blanks stand for the tabs between JSON's tokens; within its texts a tab is always escaped.
    const root = readTree(/^\s*[[{]/.test(text) ? text.replaceAll('\t', ' ') : text);
    return { text, root, pods: findPods(root, kinds) };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const [message, fix] = syntaxMessage(text, error);
    return { ...errorAt([], message, fix), position: lineIndex(text)(error.mark?.position ?? 0) };
  }
}

function readPods(document: Document): { pods: ReadPod[]; problems: Problem[] } {
  const names = document.text.includes('&') ? document.text.matchAll(/\*([^\s,[\]{}]+)/g) : [];
  const aliased = new Set([...names].map(([, name = '']) => name));
  const problems: Problem[] = [];
  const pods = document.pods.flatMap((found) => {
    const pod = readPod(found, aliased);
    if (!Array.isArray(pod)) return [{ found, pod }];
    problems.push(...locatedIn(document, found, pod));
    return [];
  });
  return { pods, problems };
}

function locatedIn(document: Document, found: FoundPod, problems: readonly Problem[]): Problem[] {
  const lines = lineIndex(document.text);
  return problems.map((problem) => {
    const path = [...found.path, ...problem.path];
    return { ...problem, path, position: lines(offsetOf(document.root, path)) };
  });
}

/** Where the value at a path begins, or its nearest parent. */
function offsetOf(root: YamlNode | undefined, path: Path): number {
  let node = root;
  for (const step of path) {
    const target: YamlNode | undefined = node?.kind === 'alias' ? node.target : node;
    const child: YamlNode | undefined =
      target?.kind === 'map'
        ? entriesOf(target).get(String(step))
        : target?.kind === 'list'
          ? target.items[Number(step)]?.node
          : undefined;
    if (child === undefined) break;
    node = child;
  }
  return node?.start ?? 0;
}
