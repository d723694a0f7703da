import { nearest } from '../../../mesh/schema/nearest';
import {
  describeValue,
  type HelmMap,
  type HelmValue,
  isHelmMap,
  lookUp,
} from '../../../migrate/helm-values/helm-value';
import { errorAt, type Problem, quoted } from '../../../problem';
import { injectionVariables } from '../facts/injection-path';
import { hasReached } from '../facts/releases';
import { FIXED_VALUES } from './fixed-values';
import { keysOf, standingOf } from './known-values';

/** Finds keys that neither chart has. Helm accepts them silently. */
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

/** Finds values that would not make a remote cluster, or that have no option in mesh.yaml. */
export function unfitValues(values: HelmMap, istio: string): Problem[] {
  return FIXED_VALUES.flatMap(({ helm, since, fits, expected, fix }) => {
    const value = lookUp(values, helm);
    const isRead = since === undefined || hasReached(istio, since);
    return value === undefined || !isRead || fits(value, values)
      ? []
      : [errorAt(helm.split('.'), `expected ${expected}, got ${describeValue(value)}`, fix)];
  });
}

/** Without the profile, the charts install istiod itself. */
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

/** Finds values that give the cluster or the network different names. */
export function contradictions(values: HelmMap, cluster: string): Problem[] {
  const name = textAt(values, 'global.multiCluster.clusterName');
  return [
    ...(name === undefined || name === cluster
      ? []
      : [otherCluster('global.multiCluster.clusterName', name, cluster)]),
    ...pathProblems(values, cluster),
    ...targetProblems('istiodRemote.injectionURL', pathOfUrl(values), values, cluster),
  ];
}

function pathProblems(values: HelmMap, cluster: string): Problem[] {
  const helm = 'istiodRemote.injectionPath';
  const path = textAt(values, helm);
  if (path === undefined) return [];
  if (!/^\/inject(?:\/|$)/.test(path))
    return [errorAt(helm.split('.'), `expected a path below /inject, got ${quoted(path)}`, 'Correct it')];
  const others = [...injectionVariables(path).keys()].filter((name) => name !== 'cluster' && name !== 'net');
  const found = targetProblems(helm, path, values, cluster);
  if (others.length === 0) return found;
  return [
    ...found,
    errorAt(
      helm.split('.'),
      `sets ${others.map(quoted).join(', ')} besides cluster and net`,
      'Set them in the injection template of the primary: mesh.yaml has no option for them',
    ),
  ];
}

/** Finds mistakes in the cluster and the network of a path. */
function targetProblems(helm: string, path: string | undefined, values: HelmMap, cluster: string): Problem[] {
  if (path === undefined) return [];
  const variables = injectionVariables(path);
  const [named, net] = [variables.get('cluster'), variables.get('net')];
  const network = textAt(values, 'global.network');
  const isOther = net !== undefined && network !== undefined && net !== network;
  return [
    ...(named === undefined || named === cluster ? [] : [otherCluster(helm, named, cluster)]),
    ...(isOther
      ? [
          errorAt(
            helm.split('.'),
            `names the network ${quoted(net)}, and global.network is ${quoted(network)}`,
            'Write the same network in both',
          ),
        ]
      : []),
  ];
}

function otherCluster(helm: string, name: string, cluster: string): Problem {
  return errorAt(
    helm.split('.'),
    `names the cluster ${quoted(name)}, and --cluster is ${quoted(cluster)}`,
    `Give --cluster ${name}, or correct the value: the Secret on the primary has the same name`,
  );
}

/** Returns a text. Undefined if it is empty, or no text, which other code reports. */
function textAt(values: HelmMap, helm: string): string | undefined {
  const value: HelmValue | undefined = lookUp(values, helm);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function pathOfUrl(values: HelmMap): string | undefined {
  const url = textAt(values, 'istiodRemote.injectionURL');
  return url !== undefined && URL.canParse(url) ? new URL(url).pathname : undefined;
}
