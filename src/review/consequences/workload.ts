import { listAt } from '../../kubernetes/fields';
import { ISTIO_NAMES } from '../../kubernetes/istio-names';
import { isSame } from '../compare-fields';
import type { ObjectChange } from '../compare-objects';
import { code } from '../markdown/code';
import { type ConsequenceRule, differs, isA, valuesAt } from './consequence';

/** Names of Deployments in sentences, and what is missing while none of its pods runs. */
const KNOWN: ReadonlyMap<string, { readonly title: string; readonly missing: string }> = new Map(
  Object.entries({
    [ISTIO_NAMES.citadel]: {
      title: 'Citadel',
      missing: 'no certificate is issued or renewed, and sidecars lose theirs when they expire',
    },
    [ISTIO_NAMES.sidecarInjector]: {
      title: 'The sidecar injector',
      missing: 'pods that its webhook selects are refused while its failure policy is Fail',
    },
  }),
);

/** A changed pod template is rolled out at once. */
export const podTemplateChangeRestarts: ConsequenceRule = (change) => {
  if (!isDeployment(change) || change.outcome !== 'changed') return [];
  return differs(change, 'spec', 'template') ? `${titleOf(change)} restarts.` : [];
};

/** A Deployment without pods does nothing. */
export const noPodsAreLeft: ConsequenceRule = (change, all) => {
  if (!isDeployment(change)) return [];
  const goesWithItsWebhook = all.some(
    ({ outcome, object: { kind, name } }) =>
      outcome === 'removed' && kind === 'MutatingWebhookConfiguration' && name === change.object.name,
  );
  const missing = goesWithItsWebhook ? undefined : KNOWN.get(change.object.name)?.missing;
  const why = missing === undefined ? '' : `: ${missing}`;
  if (change.outcome === 'removed') return `${titleOf(change)} is removed${why}.`;
  const [before, after] = valuesAt(change, 'spec', 'replicas');
  return after === 0 && before !== 0 ? `${titleOf(change)} has 0 replicas${why}.` : [];
};

/** Certificates of two roots do not trust each other. */
export const citadelSignsUnderAnotherRoot: ConsequenceRule = (change) => {
  if (!isDeployment(change) || change.object.name !== ISTIO_NAMES.citadel || change.outcome !== 'changed')
    return [];
  const flags = [change.before, change.after].map((object) =>
    listAt(object?.fields, 'spec', 'template', 'spec', 'containers')
      .flatMap((container) => listAt(container, 'args'))
      .filter((arg) => /^--(?:self-signed-ca|signing-|root-cert|cert-chain)/.test(String(arg))),
  );
  return isSame(flags[0], flags[1])
    ? []
    : 'Citadel signs under another root: workloads trust those of other clusters only if all share a root, and each gets its new certificate when Citadel renews its Secret.';
};

function isDeployment(change: ObjectChange): boolean {
  return isA(change, 'apps', 'Deployment') || isA(change, 'extensions', 'Deployment');
}

function titleOf({ object }: ObjectChange): string {
  return KNOWN.get(object.name)?.title ?? `Deployment ${code(object.name)}`;
}
