import { checkMesh } from '../../../mesh/check-mesh';
import { readYaml } from '../../../mesh/yaml-source';
import { lookUp } from '../../../migrate/helm-values/helm-value';
import { readValues, type ValuesSource } from '../../../migrate/helm-values/read-values';
import { placed } from '../../../migrate/value-place';
import { type Problem, UserError } from '../../../problem';
import { NAMES } from '../facts/names';
import { chartValues } from './chart-values';
import { meshOptions } from './mesh-options';
import { inHelmWords, optionsBehind } from './mesh-problems';
import { meshText } from './mesh-text';
import { releaseOf } from './release';
import { unknownValues } from './unknown-values';

export interface MigrateOptions {
  /** Files and `--set` texts, as given to Helm. */
  readonly sources: readonly ValuesSource[];
  /** Id of the remote cluster that the values are for. */
  readonly cluster: string;
  /** Namespace of the Helm release. @default 'istio-system' */
  readonly namespace?: string;
  /** Kubernetes version of the cluster. @default - left to mesh.yaml's default, 1.21 */
  readonly kubernetes?: string;
  /** Release of Istio when `global.tag` does not start with one. @default '1.0.9' */
  readonly istio?: string;
  /** Id of the primary cluster. @default - primary, or control-plane when the remote is called primary */
  readonly primaryName?: string;
}

export interface Migration {
  /** A commented mesh.yaml. */
  readonly text: string;
  /** What is doubtful about the values. */
  readonly warnings: readonly Problem[];
}

/**
 * Writes the mesh.yaml that renders what the Helm chart istio-remote of Istio 1.0 renders with the same values.
 * @throws UserError with a problem for each value that is unknown, of a wrong type or refused by mesh.yaml
 */
export function migrateValues(options: MigrateOptions): Migration {
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
  const judged = checkMesh(readYaml(text, 'mesh.yaml').value, optionsBehind(doubtful)).problems;
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
