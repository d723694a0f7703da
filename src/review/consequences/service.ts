import { isMap } from '../../is-map';
import { isSame } from '../compare-fields';
import { code } from '../markdown/code';
import { listAt, mapAt, type ReviewObject, textAt, valueAt } from '../review-object';
import { type ConsequenceRule, isA } from './consequence';

/** Services of Istio itself, which others tell about. */
const OWN = /^(?:istio-|istiod)/;

/** Remotes reach the control plane through load balancers of the primary, and through nothing else. */
export const exposureDecidesWhoReachesTheControlPlane: ConsequenceRule = (change) => {
  const name = code(change.object.name);
  if (isA(change, 'networking.istio.io', 'Gateway', 'VirtualService'))
    return change.outcome === 'removed'
      ? [
          `${change.object.kind} ${name} is removed: remotes that reach the control plane through it are cut off.`,
        ]
      : [];
  if (!isA(change, '', 'Service') || !isExposed(change.before)) return [];
  if (!isExposed(change.after))
    return [`${name} no longer exposes the control plane: remotes that reach it through there are cut off.`];
  const spec = [change.before, change.after].map((object) => mapAt(object?.fields, 'spec'));
  const differs = (key: string) => !isSame(spec[0]?.[key], spec[1]?.[key]);
  const annotations = [change.before, change.after].map((object) =>
    mapAt(object?.fields, 'metadata', 'annotations'),
  );
  return [
    ...(differs('loadBalancerIP') || !isSame(annotations[0], annotations[1])
      ? [
          `The load balancer of ${name} may get another address: remotes are cut off until ${code('primary.addresses')} says the new one.`,
        ]
      : []),
    ...(differs('loadBalancerSourceRanges')
      ? [`${name} takes connections from other ranges: remotes outside of them are cut off.`]
      : []),
  ];
};

/** A Service that selects other pods, or offers other ports, answers differently at once. */
export const serviceAnswersDifferently: ConsequenceRule = (change) => {
  if (!isA(change, '', 'Service') || change.outcome !== 'changed') return [];
  const name = code(change.object.name);
  const selectors = [change.before, change.after].map((object) =>
    valueAt(object?.fields, 'spec', 'selector'),
  );
  const ports = portsOf(change.after);
  const gone = portsOf(change.before).filter((port) => !ports.includes(port));
  return [
    ...(isSame(selectors[0], selectors[1]) ? [] : [`Service ${name} sends to other pods.`]),
    ...(gone.length === 0
      ? []
      : [`Service ${name} no longer offers port ${gone.map((port) => code(port)).join(', ')}.`]),
  ];
};

/** Copies of shared Services are there so that names resolve. */
export const sharedNameNoLongerResolves: ConsequenceRule = (change) => {
  if (!isA(change, '', 'Service') || change.outcome !== 'removed') return [];
  if (OWN.test(change.object.name) || isExposed(change.before)) return [];
  return [
    `${code(`${change.object.name}.${change.object.namespace ?? 'default'}`)} no longer resolves in this cluster.`,
  ];
};

function isExposed(object: ReviewObject | undefined): boolean {
  return textAt(object?.fields, 'spec', 'type') === 'LoadBalancer';
}

function portsOf(object: ReviewObject | undefined): string[] {
  return listAt(object?.fields, 'spec', 'ports').flatMap((port) => (isMap(port) ? [String(port.port)] : []));
}
