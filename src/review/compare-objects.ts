import { compareFields, type FieldChange } from './compare-fields';
import { identity, type ReviewObject, readObject } from './review-object';

/** An object that a change of the mesh adds, changes or removes. */
export interface ObjectChange {
  readonly outcome: 'added' | 'changed' | 'removed';
  /** The object after the change, or before it if it is removed. */
  readonly object: ReviewObject;
  readonly before?: ReviewObject;
  readonly after?: ReviewObject;
  /** The differences. Empty unless `outcome` is `changed`. */
  readonly fields: readonly FieldChange[];
}

/** The differences between the objects of one cluster, and the number of documents that are no objects. */
interface ObjectComparison {
  /** In the order of the output, then the removed ones. */
  readonly changes: readonly ObjectChange[];
  readonly unreadable: number;
}

/** Compares documents without regard to their files: an object that moves to another file has not changed. */
export function compareObjects(before: readonly string[], after: readonly string[]): ObjectComparison {
  const known = new Set(before);
  const kept = new Set(after.filter((text) => known.has(text)));
  const old = objectsOf(before.filter((text) => !kept.has(text)));
  const wanted = objectsOf(after.filter((text) => !kept.has(text)));
  const changes: ObjectChange[] = [];
  for (const [id, object] of wanted.objects) {
    const previous = old.objects.get(id);
    if (previous === undefined) changes.push({ outcome: 'added', object, after: object, fields: [] });
    else {
      const fields = compareFields(previous.fields, object.fields);
      if (fields.length > 0)
        changes.push({ outcome: 'changed', object, before: previous, after: object, fields });
    }
  }
  for (const [id, object] of old.objects) {
    if (!wanted.objects.has(id)) changes.push({ outcome: 'removed', object, before: object, fields: [] });
  }
  return { changes, unreadable: old.unreadable + wanted.unreadable };
}

function objectsOf(texts: readonly string[]): { objects: Map<string, ReviewObject>; unreadable: number } {
  const objects = new Map<string, ReviewObject>();
  let unreadable = 0;
  for (const text of texts) {
    const object = readObject(text);
    if (object === undefined) unreadable += 1;
    else objects.set(identity(object), object);
  }
  return { objects, unreadable };
}
