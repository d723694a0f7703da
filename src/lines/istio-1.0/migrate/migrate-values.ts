import { readYaml } from '../../../kubernetes/text/read-yaml';
import { checkMesh } from '../../../mesh/check-mesh';
import { type HelmValue, lookUp } from '../../../migrate/helm-values/helm-value';
import { readValues } from '../../../migrate/helm-values/read-values';
import { sortFaults } from '../../../migrate/ignored-values';
import { placed, refuse } from '../../../migrate/value-place';
import { errorAt, type Problem, quoted, warningAt } from '../../../problem';
import type { ChartOfRemote, MigratedMesh } from '../../line';
import { NAMES } from '../facts/names';
import { LATEST_1_0, RELEASES_1_0, type Release10 } from '../facts/releases';
import { reader } from '../reader';
import { chartValues } from './chart-values';
import { unknownValues } from './known-values';
import { meshOptions } from './mesh-options';
import { inHelmWords, optionsBehind } from './mesh-problems';
import { meshText } from './mesh-text';

/**
 * Writes the mesh.yaml that renders the same as the Helm chart istio-remote of Istio 1.0 with the given values.
 * @throws UserError with a problem for each value that is unknown, of a wrong type or refused by mesh.yaml
 */
export function migrateValues(options: ChartOfRemote): MigratedMesh {
  const { sources, cluster, kubernetes } = options;
  const user = readValues(sources);
  const release = releaseOf(lookUp(user, 'global.tag'), options.istio);
  const { ignoreUnknown = false } = options;
  const unknown = unknownValues(user);
  const keys = sortFaults(unknown.problems, ignoreUnknown);
  const found = meshOptions(chartValues(user, release.release), release.release);
  const text = meshText({
    sources,
    release,
    options: found.options,
    leftOut: found.leftOut,
    cluster,
    primary: options.primaryName ?? (cluster === 'primary' ? 'control-plane' : 'primary'),
    namespace: options.namespace ?? NAMES.namespace,
    kubernetes,
  });
  const mistakes = [
    ...keys.errors,
    ...found.problems.filter((problem) => !isBelow(problem, unknown.problems)),
  ];
  const misspelt = ignoreUnknown ? [] : unknown.misspelt;
  const doubtful = [...mistakes.map(({ path }) => path.join('.')), ...misspelt];
  const meshProblems = checkMesh(reader, readYaml(text, 'mesh.yaml').value, {
    unread: optionsBehind(doubtful),
  }).problems;
  const problems = placed([...release.warnings, ...mistakes, ...meshProblems.map(inHelmWords)], sources);
  refuse(problems.filter(({ severity }) => severity === 'error'));
  return { text, warnings: [...keys.warnings, ...problems] };
}

/** Whether the group around the value is already invalid. */
function isBelow({ path }: Problem, others: readonly Problem[]): boolean {
  return others.some((other) => other.path.every((step, index) => step === path[index]));
}

/** The Istio release of a set of values. */
export interface ReleaseChoice {
  readonly release: Release10;
  /** Where the release comes from, as a comment. */
  readonly note: string;
  readonly warnings: readonly Problem[];
}

/**
 * Chooses the release: the start of the tag (`1.0.9-fips` is 1.0.9), else `--istio`, else the newest.
 * @throws UsageError if `--istio` is not a release of the line
 */
export function releaseOf(tag: HelmValue | undefined, option: string | undefined): ReleaseChoice {
  const wanted = option === undefined ? undefined : knownRelease(option);
  if (option !== undefined && wanted === undefined) {
    const expected = `expected a release from ${RELEASES_1_0[0]} to ${LATEST_1_0}, got ${quoted(option)}`;
    refuse([{ ...errorAt([], expected, "Give the release of the primary's Istio"), file: '--istio' }]);
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
