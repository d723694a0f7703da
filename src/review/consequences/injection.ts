import { isMap } from '../../is-map';
import { fieldAt, listAt, textAt } from '../../kubernetes/fields';
import { INJECTION_LABEL } from '../../kubernetes/labels';
import { isSame } from '../compare-fields';
import { code } from '../markdown/code';
import type { Fields } from '../review-object';
import { type Consequence, type ConsequenceRule, isA } from './consequence';

/** Labels of current Istio. Source: istio/api, label/labels.gen.go. */
const REVISION = 'istio.io/rev';
const NETWORK = 'topology.istio.io/network';
const CONTROL_PLANES = 'topology.istio.io/controlPlaneClusters';

/** The label of a namespace decides whether its new pods get a proxy. */
export const namespaceLabelDecidesInjection: ConsequenceRule = (change) => {
  if (!isA(change, '', 'Namespace') || change.outcome === 'removed') return [];
  const label = (key: string) => {
    const [before, after] = [change.before, change.after].map((object) =>
      textAt(object?.fields, 'metadata', 'labels', key),
    );
    return { before, after, differs: before !== after };
  };
  const name = code(change.object.name);
  const texts: (Consequence | string)[] = [];
  const injection = label(INJECTION_LABEL);
  const revision = label(REVISION);
  const wasOn = injection.before === 'enabled' || revision.before !== undefined;
  const isOn =
    injection.after !== 'disabled' && (injection.after === 'enabled' || revision.after !== undefined);
  if (wasOn && !isOn)
    texts.push(`Namespace ${name} is no longer labelled: its new pods start without a proxy.`);
  else if (isOn && !wasOn) {
    const by = revision.after === undefined ? '' : ` of revision ${code(revision.after)}`;
    texts.push(`Namespace ${name} is labelled: its new pods start with a proxy${by}.`);
  } else if (injection.differs && injection.after === 'disabled' && change.outcome === 'changed')
    texts.push(`Namespace ${name} is no longer injected, whatever the webhook selects.`);
  if (change.outcome !== 'changed') return texts;
  if (label(NETWORK).differs)
    texts.push({
      text: `The cluster is on another network, ${code(label(NETWORK).after ?? 'none')}: sidecars elsewhere reach it another way.`,
      restartSidecars: true,
    });
  if (label(CONTROL_PLANES).differs)
    texts.push(`Other primaries write certificates here: ${code(label(CONTROL_PLANES).after ?? 'none')}.`);
  return texts;
};

/** A namespace that leaves the output stays in the cluster with its label, unless a tool prunes it. */
export const namespaceLeavesTheOutput: ConsequenceRule = (change) => {
  if (!isA(change, '', 'Namespace') || change.outcome !== 'removed') return [];
  const name = code(change.object.name);
  const options = textAt(change.object.fields, 'metadata', 'annotations', 'argocd.argoproj.io/sync-options');
  const label = (key: string) => textAt(change.object.fields, 'metadata', 'labels', key);
  const asked =
    label(INJECTION_LABEL) === 'enabled'
      ? INJECTION_LABEL
      : label(REVISION) === undefined
        ? undefined
        : REVISION;
  const stays = asked
    ? `it stays labelled: remove ${code(asked)} by hand, or its new pods still start with a proxy`
    : 'it stays as it is';
  return options?.includes('Prune=false') === true
    ? `Namespace ${name} leaves the output. Argo CD keeps it, and ${stays}.`
    : `Namespace ${name} leaves the output. If Argo CD prunes, it deletes the namespace with everything in it. Otherwise ${stays}.`;
};

const GROUP = 'admissionregistration.k8s.io';

/** Without its webhook a cluster injects nothing. */
export const webhookDecidesWhetherPodsGetAProxy: ConsequenceRule = (change, all) => {
  if (!isA(change, GROUP, 'MutatingWebhookConfiguration')) return [];
  const name = code(change.object.name);
  if (change.outcome === 'added') return `Webhook on (${name}): pods that it selects start with a proxy.`;
  if (change.outcome === 'changed') return [];
  const successor = all.find(
    (other) => other.outcome === 'added' && isA(other, GROUP, 'MutatingWebhookConfiguration'),
  );
  if (successor === undefined)
    return `Webhook off (${name}): pods start without a proxy, unless another webhook selects them.`;
  const text = `Webhook ${name} is replaced by ${code(successor.object.name)}: pods that only the old one selects start without a proxy.`;
  return { text, restartSidecars: true };
};

/** Reports the effect of changes in each entry of a webhook. */
export const webhookEntriesChange: ConsequenceRule = (change) => {
  if (!isA(change, GROUP, 'MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration')) return [];
  if (change.outcome !== 'changed') return [];
  const injects = change.object.kind === 'MutatingWebhookConfiguration';
  const after = entriesOf(change.after?.fields);
  // Several entries of one webhook often have the same effect; `consequencesOf` reports it once.
  return [...entriesOf(change.before?.fields)].flatMap(([name, before]) => {
    const now = after.get(name);
    if (now !== undefined) return entryChanges(before, now, injects);
    return injects ? `${code(name)} is removed: pods that only it selects start without a proxy.` : [];
  });
};

function entryChanges(before: Fields, after: Fields, injects: boolean): (Consequence | string)[] {
  const texts: (Consequence | string)[] = [];
  const [oldPolicy, newPolicy] = [before, after].map((entry) => textAt(entry, 'failurePolicy'));
  if (newPolicy !== oldPolicy) texts.push(failurePolicyText(newPolicy, injects));
  const [from, to] = [before, after].map(targetOf);
  if (from !== to && to !== undefined)
    texts.push({
      text: `${injects ? 'Injection' : 'Validation'} now calls ${code(to)} instead of ${code(from ?? '')}.`,
      // The URL contains revision, cluster and network, and sidecars keep those of their injection.
      restartSidecars: injects,
    });
  const [oldHost, newHost] = [before, after].map(calledHost);
  if (newHost !== oldHost && newHost !== undefined && newPolicy !== 'Ignore')
    texts.push(
      `The certificate of the webhook has to cover ${code(newHost)} before this is applied (${code('ISTIOD_CUSTOM_HOST')} of istiod), or the API server refuses ${injects ? 'pods' : 'objects'}.`,
    );
  if (['namespaceSelector', 'objectSelector', 'rules'].some((key) => !isSame(before[key], after[key])))
    texts.push(
      injects
        ? 'The webhook selects other pods: those it no longer selects start without a proxy.'
        : 'The webhook validates other objects.',
    );
  if (!isSame(fieldAt(before, 'clientConfig', 'caBundle'), fieldAt(after, 'clientConfig', 'caBundle')))
    texts.push('The API server trusts other certificates of the webhook.');
  return texts;
}

/** Returns the host in the URL of an entry. */
function calledHost(entry: Fields): string | undefined {
  const url = textAt(entry, 'clientConfig', 'url');
  return url !== undefined && URL.canParse(url) ? new URL(url).hostname : undefined;
}

function failurePolicyText(policy: string | undefined, injects: boolean): string {
  const what = injects ? 'pods' : 'objects';
  const ignored = injects ? 'start without a proxy' : 'are accepted unchecked';
  return `While the webhook does not answer, ${what} ${policy === 'Ignore' ? ignored : 'are refused'}.`;
}

/** Returns the target of an entry: a URL, or a path of a Service. */
function targetOf(entry: Fields): string | undefined {
  const [namespace, name, path = ''] = ['namespace', 'name', 'path'].map((key) =>
    textAt(entry, 'clientConfig', 'service', key),
  );
  return name === undefined ? textAt(entry, 'clientConfig', 'url') : `${namespace}/${name}${path}`;
}

function entriesOf(fields: Fields | undefined): Map<string, Fields> {
  const entries = listAt(fields, 'webhooks').filter(isMap);
  return new Map(entries.map((entry) => [textAt(entry, 'name') ?? '', entry]));
}
