import { OutputError } from './output-error';

/** One file of the output: `istio-remote.k8s.yaml` of a cluster, say. */
export interface OutputFile {
  /** Relative to the output folder, with `/`: `<cluster>/<file>` or `<file>`. */
  readonly path: string;
  /** The whole text. */
  readonly text: string;
}

/** The folder part of a valid output path; `undefined` for a file at the top. */
export function folderOf(path: string): string | undefined {
  const slash = path.indexOf('/');
  return slash === -1 ? undefined : path.slice(0, slash);
}

/** Refuses every path that could name something other than a file one or two levels below the output folder. */
export function checkPath(path: string): void {
  const fault = faultOf(path);
  if (fault !== undefined) {
    throw new OutputError(
      `${JSON.stringify(path)}: ${fault}. Expected "<cluster>/<file>" or "<file>", relative to the output folder.`,
    );
  }
}

/** What nearly every path looks like; only the others are taken apart. */
const PLAIN = /^(?:[a-z0-9][\w.-]*\/)?[a-z0-9][\w.-]*$/;

function faultOf(path: string): string | undefined {
  if (PLAIN.test(path)) return undefined;
  if (path.startsWith('/')) return 'an output path must not be absolute';
  if (path.includes('\\')) return 'an output path must not hold a backslash';
  if (path.includes('\0')) return 'an output path must not hold a NUL character';
  const segments = path.split('/');
  if (segments.length > 2) return 'an output path has at most two parts';
  for (const segment of segments) {
    if (segment === '') return 'an output path must not have an empty part';
    if (segment === '.' || segment === '..') return `an output path must not hold "${segment}"`;
    if (isOwnTemporary(segment)) return `"${segment}" is a name this tool needs for itself`;
  }
  return undefined;
}

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
