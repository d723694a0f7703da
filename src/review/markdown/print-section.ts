import type { ObjectChange } from '../compare-objects';
import { lineChanges, type RedactedField, redactedFields } from '../redact-change';
import type { ReviewSection } from '../review';
import type { ReviewObject } from '../review-object';
import { code, codeBlock } from './code';

/** How much of a section is shown. */
export interface Detail {
  readonly objects: number;
  readonly fields: number;
  /** Lines of a text that are compared. */
  readonly lines: number;
  /** Names of clusters. */
  readonly names: number;
  readonly consequences: number;
}

/** Above so many lines the objects are folded. */
const UNFOLDED_LINES = 24;

const OUTCOMES = ['added', 'changed', 'removed'] as const;

/** What happens to clusters, without their names. */
export function sectionBody(
  { membership, changes, consequences, unreadable }: ReviewSection,
  detail: Detail,
): string[] {
  const lines: string[] = [];
  if (membership === 'joins')
    lines.push(
      '**Joins the mesh.** When its manifests are applied, `istio-remote join` gives the primary its kubeconfig.',
      '',
    );
  if (membership === 'leaves')
    lines.push(
      '**Leaves the mesh.** Run `istio-remote leave` before its manifests go: the primary has to stop reading the cluster first.',
      '',
    );
  if (membership === 'stays' && changes.some(({ object }) => object.group !== 'argoproj.io')) {
    const restart = consequences.some(({ restartSidecars }) => restartSidecars === true);
    lines.push(
      restart
        ? '**Sidecars restart: yes**, for the change to reach them: create the pods of injected workloads again.'
        : '**Sidecars restart: no.**',
      '',
    );
  }
  if (consequences.length > 0) {
    const more = consequences.length - detail.consequences;
    lines.push(
      ...consequences.slice(0, detail.consequences).map(({ text }) => `- ${text}`),
      ...(more > 0 ? [`- … and ${count(more, 'more consequence')}`] : []),
      '',
    );
  }
  if (unreadable > 0)
    lines.push(
      `${count(unreadable, 'document')} that no object of Kubernetes can be read from ${unreadable === 1 ? 'differs' : 'differ'}.`,
      '',
    );
  return detail.objects === 0 ? lines : [...lines, ...objectLines(changes, detail)];
}

/** `1 object added, 2 changed`. */
export function countsOf(changes: readonly ObjectChange[]): string {
  const counts = OUTCOMES.map((outcome) => ({
    outcome,
    number: changes.filter((change) => change.outcome === outcome).length,
  })).filter(({ number }) => number > 0);
  return counts
    .map(({ outcome, number }, index) => `${index === 0 ? count(number, 'object') : number} ${outcome}`)
    .join(', ');
}

export function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}

function objectLines(changes: readonly ObjectChange[], detail: Detail): string[] {
  const shown = changes.slice(0, detail.objects);
  const lines = OUTCOMES.flatMap((outcome) => {
    const found = shown.filter((change) => change.outcome === outcome);
    if (found.length === 0) return [];
    const title = `${outcome[0]?.toUpperCase()}${outcome.slice(1)}`;
    return [`${title}:`, '', ...found.flatMap((change) => objectItem(change, detail)), ''];
  });
  if (shown.length < changes.length) lines.push(`… and ${changes.length - shown.length} more objects.`, '');
  if (lines.length <= UNFOLDED_LINES) return lines;
  return [`<details><summary>${countsOf(changes)}</summary>`, '', ...lines, '</details>', ''];
}

function objectItem(change: ObjectChange, detail: Detail): string[] {
  const fields = redactedFields(change);
  const shown = fields.slice(0, detail.fields).flatMap((field) => fieldItem(field, detail));
  const more = fields.length - detail.fields;
  return [
    `- ${titleOf(change.object)}`,
    ...shown,
    ...(more > 0 ? [`  - … and ${count(more, 'more field')}`] : []),
  ];
}

/** `Deployment istio-system/istio-citadel`; kinds are words, names may be anything. */
function titleOf({ kind, namespace, name }: ReviewObject): string {
  const title = /^[A-Za-z0-9]+$/.test(kind) ? kind : code(kind);
  return `${title} ${code(namespace === undefined ? name : `${namespace}/${name}`)}`;
}

function fieldItem({ path, before, after, withheld, lines }: RedactedField, detail: Detail): string[] {
  const head = `  - ${code(path)}`;
  if (withheld !== undefined) return [`${head} (${withheld})`];
  if (lines !== undefined) return textItem(head, lines, detail);
  if (before === undefined) return [`${head} added: ${code(after ?? '')}`];
  if (after === undefined) return [`${head} removed: ${code(before)}`];
  // What is longer than a line shows of it may differ behind the cut.
  if (before === after) return [`${head}: changed behind the first characters, ${code(before)}`];
  return [`${head}: ${code(before)} → ${code(after)}`];
}

function textItem(
  head: string,
  { before, after }: { before: string; after: string },
  detail: Detail,
): string[] {
  const changed = detail.lines === 0 ? [] : lineChanges(before, after, detail.lines);
  if (changed.length === 0) return [`${head}: the text changes`];
  return [`${head}:`, '', ...codeBlock('diff', changed).map((line) => `    ${line}`), ''];
}
