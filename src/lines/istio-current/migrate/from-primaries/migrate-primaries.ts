import { plainNode, printCommented, type YamlLine } from '../../../../kubernetes/text/print-commented';
import { readYaml } from '../../../../kubernetes/text/read-yaml';
import { checkMesh } from '../../../../mesh/check-mesh';
import { fractionOfMesh } from '../../../../mesh/read-mesh';
import { getValue, type HelmMap, isHelmMap } from '../../../../migrate/helm-values/helm-value';
import type { ValuesSource } from '../../../../migrate/helm-values/read-values';
import { placed } from '../../../../migrate/value-place';
import { errorAt, errorIn, type Path, type Problem, quoted, UserError } from '../../../../problem';
import type { MigratedMesh } from '../../../line';
import { isReleaseCurrent, LATEST_CURRENT } from '../../facts/releases';
import { reader } from '../../reader';
import { type PrimaryValues, primaryValues } from './primary-values';

/**
 * Writes a mesh with several primaries from the values of their charts `istiod`, one file for each. Values with an
 * option in mesh.yaml become that option; all others become values of the control planes.
 * @param istio the release, if the tags of images do not contain it
 * @throws UserError with every mistake in the values
 */
export function migratePrimaries(sources: readonly ValuesSource[], istio?: string): MigratedMesh {
  if (sources.length < 2)
    throw new UserError([
      errorIn(
        '--primary-values',
        'expected the values of several primaries, got one file',
        'Name a file for each primary. The values of a single one belong into controlPlane.values, see docs/control-plane.md',
      ),
    ]);
  const primaries = sources.map(primaryValues);
  const problems = differences(primaries);
  if (problems.length > 0) throw new UserError(problems);
  const release = istio ?? primaries.find((one) => one.istio !== undefined)?.istio ?? LATEST_CURRENT;
  if (!isReleaseCurrent(release)) {
    const problem = errorAt(
      [],
      `expected release 1.28 or newer, got ${quoted(release)}`,
      "Give the primaries'",
    );
    throw new UserError([{ ...problem, file: '--istio' }]);
  }
  const common = commonValues(primaries.map(({ own }) => own));
  const text = meshText(release, primaries, common);
  const found = checkMesh(reader, readYaml(text, 'mesh.yaml', fractionOfMesh).value).problems;
  const located = found.map((problem) => inValues(problem, primaries));
  const errors = located.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new UserError(errors);
  return { text, warnings: located };
}

/** Reports values that must be the same in every cluster of one mesh, but differ. */
function differences(primaries: readonly PrimaryValues[]): Problem[] {
  const [first, ...others] = primaries;
  if (first === undefined) return [];
  return others.flatMap((one) => {
    const keys = [...new Set([...Object.keys(first.shared), ...Object.keys(one.shared)])];
    return keys.flatMap((key) => {
      const [said, wanted] = [one.shared[key], first.shared[key]];
      if (JSON.stringify(said) === JSON.stringify(wanted)) return [];
      return placed(
        [
          errorAt(
            PLACES[key] ?? [key],
            `${one.name} has ${quoted(said)} for ${key}, and ${first.name} has ${quoted(wanted)}: clusters of one mesh have the same`,
            'Correct one of the two, or migrate them to two meshes',
          ),
        ],
        [one.source],
      );
    });
  });
}

const PLACES: Readonly<Record<string, Path>> = {
  meshId: ['global', 'meshID'],
  trustDomain: ['meshConfig', 'trustDomain'],
  dataPlane: ['profile'],
};

/** Returns the values that all share. Lists and texts count as a whole. */
function commonValues(all: readonly HelmMap[]): HelmMap {
  const [first, ...others] = all;
  if (first === undefined) return {};
  return Object.fromEntries(
    Object.entries(first).flatMap(([key, value]): [string, HelmMap[string]][] => {
      const found = others.map((other) => getValue(other, key));
      if (isHelmMap(value) && found.every(isHelmMap)) {
        const inner = commonValues([value, ...(found as HelmMap[])]);
        return Object.keys(inner).length === 0 && Object.keys(value).length > 0 ? [] : [[key, inner]];
      }
      const text = JSON.stringify(value);
      return found.every((one) => JSON.stringify(one) === text) ? [[key, value]] : [];
    }),
  );
}

/** Returns the values that are not among the common ones. */
function ownPart(own: HelmMap, common: HelmMap): HelmMap {
  return Object.fromEntries(
    Object.entries(own).flatMap(([key, value]): [string, HelmMap[string]][] => {
      const shared = getValue(common, key);
      if (shared === undefined) return [[key, value]];
      if (!isHelmMap(value) || !isHelmMap(shared)) return [];
      const inner = ownPart(value, shared);
      return Object.keys(inner).length === 0 ? [] : [[key, inner]];
    }),
  );
}

function meshText(release: string, primaries: readonly PrimaryValues[], common: HelmMap): string {
  const files = primaries.map(nameOf).join(', ');
  const hasNetworks = new Set(primaries.map(({ options }) => options.network)).size > 1;
  return printCommented([
    { comment: 'yaml-language-server: $schema=./node_modules/cdk8s-istio-remote/schema/mesh.schema.json' },
    { comment: '' },
    { comment: `Made by \`istio-remote migrate\` from ${files}.` },
    { comment: '`istio-remote control-plane NAME` prints values with the same effect.' },
    { key: 'istio', value: release },
    ...plainLines(primaries[0]?.shared ?? {}),
    ...(Object.keys(common).length === 0
      ? []
      : [{ key: 'controlPlane', value: { map: [{ key: 'values', value: plainNode(common) }] } }]),
    {
      key: 'primaries',
      value: { list: primaries.map((primary) => ({ map: primaryLines(primary, common, hasNetworks) })) },
    },
  ]);
}

function primaryLines(
  { name, options, own, hasRemotes }: PrimaryValues,
  common: HelmMap,
  hasNetworks: boolean,
): YamlLine[] {
  const { name: _, ...others } = options;
  const values = ownPart(own, common);
  return [
    { key: 'name', value: name },
    ...plainLines(others),
    { comment: 'Fill in where the other primaries reach the API server, and the networks.' },
    { comment: 'apiServer: https://10.20.0.2:6443' },
    { comment: 'podCidrs: [10.20.0.0/16]' },
    ...(hasNetworks ? [{ key: 'eastWestGateway', value: true, note: 'for clusters of other networks' }] : []),
    ...(hasRemotes
      ? [{ comment: `It manages remotes: list them below remotes, with primary: ${name}` }]
      : []),
    ...(Object.keys(values).length === 0
      ? []
      : [{ key: 'controlPlane', value: { map: [{ key: 'values', value: plainNode(values) }] } }]),
  ];
}

function plainLines(values: Readonly<Record<string, unknown>>): YamlLine[] {
  return Object.entries(values).map(([key, value]) => ({ key, value: plainNode(value) }));
}

/** Rewrites a problem of the mesh in terms of its Helm values. */
function inValues(problem: Problem, primaries: readonly PrimaryValues[]): Problem {
  const { file: _, position: __, ...rest } = problem;
  const [first, index] = problem.path;
  const primary = first === 'primaries' && typeof index === 'number' ? primaries[index] : primaries[0];
  const at = problem.path.indexOf('values');
  if (primary === undefined) return rest;
  const path = at < 0 ? (HELM[problem.path.at(-1) ?? ''] ?? []) : problem.path.slice(at + 1);
  const [located] = placed([{ ...rest, path }], [primary.source]);
  return located?.file === undefined ? { ...rest, file: nameOf(primary) } : located;
}

function nameOf({ source }: PrimaryValues): string {
  return 'name' in source ? source.name : '';
}

/** The value of each option. */
const HELM: Readonly<Record<string | number, Path>> = {
  name: ['global', 'multiCluster', 'clusterName'],
  network: ['global', 'network'],
  namespace: ['global', 'istioNamespace'],
  ...PLACES,
};
