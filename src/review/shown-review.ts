import { lineChanges } from './markdown/line-changes';
import type { Review, ReviewSection } from './review';
import { shownFields } from './shown-change';

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
