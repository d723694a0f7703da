import { structuredPatch } from 'diff';
import { findCredentials } from '../secret-scan/find-credentials';
import { hideCredentials } from '../secret-scan/hide-credentials';
import type { FieldChange } from './compare-fields';
import type { ObjectChange } from './compare-objects';
import type { FoundConsequence } from './consequences';
import type { Review, ReviewSection } from './review';
import type { ReviewObject } from './review-object';

/** A changed field without credentials: each value on one line, or two texts to compare. */
export interface RedactedField {
  readonly path: string;
  /** The value before, on one line. Undefined if the field is new or its value is not shown. */
  readonly before?: string;
  readonly after?: string;
  /** Why no value is shown. */
  readonly withheld?: string;
  /** Two texts of several lines, to compare line by line. */
  readonly lines?: { readonly before: string; readonly after: string };
}

/** Limit of characters of a value. */
const LONGEST_VALUE = 100;

/** Returns the changed fields of an object, shortened and without credentials. */
export function redactedFields({ fields, before, after }: ObjectChange): RedactedField[] {
  const withheld = reasonToWithhold(before) ?? reasonToWithhold(after);
  return fields.map((field) => redactedField(field, withheld));
}

/** Hides every value of a Secret. For everything else, the scanner for credentials decides. */
function reasonToWithhold(object: ReviewObject | undefined): string | undefined {
  if (object === undefined) return undefined;
  if (object.group === '' && object.kind === 'Secret') return 'the values of a Secret are not shown';
  return findCredentials(object.text).length > 0 ? 'the object contains a credential' : undefined;
}

function redactedField(
  { path, before, after }: FieldChange,
  objectWithheld: string | undefined,
): RedactedField {
  const safePath = holdsCredential(path) ? '(a key that looks like a credential)' : short(path, 200);
  const withheld =
    objectWithheld ??
    ([before, after].some((value) => value !== undefined && holdsCredential(`${path}: ${textOf(value)}`))
      ? 'it looks like a credential'
      : undefined);
  if (withheld !== undefined) return { path: safePath, withheld };
  if (typeof before === 'string' && typeof after === 'string' && (before + after).includes('\n'))
    return { path: safePath, lines: { before, after } };
  return {
    path: safePath,
    ...(before === undefined ? {} : { before: short(textOf(before)) }),
    ...(after === undefined ? {} : { after: short(textOf(after)) }),
  };
}

/** Returns a name for messages. In a file that was edited by hand, it may be anything. */
function safeName<Name extends string | undefined>(name: Name): Name | string {
  return name === undefined ? name : hideCredentials(name);
}

function holdsCredential(text: string): boolean {
  return findCredentials(text).length > 0;
}

/** Formats a value on one line. A text that looks like another type gets quotes. */
function textOf(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value) ?? '';
  const isPlain =
    /^[^\s"[{]/.test(value) && !/\s$/.test(value) && !/^(?:true|false|null|[-+.\d]+)$/i.test(value);
  return isPlain ? value : JSON.stringify(value);
}

/** Returns at most this many characters. */
export function short(text: string, longest = LONGEST_VALUE): string {
  if (text.length <= longest) return text;
  const characters = [...text.slice(0, 2 * longest)];
  return characters.length <= longest ? text : `${characters.slice(0, longest - 1).join('')}…`;
}

/** Limit of characters of a line. */
const LONGEST_LINE = 160;

/** With more edits, a difference is too long to read and too slow to find. */
const MOST_EDITS = 200;

/**
 * Returns the lines that differ between two texts, as in a unified diff, at most `most`. Empty if nearly all differ.
 */
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

/** Limit of lines of a difference in the JSON. */
const MOST_LINES = 400;

/** Returns a review as JSON: long values are shortened, and credentials are hidden. */
export function redactedReview({ sections, otherFiles }: Review) {
  return { sections: sections.map(redactedSection), otherFiles };
}

function withoutChanges({ of: _, ...consequence }: FoundConsequence) {
  return consequence;
}

function redactedSection({
  clusters,
  membership,
  wave,
  changes,
  consequences,
  unreadable,
  commands,
}: ReviewSection) {
  const ofChange = (change: ObjectChange) =>
    consequences.filter(({ of }) => of.includes(change)).map(withoutChanges);
  return {
    clusters,
    membership,
    ...(wave === undefined ? {} : { wave }),
    consequences: consequences.map(withoutChanges),
    unreadableDocuments: unreadable,
    commands,
    objects: changes.map((change) => ({
      outcome: change.outcome,
      group: safeName(change.object.group),
      kind: safeName(change.object.kind),
      namespace: safeName(change.object.namespace),
      name: safeName(change.object.name),
      fields: redactedFields(change).map(({ lines, ...field }) =>
        lines === undefined ? field : { ...field, diff: lineChanges(lines.before, lines.after, MOST_LINES) },
      ),
      consequences: ofChange(change),
    })),
  };
}
