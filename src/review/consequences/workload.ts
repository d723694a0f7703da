import { ISTIO_NAMES } from '../../kubernetes/istio-names';
import { isSame } from '../compare-fields';
import { code } from '../markdown/code';
import { listAt, valueAt } from '../review-object';
import { type ConsequenceRule, isA } from './consequence';

/** What people call a Deployment, and what is missing while none of its pods runs. */
const KNOWN: Readonly<Record<string, { readonly title: string; readonly missing: string }>> = {
  [ISTIO_NAMES.citadel]: {
    title: 'Citadel',
    missing: 'no certificate is issued or renewed, and sidecars lose theirs when they expire',
  },
  [ISTIO_NAMES.sidecarInjector]: {
    title: 'The sidecar injector',
    missing: 'pods that its webhook selects are refused while its failure policy is Fail',
  },
};

/** A changed pod template is rolled out at once. */
export const podTemplateChangeRestarts: ConsequenceRule = (change) => {
  if (!isDeployment(change) || change.outcome !== 'changed') return [];
  const [before, after] = [change.before, change.after].map((object) =>
    valueAt(object?.fields, 'spec', 'template'),
  );
  return isSame(before, after) ? [] : [`${titleOf(change)} restarts.`];
};

/** A Deployment without pods does nothing. */
export const noPodsAreLeft: ConsequenceRule = (change, all) => {
  if (!isDeployment(change)) return [];
  const goesWithItsWebhook = all.some(({ outcome, object }) => {
    return (
      outcome === 'removed' &&
      object.kind === 'MutatingWebhookConfiguration' &&
      object.name === change.object.name
    );
  });
  const missing = goesWithItsWebhook ? undefined : KNOWN[change.object.name]?.missing;
  const why = missing === undefined ? '' : `: ${missing}`;
  if (change.outcome === 'removed') return [`${titleOf(change)} is removed${why}.`];
  const replicas = [change.before, change.after].map((object) => valueAt(object?.fields, 'spec', 'replicas'));
  return replicas[1] === 0 && replicas[0] !== 0 ? [`${titleOf(change)} has 0 replicas${why}.`] : [];
};

/** Certificates of two roots do not trust each other. */
export const citadelSignsUnderAnotherRoot: ConsequenceRule = (change) => {
  if (!isDeployment(change) || change.object.name !== ISTIO_NAMES.citadel || change.outcome !== 'changed')
    return [];
  const flags = [change.before, change.after].map((object) =>
    listAt(object?.fields, 'spec', 'template', 'spec', 'containers')
      .flatMap((container) => listAt(container, 'args'))
      .filter(
        (arg) => typeof arg === 'string' && /^--(?:self-signed-ca|signing-|root-cert|cert-chain)/.test(arg),
      ),
  );
  return isSame(flags[0], flags[1])
    ? []
    : [
        'Citadel signs under another root: workloads trust those of other clusters only where all share a root, and each gets its new certificate when Citadel renews its Secret.',
      ];
};

function isDeployment(change: Parameters<ConsequenceRule>[0]): boolean {
  return isA(change, 'apps', 'Deployment') || isA(change, 'extensions', 'Deployment');
}

function titleOf({ object }: Parameters<ConsequenceRule>[0]): string {
  return KNOWN[object.name]?.title ?? `Deployment ${code(object.name)}`;
}
