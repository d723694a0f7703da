import { isMap } from '../../is-map';
import { ISTIO_NAMES } from '../../kubernetes/istio-names';
import { isSame } from '../compare-fields';
import type { ObjectChange } from '../compare-objects';
import { code } from '../markdown/code';
import { listAt, mapAt, type ReviewObject, textAt, valueAt } from '../review-object';
import { type ConsequenceRule, isA } from './consequence';

/** The Service that stands for the control plane, of either line; a revision has one of its own. */
const CONTROL_PLANE = new RegExp(`^(?:${ISTIO_NAMES.pilot}|istiod)(?:-|$)`);

/** Sidecars find the control plane through the Service, so they follow without a restart. */
export const controlPlaneMoves: ConsequenceRule = (change, all) => {
  if (!isControlPlane(change.object)) return [];
  const others = all.filter(({ object }) => serviceOf(object) === serviceOf(change.object));
  const [before, after] = (['before', 'after'] as const).map((side) =>
    others.flatMap((other) => addressesOf(other[side])),
  );
  if (before === undefined || after === undefined || isSame(before, after)) return [];
  // Said once, where the address was.
  const first = others.find((other) => addressesOf(other.before).length > 0);
  if (first !== change || after.length === 0) return [];
  return [
    `Pilot's address changes: ${code(before.join(', '))} → ${code(after.join(', '))}. Sidecars find it through Service ${code(serviceOf(change.object) ?? '')} and follow without a restart.`,
  ];
};

/** Sidecars that were told the name have nobody to ask. */
export const controlPlaneNoLongerResolves: ConsequenceRule = (change, all) => {
  if (!isControlPlane(change.object) || change.outcome !== 'removed') return [];
  const service = serviceOf(change.object) ?? '';
  const related = all.filter(({ object }) => serviceOf(object) === service);
  if (related.some((other) => addressesOf(other.after).length > 0)) return [];
  const isService = change.object.kind === 'Service';
  if (!isService && related.some(({ object, outcome }) => object.kind === 'Service' && outcome === 'removed'))
    return [];
  const name = code(`${service}.${change.object.namespace ?? ''}`);
  return [
    isService
      ? `${name} no longer resolves: sidecars that were told this name are cut off from the control plane.`
      : `${name} has no address any more: sidecars that were told this name are cut off from the control plane.`,
  ];
};

function isControlPlane(object: ReviewObject): boolean {
  return CONTROL_PLANE.test(serviceOf(object) ?? '') && !/-exposed$/.test(object.name);
}

/** Name of the Service that an object is, or gives addresses to. */
function serviceOf(object: ReviewObject): string | undefined {
  const change = { object } as ObjectChange;
  if (isA(change, '', 'Service', 'Endpoints')) return object.name;
  if (isA(change, 'discovery.k8s.io', 'EndpointSlice'))
    return textAt(object.fields, 'metadata', 'labels', 'kubernetes.io/service-name') ?? object.name;
  return undefined;
}

function addressesOf(object: ReviewObject | undefined): unknown[] {
  if (object === undefined) return [];
  if (object.kind === 'Service') return [textAt(object.fields, 'spec', 'externalName')].filter(Boolean);
  if (object.kind === 'EndpointSlice')
    return listAt(object.fields, 'endpoints').flatMap((endpoint) => listAt(endpoint, 'addresses'));
  return listAt(object.fields, 'subsets')
    .flatMap((subset) => listAt(subset, 'addresses'))
    .map((address) => textAt(address, 'ip'));
}

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
