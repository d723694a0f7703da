import { readYaml } from '../../../kubernetes/text/read-yaml';
import { checkMesh } from '../../../mesh/check-mesh';
import { describeValue, type HelmMap, lookUp } from '../../../migrate/helm-values/helm-value';
import { readValues } from '../../../migrate/helm-values/read-values';
import { sortFaults } from '../../../migrate/ignored-values';
import type { MeshOption } from '../../../migrate/mesh-option';
import { placed, refuse } from '../../../migrate/value-place';
import { errorAt, type Problem, warningAt } from '../../../problem';
import type { ChartOfRemote, MigratedMesh } from '../../line';
import { readInjectionPath } from '../facts/injection-path';
import { isReleaseCurrent, LATEST_CURRENT } from '../facts/releases';
import { reader } from '../reader';
import { KNOWN_VALUES } from './known-values';
import { meshText } from './mesh-text';
import { contradictions, notARemote, unfitValues, unknownKeys } from './values-problems';

/**
 * Writes the mesh.yaml that renders the same as the charts `base` and `istiod` of current Istio with profile remote.
 * @throws UserError with a problem for each value that is unknown, of a wrong type or without an option
 */
export function migrateValuesCurrent(options: ChartOfRemote): MigratedMesh {
  const { sources, cluster, istio = LATEST_CURRENT } = options;
  if (!isReleaseCurrent(istio)) {
    const problem = errorAt([], `expected release 1.28 or newer, got "${istio}"`, "Give the primary's");
    refuse([{ ...problem, file: '--istio' }]);
  }
  const values = readValues(sources);
  const found = meshOptions(values);
  const keys = sortFaults(unknownKeys(values), options.ignoreUnknown ?? false);
  const mistakes = [
    ...notARemote(values),
    ...keys.errors,
    ...unfitValues(values, istio),
    ...contradictions(values, cluster),
    ...namespaces(values, options.namespace),
    ...found.problems,
    ...(found.options.some(isAddress) || hostOfUrl(values) !== undefined ? [] : [noAddress()]),
  ];
  refuse(placed(mistakes, sources));
  const text = meshText({
    sources,
    istio,
    cluster,
    primary: options.primaryName ?? (cluster === 'primary' ? 'control-plane' : 'primary'),
    kubernetes: options.kubernetes,
    options: [
      ...(found.options.some(isAddress) ? [] : addressOfUrl(values)),
      ...found.options,
      ...networkOf(values),
      ...namespaceOf(options.namespace),
    ],
  });
  const meshProblems = checkMesh(reader, readYaml(text, 'mesh.yaml').value).problems.map((problem) =>
    inHelmWords(problem),
  );
  const problems = placed([...pathWarnings(values), ...meshProblems], sources);
  refuse(problems.filter(({ severity }) => severity === 'error'));
  return { text, warnings: [...keys.warnings, ...problems] };
}

function meshOptions(values: HelmMap): { options: MeshOption[]; problems: Problem[] } {
  const options: MeshOption[] = [];
  const problems: Problem[] = [];
  for (const { helm, option, read } of KNOWN_VALUES) {
    const value = lookUp(values, helm);
    if (value === undefined) continue;
    const reading = read(value);
    if ('expected' in reading) {
      const message = `expected ${reading.expected}, got ${describeValue(value)}`;
      problems.push(errorAt(helm.split('.'), message, reading.fix ?? 'Correct it, or remove it'));
    } else if (reading.value !== undefined && reading.value !== DEFAULTS[option]) {
      options.push({ path: option.split('.'), value: reading.value, note: helm });
    }
  }
  return { options, problems };
}

/** Options equal to mesh.yaml's defaults are left out. */
const DEFAULTS: Readonly<Record<string, unknown>> = {
  'primary.namespace': 'istio-system',
  'sidecarInjector.injectByDefault': false,
  'sidecarInjector.enabled': true,
  'validation.enabled': true,
};

/** Returns the network in the injection path or URL, if no value has it. */
function networkOf(values: HelmMap): MeshOption[] {
  const given = lookUp(values, 'global.network');
  if (given !== undefined && given !== '') return [];
  const url = lookUp(values, 'istiodRemote.injectionURL');
  const path = lookUp(values, 'istiodRemote.injectionPath');
  const [text, note] =
    typeof url === 'string' && URL.canParse(url)
      ? [new URL(url).pathname, 'from istiodRemote.injectionURL']
      : [path, 'from istiodRemote.injectionPath'];
  const network = typeof text === 'string' ? readInjectionPath(text).network : undefined;
  return network === undefined ? [] : [{ path: ['network'], value: network, note }];
}

function namespaceOf(namespace: string | undefined): MeshOption[] {
  return namespace === undefined || namespace === 'istio-system'
    ? []
    : [{ path: ['primary', 'namespace'], value: namespace, note: '--namespace' }];
}

/** The charts take some names from the release's namespace and others from the value. */
function namespaces(values: HelmMap, namespace: string | undefined): Problem[] {
  const given = lookUp(values, 'global.istioNamespace');
  if (namespace === undefined || given === undefined || given === namespace) return [];
  return [
    errorAt(
      ['global', 'istioNamespace'],
      `expected the namespace of the Helm release, ${namespace}, got ${describeValue(given)}`,
      'Give the same in --namespace and in the value',
    ),
  ];
}

function isAddress({ path }: MeshOption): boolean {
  return path.join('.') === 'primary.addresses.istiod';
}

/**
 * Returns the host of the injection URL. Without another address the chart creates no Service, and sidecars find no
 * istiod.
 */
function addressOfUrl(values: HelmMap): MeshOption[] {
  const host = hostOfUrl(values);
  const note =
    'the host of istiodRemote.injectionURL: the chart makes no Service istiod, and sidecars need it to find istiod';
  return host === undefined ? [] : [{ path: ['primary', 'addresses', 'istiod'], value: host, note }];
}

function hostOfUrl(values: HelmMap): string | undefined {
  const url = lookUp(values, 'istiodRemote.injectionURL');
  if (typeof url !== 'string' || !URL.canParse(url)) return undefined;
  return new URL(url).hostname.replace(/^\[|\]$/g, '');
}

function noAddress(): Problem {
  return errorAt(
    ['global', 'remotePilotAddress'],
    'expected the address of istiod for this cluster, got nothing',
    'Give --set global.remotePilotAddress=…: sidecars need it, also where the webhook has a URL of its own',
  );
}

/** Without a cluster in the path, the primary treats the pods as its own. */
function pathWarnings(values: HelmMap): Problem[] {
  const url = lookUp(values, 'istiodRemote.injectionURL');
  if (typeof url === 'string' && url !== '') return [];
  const path = lookUp(values, 'istiodRemote.injectionPath') ?? '/inject';
  if (typeof path !== 'string' || readInjectionPath(path).cluster !== undefined) return [];
  return [
    warningAt(
      ['istiodRemote', 'injectionPath'],
      'names no cluster, so the primary treats the pods as its own; mesh.yaml always names it',
      'Expect the path to change in `kubectl diff`',
    ),
  ];
}

/** Rewrites a problem of a migrated mesh in terms of its Helm values. */
function inHelmWords(problem: Problem): Problem {
  const { file: _, position: __, ...rest } = problem;
  const option = (problem.path[0] === 'remotes' ? problem.path.slice(2) : problem.path).join('.');
  const flag = FLAGS[option];
  if (flag !== undefined) return { ...rest, path: [], file: flag };
  const helm = KNOWN_VALUES.find((known) => known.option === option)?.helm;
  return helm === undefined ? rest : { ...rest, path: helm.split('.') };
}

const FLAGS: Readonly<Record<string, string>> = {
  istio: '--istio',
  'primary.name': '--primary',
  name: '--cluster',
  kubernetes: '--kubernetes',
};
