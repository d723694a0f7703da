import { isIpAddress } from '../../../kubernetes/network';
import { errorAt, type Path, type Problem, warningAt } from '../../../problem';
import type { MeshInput10 } from '../input';
import type { Mesh10 } from '../mesh';
import { declaredComponents } from '../options/addresses';
import { type ExposureMode, type ExposureOptionsInput, modeAndOptions } from '../options/exposure';

const EXPOSURE: Path = ['primary', 'exposure'];
const MODE: Path = [...EXPOSURE, 'mode'];

/** A pod gets another address when it restarts, and every remote loses the control plane (istio#4822). */
export function exposureOutlivesAPod({ primary }: Mesh10): Problem | [] {
  if (primary.exposure?.mode !== 'pod-ip') return [];
  return warningAt(
    EXPOSURE,
    'with pod-ip every remote loses the control plane when a pod of it restarts, since its address changes (istio#4822)',
    'Use load-balancer or dedicated-gateway; until then run `istio-remote addresses --check` on a schedule',
  );
}

/** Behind a gateway, every component has the gateway's address. */
export function addressesAreEqualBehindAGateway({ primary }: Mesh10): Problem[] {
  const { exposure, addresses } = primary;
  if (exposure?.mode !== 'ingress-gateway' && exposure?.mode !== 'dedicated-gateway') return [];
  return declaredComponents(addresses).flatMap((component) => {
    if (addresses[component] === addresses.pilot) return [];
    return errorAt(
      ['primary', 'addresses', component],
      `expected "${addresses.pilot}", the address of pilot, got "${addresses[component]}": with ${exposure.mode} all share the gateway's`,
      'Write the address of the gateway at each of them',
      ['primary', 'addresses', 'pilot'],
      EXPOSURE,
    );
  });
}

/** Policy and telemetry use the same port, so one load balancer cannot serve both. */
export function addressesOfPolicyAndTelemetryDiffer({ primary }: Mesh10): Problem | [] {
  const { exposure, addresses } = primary;
  if (exposure?.mode !== 'load-balancer' || addresses.policy === undefined) return [];
  if (addresses.policy !== addresses.telemetry) return [];
  return warningAt(
    ['primary', 'addresses', 'telemetry'],
    `"${addresses.telemetry}" is also the address of policy, and with load-balancer each has one of its own: both serve port 15004`,
    'Run `istio-remote addresses --write` once the load balancers have addresses, or use a gateway',
    ['primary', 'addresses', 'policy'],
    EXPOSURE,
  );
}

/** You can ask a cloud for an IP address, not for a name. */
export function fixedAddressesAreIpAddresses({ primary }: Mesh10): Problem[] {
  const { exposure, addresses } = primary;
  if (exposure === undefined || !('loadBalancer' in exposure) || !exposure.loadBalancer.fixedAddresses)
    return [];
  return declaredComponents(addresses).flatMap((component) => {
    const address = addresses[component] ?? '';
    if (isIpAddress(address)) return [];
    return errorAt(
      ['primary', 'addresses', component],
      `expected an IP address, which fixedAddresses asks the cloud for, got "${address}"`,
      'Write the IP address, or remove fixedAddresses',
      EXPOSURE,
    );
  });
}

const LOAD_BALANCERS: readonly ExposureMode[] = ['load-balancer', 'dedicated-gateway'];
const ALL_BUT_POD_IP: readonly ExposureMode[] = ['load-balancer', 'ingress-gateway', 'dedicated-gateway'];
const INGRESS: readonly ExposureMode[] = ['ingress-gateway'];
const DEDICATED: readonly ExposureMode[] = ['dedicated-gateway'];

const MODES_OF: Readonly<Record<keyof ExposureOptionsInput, readonly ExposureMode[]>> = {
  ports: ALL_BUT_POD_IP,
  annotations: LOAD_BALANCERS,
  sourceRanges: LOAD_BALANCERS,
  fixedAddresses: LOAD_BALANCERS,
  service: INGRESS,
  selector: INGRESS,
  replicas: DEDICATED,
  resources: DEDICATED,
  images: DEDICATED,
};

/** A mode ignores the options of other modes, so these are errors. */
export function exposureOptionsBelongToTheMode(_: Mesh10, { primary }: MeshInput10): Problem[] {
  if (primary.exposure === undefined) return [];
  const { mode, options } = modeAndOptions(primary.exposure);
  return Object.entries(MODES_OF).flatMap(([name, modes]) => {
    if (options[name as keyof ExposureOptionsInput] === undefined || modes.includes(mode)) return [];
    const message = `belongs to ${modes.join(', ')}, and the mode is ${mode}`;
    return { ...errorAt([...EXPOSURE, name], message, 'Remove it, or change the mode', MODE), atKey: true };
  });
}

/** An empty selector matches every gateway and every sidecar's pod. */
export function exposureSelectorHasALabel({ primary }: Mesh10): Problem | [] {
  const { exposure } = primary;
  if (exposure?.mode !== 'ingress-gateway' || Object.keys(exposure.gateway.selector).length > 0) return [];
  return errorAt(
    [...EXPOSURE, 'selector'],
    'expected at least one label of the gateway’s pods, got an empty map',
    'Write the labels, such as selector: { istio: ingressgateway }',
  );
}

/** By default a load balancer is often public, and Pilot answers anyone in plain text. */
export function exposureSaysWhoMayConnect(_: Mesh10, { primary }: MeshInput10): Problem | [] {
  if (primary.exposure === undefined) return [];
  const { mode, options } = modeAndOptions(primary.exposure);
  if (!LOAD_BALANCERS.includes(mode)) return [];
  if (options.annotations !== undefined || options.sourceRanges !== undefined) return [];
  return warningAt(
    EXPOSURE,
    `${mode} says nothing about who may connect, and many clouds make a load balancer public`,
    'Add annotations for an internal load balancer, or sourceRanges; annotations: {} says that none are needed',
  );
}
