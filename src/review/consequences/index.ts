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

/** Every rule by its name; rules about cut-off clusters come first. */
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

/** Rules whose sentences about removed objects already say when they apply. */
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
  /** Whether it happens only after a removed object is deleted in the cluster. @default false */
  readonly onDeletion?: boolean;
  /** The changes that cause it. */
  readonly of: readonly ObjectChange[];
}

/** Returns the consequences of one cluster's changes in the order of the rules, each once. */
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
