/** The lock of a run, at the top of the output folder. */
export const LOCK_NAME = '.istio-remote.lock';

const PARTIAL = /^\.istio-remote-\d+-\d+\.partial$/;

/** The name a new text has until it is renamed into place. Not `.yaml`: nothing that collects manifests picks it up. */
export function partialName(serial: number): string {
  return `.istio-remote-${process.pid}-${serial}.partial`;
}

/** True for a name under which only a text on its way into place is ever written. */
export function isPartial(name: string): boolean {
  return PARTIAL.test(name);
}

/** True for the claims by which one run takes the lock of a dead one over (run-lock.ts). */
export function isClaim(name: string): boolean {
  return name.startsWith(`${LOCK_NAME}.`);
}

/** True for every name that is not output but machinery of a run. */
export function isOwnTemporary(name: string): boolean {
  return name === LOCK_NAME || isClaim(name) || isPartial(name);
}
