import { nearest } from '../../mesh/schema/nearest';
import {
  describeValue,
  type HelmMap,
  type HelmValue,
  isHelmMap,
  lookUp,
} from '../../migrate/helm-values/helm-value';
import { errorAt, type Problem, quoted } from '../../problem';
import { readInjectionPath } from './injection-path';
import { FIXED_VALUES, keysOf, standingOf } from './known-values';

/** Keys that neither chart has. Helm takes them without a word. */
export function unknownKeys(values: HelmMap, group = ''): Problem[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const path = group === '' ? key : `${group}.${key}`;
    const steps = path.split('.');
    const standing = key.includes('.') ? 'unknown' : standingOf(path);
    if (standing === 'unknown') return [unknownKey(key, group, steps)];
    if (standing !== 'group') return [];
    return isHelmMap(value)
      ? unknownKeys(value, path)
      : [errorAt(steps, `expected a map, got ${describeValue(value)}`, 'Write a map, or remove it')];
  });
}

function unknownKey(key: string, group: string, path: readonly string[]): Problem {
  const guess = nearest(key, keysOf(group));
  const named = group === '' || guess === undefined ? guess : `${group}.${guess}`;
  const fix = named === undefined ? 'Remove it' : `Did you mean ${named}? Else remove it`;
  return { ...errorAt(path, 'unknown value: neither chart, base nor istiod, reads it', fix), atKey: true };
}

/** Values that make something else than a remote cluster, or that mesh.yaml has no option for. */
export function unfitValues(values: HelmMap): Problem[] {
  return FIXED_VALUES.flatMap(({ helm, fits, expected, fix }) => {
    const value = lookUp(values, helm);
    return value === undefined || fits(value)
      ? []
      : [errorAt(helm.split('.'), `expected ${expected}, got ${describeValue(value)}`, fix)];
  });
}

/** Without the profile the charts install istiod itself. */
export function notARemote(values: HelmMap): Problem[] {
  if (lookUp(values, 'profile') !== undefined || lookUp(values, 'istiodRemote.enabled') !== undefined)
    return [];
  return [
    errorAt(
      ['profile'],
      'expected remote, got nothing: these values install istiod itself',
      'Add --set profile=remote if you gave it to Helm, or name the values of a remote',
    ),
  ];
}

/** The cluster and the network have one name each, however often the values tell them. */
export function contradictions(values: HelmMap, cluster: string): Problem[] {
  const problems: Problem[] = [];
  const name = textAt(values, 'global.multiCluster.clusterName');
  if (name !== undefined && name !== '' && name !== cluster)
    problems.push(otherCluster('global.multiCluster.clusterName', name, cluster));
  const network = textAt(values, 'global.network');
  for (const helm of ['istiodRemote.injectionPath', 'istiodRemote.injectionURL']) {
    const given = textAt(values, helm);
    if (given === undefined || given === '') continue;
    const path = helm.endsWith('URL') ? pathOfUrl(given) : given;
    const target = path === undefined ? undefined : readInjectionPath(path);
    if (target === undefined) {
      if (helm.endsWith('Path'))
        problems.push(
          errorAt(helm.split('.'), `expected a path below /inject, got ${quoted(given)}`, 'Correct it'),
        );
      continue;
    }
    if (target.cluster !== undefined && target.cluster !== cluster)
      problems.push(otherCluster(helm, target.cluster, cluster));
    if (target.network !== undefined && network !== undefined && target.network !== network)
      problems.push(
        errorAt(
          helm.split('.'),
          `names the network ${quoted(target.network)}, and global.network is ${quoted(network)}`,
          'Write the same network in both',
        ),
      );
    if (target.others.length > 0 && helm.endsWith('Path'))
      problems.push(
        errorAt(
          helm.split('.'),
          `sets ${target.others.map(quoted).join(', ')} besides cluster and net`,
          'Give the whole URL in istiodRemote.injectionURL, or set them in the injection template of the primary',
        ),
      );
  }
  return problems;
}

function otherCluster(helm: string, name: string, cluster: string): Problem {
  return errorAt(
    helm.split('.'),
    `names the cluster ${quoted(name)}, and --cluster is ${quoted(cluster)}`,
    `Give --cluster ${name}, or correct the value: the Secret on the primary has the same name`,
  );
}

function textAt(values: HelmMap, helm: string): string | undefined {
  const value: HelmValue | undefined = lookUp(values, helm);
  return typeof value === 'string' ? value : undefined;
}

function pathOfUrl(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).pathname : undefined;
}
