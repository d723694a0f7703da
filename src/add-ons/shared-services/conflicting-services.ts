import { errorIn, type Position, type Problem } from '../../problem';
import type { SharedServicePort, SharedServiceProps } from './shared-service';

/** A service, and its place in the files. */
export interface LoadedService {
  readonly service: SharedServiceProps;
  readonly file: string;
  readonly position: Position;
  readonly document: number;
}

/**
 * Finds services that differ between descriptions. A name means one service in the whole mesh, because Pilot merges
 * the Services of that name from all clusters. The first description counts.
 */
export function conflictingServices(services: readonly LoadedService[]): Problem[] {
  const first = new Map<string, LoadedService>();
  return services.flatMap((loaded) => {
    const { service } = loaded;
    const key = `${service.namespace}/${service.name}`;
    const other = first.get(key);
    if (other === undefined) {
      first.set(key, loaded);
      return [];
    }
    if (other.file === loaded.file && other.document === loaded.document) return [];
    const difference = differenceBetween(other.service, service);
    if (difference === undefined) return [];
    const [expected, got] = difference;
    const message = `expected ${key} to have ${expected}, as in ${placeOf(other)}, got ${got} (document ${loaded.document})`;
    const fix = 'Make the two alike, or give one of the services another name';
    return { ...errorIn(loaded.file, message, fix), position: loaded.position };
  });
}

/** Returns the fields where two Services of one name differ, with both values. */
function differenceBetween(
  left: SharedServiceProps,
  right: SharedServiceProps,
): readonly [string, string] | undefined {
  const [leftKind, rightKind] = [kindOf(left), kindOf(right)];
  if (leftKind !== rightKind) return [leftKind, rightKind];
  const [leftPorts, rightPorts] = [portsOf(left), portsOf(right)];
  if (leftPorts.join() === rightPorts.join()) return differentRouting(left, right);
  const missing = leftPorts.filter((port) => !rightPorts.includes(port));
  const added = rightPorts.filter((port) => !leftPorts.includes(port));
  return [portList(missing), portList(added)];
}

function kindOf({ headless, externalName }: SharedServiceProps): string {
  if (externalName !== undefined) return `the external name ${externalName}`;
  return headless === true ? 'no address (clusterIP: None)' : 'an address of the cluster';
}

function portsOf({ ports = [] }: SharedServiceProps): string[] {
  return ports.map(portText).sort();
}

/** Formats `http 80/TCP to 8080`, with the protocol unless the name gives it. */
function portText({
  name,
  port,
  protocol = 'TCP',
  targetPort = port,
  appProtocol,
}: SharedServicePort): string {
  const isSaid = appProtocol === undefined ? '' : ` (appProtocol: ${appProtocol})`;
  return `${name ?? 'unnamed'} ${port}/${protocol} to ${targetPort}${isSaid}`;
}

/**
 * istiod reads these from the primary's Service, or from any cluster's if the primary has none. Source: release-1.30,
 * pilot/pkg/serviceregistry/aggregate/controller.go (Services).
 */
function differentRouting(
  left: SharedServiceProps,
  right: SharedServiceProps,
): readonly [string, string] | undefined {
  const key = (['trafficDistribution', 'internalTrafficPolicy'] as const).find(
    (name) => left[name] !== right[name],
  );
  const said = (value: string | undefined): string =>
    value === undefined ? `no ${key}` : `${key}: ${value}`;
  return key === undefined ? undefined : [said(left[key]), said(right[key])];
}

function portList(ports: readonly string[]): string {
  if (ports.length === 0) return 'no other port';
  return `${ports.length === 1 ? 'the port' : 'the ports'} ${ports.join(', ')}`;
}

function placeOf({ file, position }: LoadedService): string {
  return `${file}:${position.line}:${position.column}`;
}
