import { errorIn, type Position, type Problem } from '../../problem';
import type { SharedServicePort, SharedServiceProps } from './shared-service';

/** A service and where it was written. */
export interface LoadedService {
  readonly service: SharedServiceProps;
  readonly file: string;
  readonly position: Position;
  readonly document: number;
}

/**
 * A name stands for one service in the whole mesh: Pilot merges the Services that have it in any cluster. The
 * first description counts.
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

/** What two Services of one name disagree about, as said by the first and by the second. */
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

/** `http 80/TCP to 8080`, with the protocol where it is not left to the name. */
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
 * istiod takes these from the primary's Service, or from that of any cluster where the primary has none.
 * Source: release-1.30, pilot/pkg/serviceregistry/aggregate/controller.go (Services).
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
