import type { HelmValue } from '../../../migrate/helm-values/helm-value';
import { errorAt, type Problem, quoted, UserError, warningAt } from '../../../problem';
import { LATEST_1_0, RELEASES_1_0, type Release10 } from '../facts/releases';

/** The release of Istio that a set of values is for. */
export interface ReleaseChoice {
  readonly release: Release10;
  /** Where it was read, as a comment. */
  readonly note: string;
  readonly warnings: readonly Problem[];
}

/**
 * The release is what the tag starts with (`1.0.9-fips` is 1.0.9), else what `--istio` says, else the newest.
 * @throws UserError when `--istio` is not a release of the line
 */
export function releaseOf(tag: HelmValue | undefined, option: string | undefined): ReleaseChoice {
  const wanted = option === undefined ? undefined : knownRelease(option);
  if (option !== undefined && wanted === undefined) {
    const expected = `expected a release from ${RELEASES_1_0[0]} to ${LATEST_1_0}, got ${quoted(option)}`;
    throw new UserError([
      { ...errorAt([], expected, "Give the release of the primary's Istio"), file: '--istio' },
    ]);
  }
  const start = typeof tag === 'string' ? /^1\.0\.\d+/.exec(tag)?.[0] : undefined;
  const tagged = start === undefined ? undefined : knownRelease(start);
  if (tagged !== undefined) {
    const contradicted = wanted !== undefined && wanted !== tagged;
    return {
      release: tagged,
      note: 'from global.tag',
      warnings: contradicted ? [contradiction(tagged, wanted)] : [],
    };
  }
  if (wanted !== undefined) return { release: wanted, note: '--istio', warnings: [] };
  return {
    release: LATEST_1_0,
    note: 'a guess, since global.tag names no release: set the release of the primary, or give --istio',
    warnings: [],
  };
}

function knownRelease(text: string): Release10 | undefined {
  return RELEASES_1_0.find((release) => release === text);
}

function contradiction(tagged: Release10, wanted: Release10): Problem {
  const message = `is the tag of Istio ${tagged}, and --istio says ${wanted}; the tag decided`;
  return warningAt(
    ['global', 'tag'],
    message,
    'Change `istio` in mesh.yaml if the primary runs another release',
  );
}
