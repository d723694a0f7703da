import { INJECTION_LABEL } from '../../kubernetes/labels';
import { code } from '../markdown/code';
import { textAt } from '../review-object';
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
  else if (isOn && (!wasOn || revision.differs)) {
    const by = revision.after === undefined ? '' : ` of revision ${code(revision.after)}`;
    texts.push({
      text: `Namespace ${name} is labelled: its new pods start with a proxy${by}.`,
      // Sidecars of the revision before stay what they are.
      restartSidecars: wasOn,
    });
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

/** A namespace that leaves the output stays in the cluster, labelled, unless something prunes it. */
export const namespaceLeavesTheOutput: ConsequenceRule = (change) => {
  if (!isA(change, '', 'Namespace') || change.outcome !== 'removed') return [];
  const name = code(change.object.name);
  const options = textAt(change.object.fields, 'metadata', 'annotations', 'argocd.argoproj.io/sync-options');
  const injected = textAt(change.object.fields, 'metadata', 'labels', INJECTION_LABEL) === 'enabled';
  const label = injected
    ? `it stays labelled: take ${code(INJECTION_LABEL)} off by hand, or its new pods go on starting with a proxy`
    : 'it stays as it is';
  return [
    options?.includes('Prune=false') === true
      ? `Namespace ${name} leaves the output. Argo CD keeps it, and ${label}.`
      : `Namespace ${name} leaves the output. Where Argo CD prunes, it deletes the namespace with everything in it; elsewhere ${label}.`,
  ];
};
