import { isMap } from '../../is-map';
import { isSame } from '../compare-fields';
import { code } from '../markdown/code';
import { type Fields, listAt, mapAt, textAt, valueAt } from '../review-object';
import { type Consequence, type ConsequenceRule, isA } from './consequence';

const GROUP = 'admissionregistration.k8s.io';

/** Without its webhook a cluster injects nothing. */
export const webhookDecidesWhetherPodsGetAProxy: ConsequenceRule = (change, all) => {
  if (!isA(change, GROUP, 'MutatingWebhookConfiguration')) return [];
  const name = code(change.object.name);
  if (change.outcome === 'added') return [`Webhook on (${name}): pods that it selects start with a proxy.`];
  if (change.outcome === 'changed') return [];
  const successor = all.find(
    (other) => other.outcome === 'added' && isA(other, GROUP, 'MutatingWebhookConfiguration'),
  );
  return successor === undefined
    ? [`Webhook off (${name}): pods start without a proxy, unless another webhook selects them.`]
    : [
        {
          text: `Webhook ${name} gives way to ${code(successor.object.name)}: what only the old one selects starts without a proxy.`,
          restartSidecars: true,
        },
      ];
};

/** What each entry of a webhook does when something about it changes. */
export const webhookEntriesChange: ConsequenceRule = (change) => {
  if (!isA(change, GROUP, 'MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration')) return [];
  if (change.outcome !== 'changed') return [];
  const injects = change.object.kind === 'MutatingWebhookConfiguration';
  const after = entriesOf(change.after?.fields);
  const found = [...entriesOf(change.before?.fields)].flatMap(([name, entry]) => {
    const now = after.get(name);
    if (now !== undefined) return entryChanges(entry, now, injects);
    return injects ? [`${code(name)} is gone: what only it selects starts without a proxy.`] : [];
  });
  // The entries of one webhook say the same, for different pods; whoever collects them keeps each once.
  return found;
};

function entryChanges(before: Fields, after: Fields, injects: boolean): (Consequence | string)[] {
  const texts: (Consequence | string)[] = [];
  const [oldPolicy, newPolicy] = [before, after].map((entry) => textAt(entry, 'failurePolicy'));
  if (newPolicy !== oldPolicy) texts.push(failurePolicyText(newPolicy, injects));
  const [from, to] = [before, after].map(targetOf);
  if (from !== to && to !== undefined)
    texts.push({
      text: `${injects ? 'Injection' : 'Validation'} is asked of ${code(to)}, no longer of ${code(from ?? '')}.`,
      // Revision, cluster and network are in the address, and sidecars keep those they were injected with.
      restartSidecars: injects,
    });
  if (['namespaceSelector', 'objectSelector', 'rules'].some((key) => !isSame(before[key], after[key])))
    texts.push(
      injects
        ? 'The webhook selects other pods: those it no longer selects start without a proxy.'
        : 'The webhook validates other objects.',
    );
  if (!isSame(valueAt(before, 'clientConfig', 'caBundle'), valueAt(after, 'clientConfig', 'caBundle')))
    texts.push('The API server trusts other certificates of the webhook.');
  return texts;
}

function failurePolicyText(policy: string | undefined, injects: boolean): string {
  const what = injects ? 'pods' : 'objects';
  const ignored = injects ? 'start without a proxy' : 'are taken unchecked';
  return `While the webhook does not answer, ${what} ${policy === 'Ignore' ? ignored : 'are refused'}.`;
}

/** Where an entry is asked: a URL, or a path of a Service. */
function targetOf(entry: Fields): string | undefined {
  const client = mapAt(entry, 'clientConfig');
  const { name, namespace, path } = mapAt(client, 'service');
  if (typeof name === 'string') return `${String(namespace)}/${name}${typeof path === 'string' ? path : ''}`;
  return textAt(client, 'url');
}

function entriesOf(fields: Fields | undefined): Map<string, Fields> {
  return new Map(
    listAt(fields, 'webhooks').flatMap((entry) =>
      isMap(entry) && typeof entry.name === 'string' ? [[entry.name, entry] as const] : [],
    ),
  );
}
