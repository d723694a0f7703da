import type { ObjectChange } from '../compare-objects';
import { argoAppliesElsewhere, argoStopsManaging } from './argo-cd';
import type { Consequence, ConsequenceRule } from './consequence';
import { controlPlaneMoves, controlPlaneNoLongerResolves } from './control-plane-address';
import { objectsOfAKindGo } from './custom-resource';
import { fixedFieldsNeedANewObject } from './fixed-fields';
import { injectionTemplateReachesNewPods, meshConfigReachesNewPods } from './injection-config';
import { mutualTlsOfTheMeshChanges } from './mutual-tls';
import { namespaceLabelDecidesInjection, namespaceLeavesTheOutput } from './namespace';
import { pilotSeesOtherClusters } from './remote-secret';
import { boundAccountsChange, readerLosesItsToken, rightsChange } from './rights';
import {
  exposureDecidesWhoReachesTheControlPlane,
  serviceAnswersDifferently,
  sharedNameNoLongerResolves,
} from './service';
import { webhookDecidesWhetherPodsGetAProxy, webhookEntriesChange } from './webhook';
import { citadelSignsUnderAnotherRoot, noPodsAreLeft, podTemplateChangeRestarts } from './workload';

/** Every rule, by its name; what cuts someone off comes first. */
const RULES = {
  controlPlaneNoLongerResolves,
  exposureDecidesWhoReachesTheControlPlane,
  pilotSeesOtherClusters,
  readerLosesItsToken,
  webhookDecidesWhetherPodsGetAProxy,
  webhookEntriesChange,
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

/** A consequence, and the rule that found it. */
export interface FoundConsequence extends Consequence {
  readonly rule: keyof typeof RULES;
}

/** What the changes of one cluster lead to, in the order of the rules; each once. */
export function consequencesOf(changes: readonly ObjectChange[]): FoundConsequence[] {
  const found = new Map<string, FoundConsequence>();
  for (const [name, rule] of Object.entries<ConsequenceRule>(RULES)) {
    for (const change of changes) {
      for (const consequence of rule(change, changes)) {
        const { text, ...rest } = typeof consequence === 'string' ? { text: consequence } : consequence;
        if (!found.has(text)) found.set(text, { rule: name as keyof typeof RULES, text, ...rest });
      }
    }
  }
  return [...found.values()];
}
