import { LINE_NAMES, type LineName } from '../mesh/mesh';
import { quoted, UsageError } from '../problem';
import { CONTROL_PLANE_COMPONENTS, ADDRESS_SOURCES as SOURCES_10 } from './istio-1.0/facts/components';
import { ADDRESS_SOURCES as SOURCES_CURRENT } from './istio-current/facts/components';
import type { Line, Topology } from './line';
import { keepLine, loadedLine } from './loaded-lines';

/** A line and how to recognize it. */
interface Entry {
  /** Matches the releases of the line in `istio:` of mesh.yaml. */
  readonly releases: RegExp;
  /** The key of `primary.addresses` that only this line has. */
  readonly address: string;
  load(): Promise<Line>;
}

const LINES: Readonly<Record<LineName, Entry>> = {
  '1.0': {
    releases: /^1\.0(?:\.\d+)?$/,
    address: 'pilot',
    load: async () => (await import('./istio-1.0/line')).line,
  },
  current: {
    releases: /^1\.(?:2[89]|[3-9]\d)(?:[.-].*)?$/,
    address: 'istiod',
    load: async () => (await import('./istio-current/line')).line,
  },
};

/** The choices of `istio-remote addresses`, by line. Its help needs them before any line is loaded. */
export const ADDRESS_OPTIONS = {
  '1.0': { sources: SOURCES_10, components: CONTROL_PLANE_COMPONENTS },
  current: { sources: SOURCES_CURRENT, components: ['istiod'] },
} as const satisfies Record<LineName, object>;

/** Returns the line of a release such as `1.0.9` or `1.30`. Undefined if no line has it. */
export function lineNameOf(release: string): LineName | undefined {
  return LINE_NAMES.find((name) => LINES[name].releases.test(release));
}

/** Returns the line whose address key a mesh uses, for a mesh without a valid release. */
export function lineNameByAddress(hasAddress: (key: string) => boolean): LineName {
  return [...LINE_NAMES].reverse().find((name) => hasAddress(LINES[name].address)) ?? '1.0';
}

/** Loads a line once. */
export async function loadLine(name: LineName): Promise<Line> {
  const line = loadedLine(name) ?? (await LINES[name].load());
  keepLine(line);
  return line;
}

/** Loads every line, for code that works on all of them. */
export async function loadLines(): Promise<readonly Line[]> {
  return Promise.all(LINE_NAMES.map(loadLine));
}

/**
 * Returns a starter mesh.yaml.
 * @throws UsageError if no line has the release, or the line does not have the topology
 */
export async function starterMesh(istio: string, topology: Topology = 'primary-remote'): Promise<string> {
  for (const line of await loadLines()) {
    const mesh = line.starterMesh(istio, topology);
    if (mesh !== undefined) return mesh;
  }
  if (lineNameOf(istio) !== undefined)
    throw new UsageError(
      `--topology: Istio ${istio} has no ${topology}. Choose current Istio, such as --istio 1.30, or --topology primary-remote`,
    );
  throw new UsageError(
    `--istio: expected a release of Istio: 1.0.0 to 1.0.9, or 1.28 and newer, got ${quoted(istio)}. Name the release that the primary runs`,
  );
}
