import { ipFamily } from '../kubernetes/network';
import type { RemoteOptionsInput10 } from './input';

/**
 * How `istio-pilot.<namespace>` comes to stand for the primary's Pilot in a remote: by Endpoints with its IP address, as
 * the alias of a DNS name, or not at all. A DNS name never fits into Endpoints, so it becomes an alias in either mode.
 */
export type PilotService =
  | false
  | { readonly mode: 'endpoints' }
  | {
      readonly mode: 'external-name';
      /** Absent: the address of Pilot, which is a DNS name then. */
      readonly host?: string;
    };

/** Lays what people write on what holds without it; a host does not outlive the mode that it belongs to. */
export function resolvePilotService(
  base: PilotService,
  over: RemoteOptionsInput10['pilotService'],
): PilotService {
  if (over === undefined) return base;
  if (over === false) return false;
  if (over === true || over.mode === 'endpoints') return { mode: 'endpoints' };
  const host = over.host ?? (base !== false && base.mode === 'external-name' ? base.host : undefined);
  return { mode: 'external-name', ...(host === undefined ? {} : { host }) };
}

/** What the Service stands for, given the address of Pilot. */
export function pilotServiceAddress(service: Exclude<PilotService, false>, pilot: string): string {
  return service.mode === 'external-name' ? (service.host ?? pilot) : pilot;
}

/** Whether the Service of a remote has Endpoints of ours. */
export function hasEndpoints(service: PilotService, pilot: string): boolean {
  return service !== false && ipFamily(pilotServiceAddress(service, pilot)) !== 0;
}
