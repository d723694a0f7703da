import { nearest } from '../../../mesh/schema/nearest';
import {
  describeValue,
  type HelmMap,
  type HelmValue,
  isHelmMap,
} from '../../../migrate/helm-values/helm-value';
import type { ValueKind } from '../../../migrate/mesh-option';
import { errorAt, type Problem } from '../../../problem';
import { usesIn } from '../../chart-option';
import { optionalAddressFields } from '../options/addresses';
import { remoteOptionFields } from '../options/remote';
import { securityFields } from '../options/security';
import type { ValueUse10 } from './value-kinds';
import * as kind from './value-kinds';

/** A value that the chart has or reads, in any release of the line. */
export interface KnownValue extends ValueUse10 {
  /** Dotted path below the values. */
  readonly helm: string;
  readonly read: ValueKind;
  /** Path of the option: from the mesh for `primary` and `security`, else from the remote. */
  readonly option?: string;
}

const always = (reason: string) => (): string => reason;
const HOOK_ONLY = always('only the hook Jobs of the chart use it, which mesh.yaml does not bring back');

/** Values of the chart that have no effect or no option. */
const WITHOUT_OPTION: readonly KnownValue[] = [
  {
    helm: 'global.proxy.includeInboundPorts',
    read: kind.anything,
    idle: always('the chart never reads it, and proxy.includeInboundPorts would take effect'),
  },
  {
    helm: 'global.zipkinAddress',
    read: kind.anything,
    idle: always('it only gave sidecars --zipkinAddress, which they now get with primary.addresses.zipkin'),
  },
  { helm: 'global.hyperkube.hub', read: kind.anything, idle: HOOK_ONLY },
  { helm: 'global.hyperkube.tag', read: kind.anything, idle: HOOK_ONLY },
  { helm: 'nameOverride', read: kind.chartName('istio-remote') },
  { helm: 'sidecarInjectorWebhook.nameOverride', read: kind.chartName('sidecarInjectorWebhook') },
  { helm: 'security.nameOverride', read: kind.chartName('security') },
];

/**
 * Every value of the chart, in the order of the options in mesh.yaml. Each option says which value it replaces.
 * Source: 1.0.0–1.0.9, install/kubernetes/helm/istio-remote: values.yaml, and `.Values` in the templates.
 */
export const KNOWN_VALUES: readonly KnownValue[] = [
  { helm: 'global.remotePilotAddress', option: 'primary.addresses.pilot', read: kind.textOrNone },
  ...[
    ...usesIn<ValueUse10>(optionalAddressFields, ['primary', 'addresses']),
    ...usesIn<ValueUse10>(securityFields, ['security']),
    ...usesIn<ValueUse10>(remoteOptionFields),
  ].flatMap(({ helm, read, ...use }) =>
    helm === undefined || read === undefined ? [] : [{ ...use, helm, read }],
  ),
  ...WITHOUT_OPTION,
];

/** The mistakes in the keys of a set of values. */
export interface KeyFaults {
  /** Problems with the paths of the values. */
  readonly problems: readonly Problem[];
  /** Values that misspelt keys probably mean, as dotted paths. Their values are unknown. */
  readonly misspelt: readonly string[];
}

/** Finds every key that no chart of the line reads, and every group that is not a map. Helm accepts both silently. */
export function unknownValues(values: HelmMap): KeyFaults {
  const problems: Problem[] = [];
  const misspelt: string[] = [];
  inGroup(values, '', (problem, guess) => {
    problems.push(problem);
    if (guess !== undefined) misspelt.push(guess);
  });
  return { problems, misspelt };
}

type Report = (problem: Problem, guess?: string) => void;

function inGroup(map: HelmMap, prefix: string, report: Report): void {
  for (const [key, value] of Object.entries(map)) {
    const path = prefix + key;
    const below = KNOWN_VALUES.filter(({ helm }) => helm === path || helm.startsWith(`${path}.`));
    if (below.length === 0 || key.includes('.')) reportUnknown(key, prefix, report);
    else if (below.some(({ helm }) => helm === path)) continue;
    else if (isHelmMap(value)) inGroup(value, `${path}.`, report);
    // The subcharts keep their defaults, and no template reads the rest.
    else if (
      value !== null ||
      below.some(({ subchartsOnly, option }) => !subchartsOnly && option !== undefined)
    )
      report(noMap(path, value));
  }
}

function noMap(path: string, value: HelmValue): Problem {
  const fix =
    value === null ? 'Remove it or write {}: null removes every default of the group' : 'Write a map';
  return errorAt(path.split('.'), `expected a map, got ${describeValue(value)}`, fix);
}

function reportUnknown(key: string, prefix: string, report: Report): void {
  const siblings = KNOWN_VALUES.filter(({ helm }) => helm.startsWith(prefix)).map(
    ({ helm }) => helm.slice(prefix.length).split('.')[0] ?? '',
  );
  const sibling = nearest(key, [...new Set(siblings)]);
  const guess = sibling === undefined ? elsewhere(key) : prefix + sibling;
  const problem = errorAt(
    [...prefix.split('.').slice(0, -1), key],
    'unknown value: no istio-remote chart of Istio 1.0 reads it',
    guess === undefined ? 'Remove it' : `Did you mean ${guess}? Else remove it`,
  );
  report({ ...problem, atKey: true }, guess);
}

/** Finds the same key in another group: `security.selfSigned` for `global.selfSigned`. */
function elsewhere(key: string): string | undefined {
  const found = KNOWN_VALUES.filter(({ helm }) => helm.endsWith(`.${key}`));
  return found.length === 1 ? found[0]?.helm : undefined;
}
