import { ISTIO_NAMES } from '../../kubernetes/istio-names';
import { isSame, mapIn } from '../compare-fields';
import { code } from '../markdown/code';
import { textAt } from '../review-object';
import { type ConsequenceRule, isA } from './consequence';

const LATER = 'sidecars that run keep what they have until their pods are created again';

/** Sidecars get the mesh config as arguments when they are injected. */
export const meshConfigReachesNewPods: ConsequenceRule = (change) => {
  const texts = configTexts(change, ISTIO_NAMES.meshConfigMap, ISTIO_NAMES.meshConfigKey);
  if (texts === undefined || isSame(texts.before, texts.after)) return [];
  if (texts.after === undefined) return ['The mesh config is gone: no pod can be injected without it.'];
  if (texts.before === undefined) return [];
  const [before, after] = [texts.before, texts.after].map((text) =>
    textAt(mapIn(text), 'defaultConfig', 'discoveryAddress'),
  );
  return [
    {
      text: `The mesh config changes: only pods created afterwards get it; ${LATER}.`,
      restartSidecars: true,
    },
    ...(before === undefined || after === undefined || before === after
      ? []
      : [
          `The address of Pilot changes: ${code(before)} → ${code(after)}. Sidecars that run go on asking the old one, and are cut off once nothing answers there.`,
        ]),
  ];
};

/** The injector reads the template again at once, running pods never. */
export const injectionTemplateReachesNewPods: ConsequenceRule = (change) => {
  const texts = configTexts(change, ISTIO_NAMES.sidecarInjector, ISTIO_NAMES.injectionConfigKey);
  if (texts === undefined || isSame(texts.before, texts.after)) return [];
  if (texts.after === undefined)
    return [
      'The injection template is gone: the injector does not start without it, and no pod is injected.',
    ];
  if (texts.before === undefined) return [];
  const [before, after] = [mapIn(texts.before), mapIn(texts.after)];
  const policy = textAt(after, 'policy');
  return [
    ...(isSame(textAt(before, 'template'), textAt(after, 'template')) && before !== undefined
      ? []
      : [
          {
            text: `The injection template changes: only pods created afterwards get it; ${LATER}.`,
            restartSidecars: true,
          },
        ]),
    ...(policy === undefined || policy === textAt(before, 'policy')
      ? []
      : [
          `Injection is now ${code(policy)} for pods that say nothing themselves: they start ${policy === 'enabled' ? 'with' : 'without'} a proxy.`,
        ]),
  ];
};

/** The text under a key of a ConfigMap before and after; undefined when the change is of something else. */
function configTexts(change: Parameters<ConsequenceRule>[0], name: string, key: string) {
  if (!isA(change, '', 'ConfigMap')) return undefined;
  // A revision has a ConfigMap of its own.
  if (change.object.name !== name && !change.object.name.startsWith(`${name}-`)) return undefined;
  const [before, after] = [change.before, change.after].map((object) => textAt(object?.fields, 'data', key));
  return before === undefined && after === undefined ? undefined : { before, after };
}
