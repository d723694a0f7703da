import { isMap } from '../../is-map';
import { listAt, textAt } from '../../kubernetes/fields';
import { ISTIO_NAMES } from '../../kubernetes/istio-names';
import { isSame } from '../compare-fields';
import { code } from '../markdown/code';
import type { ReviewObject } from '../review-object';
import { type ConsequenceRule, differs, isA, valuesAt } from './consequence';

/** The Service of the control plane in either line. Each revision has its own. */
const CONTROL_PLANE = new RegExp(`^(?:${ISTIO_NAMES.pilot}|istiod)(?:-|$)`);

/** Services of Istio itself. Other rules report them. */
const OF_ISTIO = /^(?:istio-|istiod)/;

/** Sidecars find the control plane through the Service, so they follow without a restart. */
export const controlPlaneMoves: ConsequenceRule = (change, all) => {
  if (!isControlPlane(change.object)) return [];
  const others = all.filter(({ object }) => serviceOf(object) === serviceOf(change.object));
  const before = others.flatMap((other) => addressesOf(other.before));
  const after = others.flatMap((other) => addressesOf(other.after));
  if (isSame(before, after)) return [];
  // Reported once, with the object that had the address.
  const first = others.find((other) => addressesOf(other.before).length > 0);
  if (first !== change || after.length === 0) return [];
  return `Pilot's address changes: ${code(before.join(', '))} → ${code(after.join(', '))}. Sidecars find it through Service ${code(serviceOf(change.object) ?? '')} and follow without a restart.`;
};

/** Sidecars configured with this name can no longer resolve it. */
export const controlPlaneNoLongerResolves: ConsequenceRule = (change, all) => {
  if (!isControlPlane(change.object) || change.outcome !== 'removed') return [];
  const service = serviceOf(change.object) ?? '';
  const related = all.filter(({ object }) => serviceOf(object) === service);
  if (related.some((other) => addressesOf(other.after).length > 0)) return [];
  const isService = change.object.kind === 'Service';
  if (!isService && related.some(({ object, outcome }) => object.kind === 'Service' && outcome === 'removed'))
    return [];
  const name = code(`${service}.${change.object.namespace ?? ''}`);
  return `${name} ${isService ? 'no longer resolves' : 'has no address any more'}: sidecars with this name are cut off from the control plane.`;
};

/** Remotes reach the control plane only through load balancers of the primary. */
export const exposureDecidesWhoReachesTheControlPlane: ConsequenceRule = (change) => {
  const name = code(change.object.name);
  if (isA(change, 'networking.istio.io', 'Gateway', 'VirtualService'))
    return change.outcome === 'removed'
      ? `${change.object.kind} ${name} is removed: remotes that use it to reach the control plane are cut off.`
      : [];
  if (!isA(change, '', 'Service') || !isLoadBalancer(change.before)) return [];
  if (!isLoadBalancer(change.after))
    return `${name} no longer exposes the control plane: remotes that reach it through there are cut off.`;
  const [before = {}, after = {}] = valuesAt(change, 'metadata', 'annotations');
  return [
    differs(change, 'spec', 'loadBalancerIP') || !isSame(before, after)
      ? `The load balancer of ${name} may get another address: remotes are cut off until ${code('primary.addresses')} has the new one.`
      : [],
    differs(change, 'spec', 'loadBalancerSourceRanges')
      ? `${name} accepts connections from other ranges: remotes outside of them are cut off.`
      : [],
  ].flat();
};

/** A Service with other pods or ports answers differently at once. */
export const serviceAnswersDifferently: ConsequenceRule = (change) => {
  if (!isA(change, '', 'Service') || change.outcome !== 'changed') return [];
  const name = code(change.object.name);
  const ports = portsOf(change.after);
  const gone = portsOf(change.before).filter((port) => !ports.includes(port));
  return [
    differs(change, 'spec', 'selector') ? `Service ${name} sends to other pods.` : [],
    gone.length === 0 ? [] : [`Service ${name} no longer offers port ${gone.map(code).join(', ')}.`],
  ].flat();
};

/** A copy of a shared Service exists so that its name resolves. */
export const sharedNameNoLongerResolves: ConsequenceRule = (change) => {
  if (!isA(change, '', 'Service') || change.outcome !== 'removed') return [];
  if (OF_ISTIO.test(change.object.name) || isLoadBalancer(change.before)) return [];
  return `${code(`${change.object.name}.${change.object.namespace ?? 'default'}`)} no longer resolves in this cluster.`;
};

function isControlPlane(object: ReviewObject): boolean {
  return CONTROL_PLANE.test(serviceOf(object) ?? '') && !/-exposed$/.test(object.name);
}

/** Returns the Service's name of a Service, Endpoints or EndpointSlice. */
function serviceOf(object: ReviewObject): string | undefined {
  if (isA({ object }, '', 'Service', 'Endpoints')) return object.name;
  if (isA({ object }, 'discovery.k8s.io', 'EndpointSlice'))
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

function isLoadBalancer(object: ReviewObject | undefined): boolean {
  return textAt(object?.fields, 'spec', 'type') === 'LoadBalancer';
}

function portsOf(object: ReviewObject | undefined): string[] {
  return listAt(object?.fields, 'spec', 'ports').flatMap((port) => (isMap(port) ? [String(port.port)] : []));
}
