import { OutputError } from './output-error';

/** One file of the output, for example `istio-remote.k8s.yaml` of a cluster. */
export interface OutputFile {
  /** Relative to the output folder, with `/`: `<cluster>/<file>` or `<file>`. */
  readonly path: string;
  /** The whole text. */
  readonly text: string;
}

/** Returns the folder of a valid output path, or `undefined` for a file at the top. */
export function folderOf(path: string): string | undefined {
  const slash = path.indexOf('/');
  return slash === -1 ? undefined : path.slice(0, slash);
}

/** Refuses every path that is not a file one or two levels below the output folder. */
export function checkPath(path: string): void {
  const fault = faultOf(path);
  if (fault !== undefined) {
    throw new OutputError(
      `${JSON.stringify(path)}: ${fault}. Expected "<cluster>/<file>" or "<file>", relative to the output folder.`,
    );
  }
}

/** Matches nearly every path. Only the others are checked in detail. */
const PLAIN = /^(?:[a-z0-9][\w.-]*\/)?[a-z0-9][\w.-]*$/;

function faultOf(path: string): string | undefined {
  if (PLAIN.test(path)) return undefined;
  if (path.startsWith('/')) return 'an output path must not be absolute';
  if (path.includes('\\')) return 'an output path must not contain a backslash';
  if (path.includes('\0')) return 'an output path must not contain a NUL character';
  const segments = path.split('/');
  if (segments.length > 2) return 'an output path has at most two parts';
  for (const segment of segments) {
    if (segment === '') return 'an output path must not have an empty part';
    if (segment === '.' || segment === '..') return `an output path must not contain "${segment}"`;
    if (isOwnTemporary(segment)) return `"${segment}" is a name this tool needs for itself`;
  }
  return undefined;
}

/** Name of a run's lock file, at the top of the output folder. */
export const LOCK_NAME = '.istio-remote.lock';

const PARTIAL = /^\.istio-remote-\d+-\d+\.partial$/;

/** Returns the temporary name of a new text. It does not end in `.yaml`, so no tool reads it as a manifest. */
export function partialName(serial: number): string {
  return `.istio-remote-${process.pid}-${serial}.partial`;
}

/** Returns true for temporary names of new texts. */
export function isPartial(name: string): boolean {
  return PARTIAL.test(name);
}

/** Returns true for the claims that take over the lock of a dead run (run-lock.ts). */
export function isClaim(name: string): boolean {
  return name.startsWith(`${LOCK_NAME}.`);
}

/** Returns true for every name that a run creates besides the output. */
export function isOwnTemporary(name: string): boolean {
  return name === LOCK_NAME || isClaim(name) || isPartial(name);
}
