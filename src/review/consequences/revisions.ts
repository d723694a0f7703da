import { textAt } from '../../kubernetes/fields';
import { INJECTION_LABEL, REVISION_LABEL, TAG_LABEL } from '../../kubernetes/labels';
import { someOf } from '../../some-of';
import type { ObjectChange } from '../compare-objects';
import { code } from '../markdown/code';
import type { ReviewObject } from '../review-object';
import { type ConsequenceRule, isA } from './consequence';

/** Limit of namespaces in one sentence. */
const LISTED_NAMESPACES = 12;

/** The label value of a namespace without a revision, and the name of the revision without a name. */
const DEFAULT = 'default';

/** Whether a document contains the revision of a namespace or the target of a tag. */
export function saysWhoInjects(document: string): boolean {
  return /^kind: Namespace$/m.test(document)
    ? document.includes(`${REVISION_LABEL}: `) || document.includes(`${INJECTION_LABEL}: `)
    : document.includes(`${TAG_LABEL}: `);
}

/**
 * A namespace moves to another revision by its own label, or by the tag in its label. A tag moves many namespaces
 * although none of them changes.
 */
export const namespacesMoveToAnotherRevision: ConsequenceRule = (change, all, kept) => {
  // Reported once for the whole cluster, with the first change that may move something.
  if (all.find(mayMove) !== change) return [];
  const [before, after] = (['before', 'after'] as const).map((side) => {
    const changed = all.flatMap((other) => other[side] ?? []);
    return revisionsInUse([...changed, ...kept]);
  });
  const moves = new Map<string, string[]>();
  for (const [namespace, from] of before ?? []) {
    const to = after?.get(namespace);
    if (to === undefined || to === from) continue;
    const key = `from ${inWords(from)} to ${inWords(to)}`;
    moves.set(key, [...(moves.get(key) ?? []), namespace]);
  }
  return [...moves].map(([how, namespaces]) => ({
    text: `${namespaces.length === 1 ? 'Namespace' : 'Namespaces'} ${listed(namespaces.sort())} ${namespaces.length === 1 ? 'moves' : 'move'} ${how}.`,
    restartSidecars: true,
  }));
};

function mayMove(change: ObjectChange): boolean {
  return isA(change, '', 'Namespace') || tagOf(change.object) !== undefined;
}

/** Returns the revision of each injected namespace, after following tags. */
function revisionsInUse(objects: readonly ReviewObject[]): Map<string, string> {
  const tags = new Map(
    objects.flatMap((object) => {
      const tag = tagOf(object);
      return tag === undefined ? [] : [[tag, labelOf(object, REVISION_LABEL) ?? DEFAULT] as const];
    }),
  );
  return new Map(
    objects
      .filter(({ group, kind }) => group === '' && kind === 'Namespace')
      .flatMap((object) => {
        const injection = labelOf(object, INJECTION_LABEL);
        // The webhooks of revisions skip namespaces with the other label.
        const used = injection === undefined ? labelOf(object, REVISION_LABEL) : DEFAULT;
        const isOff = used === undefined || (injection !== undefined && injection !== 'enabled');
        return isOff ? [] : [[object.name, tags.get(used) ?? used] as const];
      }),
  );
}

function tagOf(object: ReviewObject): string | undefined {
  return object.kind === 'MutatingWebhookConfiguration' ? labelOf(object, TAG_LABEL) : undefined;
}

function labelOf(object: ReviewObject, label: string): string | undefined {
  return textAt(object.fields, 'metadata', 'labels', label);
}

function inWords(revision: string): string {
  return revision === DEFAULT ? 'the default revision' : `revision ${code(revision)}`;
}

function listed(namespaces: readonly string[]): string {
  return someOf(namespaces.map(code), LISTED_NAMESPACES);
}
