import { readYaml } from '../../../kubernetes/text/read-yaml';
import { checkMesh } from '../../../mesh/check-mesh';
import { lookUp } from '../../../migrate/helm-values/helm-value';
import { readValues } from '../../../migrate/helm-values/read-values';
import { placed } from '../../../migrate/value-place';
import { type Problem, UserError } from '../../../problem';
import type { ChartOfRemote, MigratedMesh } from '../../line';
import { NAMES } from '../facts/names';
import { reader } from '../reader';
import { chartValues } from './chart-values';
import { meshOptions } from './mesh-options';
import { inHelmWords, optionsBehind } from './mesh-problems';
import { meshText } from './mesh-text';
import { releaseOf } from './release';
import { unknownValues } from './unknown-values';

/**
 * Writes the mesh.yaml that renders what the Helm chart istio-remote of Istio 1.0 renders with the same values.
 * @throws UserError with a problem for each value that is unknown, of a wrong type or refused by mesh.yaml
 */
export function migrateValues(options: ChartOfRemote): MigratedMesh {
  const { sources, cluster, kubernetes } = options;
  const user = readValues(sources);
  const release = releaseOf(lookUp(user, 'global.tag'), options.istio);
  const unknown = unknownValues(user);
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
    ...unknown.problems,
    ...found.problems.filter((problem) => !isBelow(problem, unknown.problems)),
  ];
  const doubtful = [...mistakes.map(({ path }) => path.join('.')), ...unknown.misspelt];
  const judged = checkMesh(reader, readYaml(text, 'mesh.yaml').value, {
    unread: optionsBehind(doubtful),
  }).problems;
  const problems = [...release.warnings, ...mistakes, ...judged.map(inHelmWords)].map((problem) =>
    placed(problem, sources),
  );
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new UserError(errors);
  return { text, warnings: problems };
}

/** Whether the group that holds the value is wrong already. */
function isBelow({ path }: Problem, others: readonly Problem[]): boolean {
  return others.some((other) => other.path.every((step, index) => step === path[index]));
}
