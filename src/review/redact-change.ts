import { structuredPatch } from 'diff';
import { findCredentials } from '../secret-scan/find-credentials';
import type { FieldChange } from './compare-fields';
import type { ObjectChange } from './compare-objects';
import type { Review, ReviewSection } from './review';
import type { ReviewObject } from './review-object';

/** A changed field as people may see it: one line for each value, or lines of a text, and never a credential. */
export interface ShownField {
  readonly path: string;
  /** The value before, on one line. Undefined when there was none, or when it is not shown. */
  readonly before?: string;
  readonly after?: string;
  /** Why no value is shown. */
  readonly withheld?: string;
  /** Both are texts of several lines, which are compared line by line. */
  readonly lines?: { readonly before: string; readonly after: string };
}

/** Characters of a value that are shown. */
const LONGEST_VALUE = 100;

/** The changed fields of an object, fit to be shown. */
export function shownFields({ fields, before, after }: ObjectChange): ShownField[] {
  const withheld = reasonToWithhold(before) ?? reasonToWithhold(after);
  return fields.map((field) => shownField(field, withheld));
}

/** Whatever a Secret holds is nobody's to read; for everything else the scanner for credentials decides. */
function reasonToWithhold(object: ReviewObject | undefined): string | undefined {
  if (object === undefined) return undefined;
  if (object.group === '' && object.kind === 'Secret') return 'the values of a Secret are not shown';
  return findCredentials(object.text).length > 0 ? 'the object holds a credential' : undefined;
}

function shownField({ path, before, after }: FieldChange, objectWithheld: string | undefined): ShownField {
  const shownPath = holdsCredential(path) ? '(a key that looks like a credential)' : short(path, 200);
  const withheld =
    objectWithheld ??
    ([before, after].some((value) => value !== undefined && holdsCredential(`${path}: ${textOf(value)}`))
      ? 'it looks like a credential'
      : undefined);
  if (withheld !== undefined) return { path: shownPath, withheld };
  if (typeof before === 'string' && typeof after === 'string' && (before + after).includes('\n'))
    return { path: shownPath, lines: { before, after } };
  return {
    path: shownPath,
    ...(before === undefined ? {} : { before: short(textOf(before)) }),
    ...(after === undefined ? {} : { after: short(textOf(after)) }),
  };
}

function holdsCredential(text: string): boolean {
  return findCredentials(text).length > 0;
}

/** A value on one line; a text that could be taken for something else gets quotes. */
export function textOf(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value) ?? '';
  const isPlain =
    /^[^\s"[{]/.test(value) && !/\s$/.test(value) && !/^(?:true|false|null|[-+.\d]+)$/i.test(value);
  return isPlain ? value : JSON.stringify(value);
}

/** At most so many characters, cut between two of them. */
export function short(text: string, longest = LONGEST_VALUE): string {
  if (text.length <= longest) return text;
  const characters = [...text.slice(0, 2 * longest)];
  return characters.length <= longest ? text : `${characters.slice(0, longest - 1).join('')}…`;
}

/** Lines of a text that are compared. */
const MOST_LINES = 400;

/** A review for machines: nothing shortened but long values, and no credential. */
export function shownReview({ sections, otherFiles }: Review) {
  return { sections: sections.map(shownSection), otherFiles };
}

function shownSection({ clusters, membership, changes, consequences, unreadable }: ReviewSection) {
  return {
    clusters,
    membership,
    consequences,
    unreadableDocuments: unreadable,
    objects: changes.map((change) => ({
      outcome: change.outcome,
      kind: change.object.kind,
      namespace: change.object.namespace,
      name: change.object.name,
      fields: shownFields(change).map(({ lines, ...field }) =>
        lines === undefined ? field : { ...field, diff: lineChanges(lines.before, lines.after, MOST_LINES) },
      ),
    })),
  };
}

/** Longest line that is shown. */
const LONGEST_LINE = 160;

/** Edits beyond which nobody reads the difference, and finding the shortest one takes long. */
const MOST_EDITS = 200;

/** The lines that differ between two texts, as in a unified diff, so many at most; none when nearly all do. */
export function lineChanges(before: string, after: string, most: number): string[] {
  const patch = structuredPatch('', '', before, after, undefined, undefined, {
    context: 1,
    maxEditLength: MOST_EDITS,
  });
  if (patch === undefined) return [];
  const lines = patch.hunks.flatMap(({ oldStart, lines: hunk }) => [
    `@@ line ${oldStart} @@`,
    ...hunk.filter((line) => !line.startsWith('\\')).map((line) => short(line, LONGEST_LINE)),
  ]);
  return lines.length <= most ? lines : [...lines.slice(0, most), `@@ ${lines.length - most} more lines @@`];
}
