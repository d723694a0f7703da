import type { ObjectChange } from '../compare-objects';
import { lineChanges, type RedactedField, redactedFields } from '../redact-change';
import type { ReviewSection } from '../review';
import { code, codeBlock, objectTitle } from './code';

/** How much of a section to show. */
export interface Detail {
  readonly objects: number;
  readonly fields: number;
  /** Limit of lines that are compared. */
  readonly lines: number;
  /** Limit of cluster names. */
  readonly names: number;
  readonly consequences: number;
  /** Limit of shell commands. */
  readonly commands: number;
}

/** With more lines than this, the objects are folded. */
const UNFOLDED_LINES = 24;

const OUTCOMES = ['added', 'changed', 'removed'] as const;

/** Whether the objects belong to a delivery tool. Sidecars do not depend on them. */
function isOfTool(group: string): boolean {
  return group === 'argoproj.io' || group.endsWith('.toolkit.fluxcd.io');
}

/** Returns what happens to clusters, without their names. */
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
      '**Leaves the mesh.** Run `istio-remote leave` before you remove its manifests: the primary has to stop reading the cluster first.',
      '',
    );
  if (membership === 'stays' && changes.some(({ object }) => !isOfTool(object.group))) {
    const restart = consequences.some(({ restartSidecars }) => restartSidecars === true);
    lines.push(
      restart
        ? '**Sidecars restart: yes**, for the change to reach them: create the pods of injected workloads again.'
        : '**Sidecars restart: no.**',
      '',
    );
  }
  const later = consequences.filter(({ onDeletion }) => onDeletion === true);
  const atOnce = consequences.filter(({ onDeletion }) => onDeletion !== true);
  lines.push(...consequenceLines(atOnce, detail));
  if (later.length > 0)
    lines.push(
      'After the removed objects are also deleted in the cluster:',
      '',
      ...consequenceLines(later, detail),
    );
  if (unreadable > 0)
    lines.push(
      `${count(unreadable, 'document')} that no object of Kubernetes can be read from ${unreadable === 1 ? 'differs' : 'differ'}.`,
      '',
    );
  return detail.objects === 0 ? lines : [...lines, ...objectLines(changes, detail)];
}

function consequenceLines(consequences: ReviewSection['consequences'], detail: Detail): string[] {
  if (consequences.length === 0) return [];
  const more = consequences.length - detail.consequences;
  return [
    ...consequences.slice(0, detail.consequences).map(({ text }) => `- ${text}`),
    ...(more > 0 ? [`- … and ${count(more, 'more consequence')}`] : []),
    '',
  ];
}

/** Returns the commands that delete the objects that left the output, for users of kubectl. */
export function commandLines(commands: readonly string[], detail: Detail): string[] {
  if (commands.length === 0) return [];
  const lead =
    '`kubectl apply` deletes nothing: objects that are removed here stay in the cluster and keep working. Where Argo CD does not prune them,';
  if (detail.commands === 0)
    return [`${lead} run the ${count(commands.length, 'command')} that \`--json\` has.`, ''];
  const more = commands.length - detail.commands;
  return [
    `${lead} run:`,
    '',
    ...codeBlock('sh', commands.slice(0, detail.commands)),
    ...(more > 0 ? ['', `… and ${count(more, 'more command')}: \`--json\` has them.`] : []),
    '',
  ];
}

/** Formats `1 object added, 2 changed`. */
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
    `- ${objectTitle(change.object)}`,
    ...shown,
    ...(more > 0 ? [`  - … and ${count(more, 'more field')}`] : []),
  ];
}

function fieldItem({ path, before, after, withheld, lines }: RedactedField, detail: Detail): string[] {
  const head = `  - ${code(path)}`;
  if (withheld !== undefined) return [`${head} (${withheld})`];
  if (lines !== undefined) return textItem(head, lines, detail);
  if (before === undefined) return [`${head} added: ${code(after ?? '')}`];
  if (after === undefined) return [`${head} removed: ${code(before)}`];
  // A shortened value may differ only after the cut.
  if (before === after) return [`${head}: changed after the first characters, ${code(before)}`];
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
