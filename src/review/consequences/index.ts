import type { ObjectChange } from '../compare-objects';
import type { ReviewObject } from '../review-object';
import { boundAccountsChange, pilotSeesOtherClusters, readerLosesItsToken, rightsChange } from './access';
import type { Consequence, ConsequenceRule } from './consequence';
import {
  argoAppliesElsewhere,
  argoStopsManaging,
  mutualTlsOfTheMeshChanges,
  objectsOfAKindGo,
} from './custom-resources';
import { fixedFieldsNeedANewObject } from './fixed-fields';
import {
  namespaceLabelDecidesInjection,
  namespaceLeavesTheOutput,
  webhookDecidesWhetherPodsGetAProxy,
  webhookEntriesChange,
} from './injection';
import { injectionTemplateReachesNewPods, meshConfigReachesNewPods } from './injection-config';
import { namespacesMoveToAnotherRevision } from './revisions';
import {
  controlPlaneMoves,
  controlPlaneNoLongerResolves,
  exposureDecidesWhoReachesTheControlPlane,
  serviceAnswersDifferently,
  sharedNameNoLongerResolves,
} from './services';
import { citadelSignsUnderAnotherRoot, noPodsAreLeft, podTemplateChangeRestarts } from './workload';

/** Every rule by its name, with what cuts clusters off first. */
const RULES = {
  controlPlaneNoLongerResolves,
  exposureDecidesWhoReachesTheControlPlane,
  pilotSeesOtherClusters,
  readerLosesItsToken,
  webhookDecidesWhetherPodsGetAProxy,
  webhookEntriesChange,
  namespacesMoveToAnotherRevision,
  namespaceLabelDecidesInjection,
  namespaceLeavesTheOutput,
  meshConfigReachesNewPods,
  injectionTemplateReachesNewPods,
  controlPlaneMoves,
  noPodsAreLeft,
  citadelSignsUnderAnotherRoot,
  podTemplateChangeRestarts,
  mutualTlsOfTheMeshChanges,
  rightsChange,
  boundAccountsChange,
  serviceAnswersDifferently,
  sharedNameNoLongerResolves,
  fixedFieldsNeedANewObject,
  objectsOfAKindGo,
  argoStopsManaging,
  argoAppliesElsewhere,
} as const satisfies Record<string, ConsequenceRule>;

/** Rules whose sentences about removed objects say by themselves when they come true. */
const SAY_WHEN: ReadonlySet<string> = new Set([
  'controlPlaneMoves',
  'namespacesMoveToAnotherRevision',
  'namespaceLeavesTheOutput',
  'objectsOfAKindGo',
  'argoStopsManaging',
]);

/** A consequence, and the rule that found it. */
export interface FoundConsequence extends Consequence {
  readonly rule: keyof typeof RULES | 'projectNoLongerPermits';
  /** Whether it happens only once a removed object is deleted in the cluster. @default false */
  readonly onDeletion?: boolean;
  /** The changes that it follows from. */
  readonly of: readonly ObjectChange[];
}

/** What the changes of one cluster lead to, in the order of the rules; each once. */
export function consequencesOf(
  changes: readonly ObjectChange[],
  kept: readonly ReviewObject[] = [],
): FoundConsequence[] {
  const found = new Map<string, FoundConsequence & { readonly of: ObjectChange[] }>();
  for (const [name, rule] of Object.entries<ConsequenceRule>(RULES)) {
    for (const change of changes) {
      const onDeletion = change.outcome === 'removed' && !SAY_WHEN.has(name) ? { onDeletion: true } : {};
      for (const consequence of [rule(change, changes, kept)].flat()) {
        const { text, ...rest } = typeof consequence === 'string' ? { text: consequence } : consequence;
        const known = found.get(text);
        if (known !== undefined) known.of.push(change);
        else
          found.set(text, { rule: name as keyof typeof RULES, text, ...rest, ...onDeletion, of: [change] });
      }
    }
  }
  return [...found.values()];
}
