import { textAt } from '../../kubernetes/fields';
import { ISTIO_NAMES } from '../../kubernetes/istio-names';
import { mapIn } from '../compare-fields';
import type { ObjectChange } from '../compare-objects';
import { code } from '../markdown/code';
import { type Consequence, type ConsequenceRule, isA } from './consequence';

function laterFor(what: string): Consequence {
  const text = `The ${what} changes: only pods created afterwards get it; sidecars that run keep what they have until their pods are created again.`;
  return { text, restartSidecars: true };
}

/** Sidecars get the mesh config as arguments at injection. */
export const meshConfigReachesNewPods: ConsequenceRule = (change) => {
  const [oldText, newText] = configTexts(change, ISTIO_NAMES.meshConfigMap, ISTIO_NAMES.meshConfigKey);
  if (oldText === undefined || oldText === newText) return [];
  if (newText === undefined) return 'The mesh config is removed: no pod can be injected without it.';
  const [before, after] = [oldText, newText].map((text) =>
    textAt(mapIn(text), 'defaultConfig', 'discoveryAddress'),
  );
  return [
    laterFor('mesh config'),
    before === undefined || after === undefined || before === after
      ? []
      : `The address of Pilot changes: ${code(before)} → ${code(after)}. Sidecars that run keep asking the old one, and are cut off when it stops answering.`,
  ].flat();
};

/** The injector uses a new template at once, but running pods keep their sidecar. */
export const injectionTemplateReachesNewPods: ConsequenceRule = (change) => {
  const [oldText, newText] = configTexts(change, ISTIO_NAMES.sidecarInjector, ISTIO_NAMES.injectionConfigKey);
  if (oldText === undefined || oldText === newText) return [];
  if (newText === undefined)
    return 'The injection template is removed: the injector does not start without it, and no pod is injected.';
  const [before, after] = [mapIn(oldText), mapIn(newText)];
  const policy = textAt(after, 'policy');
  return [
    before !== undefined && textAt(before, 'template') === textAt(after, 'template')
      ? []
      : laterFor('injection template'),
    policy === undefined || policy === textAt(before, 'policy')
      ? []
      : `Injection is now ${code(policy)} for pods without an annotation: they start ${policy === 'enabled' ? 'with' : 'without'} a proxy.`,
  ].flat();
};

/** Returns the text under a key of a ConfigMap, before and after. Returns nothing if another object changes. */
function configTexts(change: ObjectChange, name: string, key: string): (string | undefined)[] {
  // Each revision has its own ConfigMap.
  const isConfig = change.object.name === name || change.object.name.startsWith(`${name}-`);
  if (!isConfig || !isA(change, '', 'ConfigMap')) return [];
  return [change.before, change.after].map((object) => textAt(object?.fields, 'data', key));
}
