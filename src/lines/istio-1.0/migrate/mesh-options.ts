import { isMap } from '../../../is-map';
import { fieldAt } from '../../../kubernetes/fields';
import { ipFamily } from '../../../kubernetes/network';
import {
  describeValue,
  getValue,
  type HelmValue,
  isHelmMap,
  lookUp,
} from '../../../migrate/helm-values/helm-value';
import type { MeshOption } from '../../../migrate/mesh-option';
import { errorAt, type Problem } from '../../../problem';
import { defaultsOf } from '../../chart-option';
import type { Release10 } from '../facts/releases';
import { chartDefaults } from '../options/remote';
import { securityFields } from '../options/security';
import type { ChartValues } from './chart-values';
import { KNOWN_VALUES, type KnownValue } from './known-values';

/** The options that a set of values translates to. */
export interface MeshOptions {
  readonly options: readonly MeshOption[];
  /** Values without an option because they have no effect, each with the reason. */
  readonly leftOut: readonly string[];
  /** Values of a wrong type, with their paths. */
  readonly problems: readonly Problem[];
}

/** Translates values into options of mesh.yaml that render the same manifests. */
export function meshOptions(values: ChartValues, release: Release10): MeshOptions {
  const options: MeshOption[] = [];
  const leftOut: string[] = [];
  const problems: Problem[] = [];
  for (const known of KNOWN_VALUES) {
    const given = lookUp(values.user, known.helm);
    const idle = known.idle?.(release, values);
    if (idle !== undefined) {
      if (given !== undefined && given !== null) leftOut.push(`${known.helm}: ${idle}`);
      continue;
    }
    const found = lookUp(known.subchartsOnly ? values.subcharts : values.chart, known.helm);
    leftOut.push(...idleNulls(given, found, known.helm));
    const reading = known.read(found);
    if ('expected' in reading) {
      const message = `expected ${reading.expected}, got ${describeValue(given ?? null)}`;
      problems.push(errorAt(known.helm.split('.'), message, reading.fix));
      continue;
    }
    if (known.option === undefined) continue;
    const path = known.option.split('.');
    const value = difference(defaultOption(path, release), reading.value);
    if (value === undefined) continue;
    const remark = reading.note ?? remarkOn(known, given, reading.value);
    options.push({ path, value, note: remark === undefined ? origin(known) : `${origin(known)}; ${remark}` });
  }
  return { options, leftOut, problems };
}

/** Returns what to merge into `base` to get `wanted`, by the rule of Helm and mesh.yaml. Undefined if nothing. */
export function difference(base: unknown, wanted: unknown): unknown {
  if (wanted === undefined || (wanted === null && base === undefined)) return undefined;
  if (!isMap(base) || !isMap(wanted)) return isEqual(base, wanted) ? undefined : wanted;
  const over: [string, unknown][] = [];
  for (const key of new Set([...Object.keys(base), ...Object.keys(wanted)])) {
    const change = Object.hasOwn(wanted, key) ? difference(base[key], wanted[key]) : null;
    if (change !== undefined) over.push([key, change]);
  }
  return over.length === 0 ? undefined : Object.fromEntries(over);
}

function defaultOption(path: readonly string[], release: Release10): unknown {
  const security = defaultsOf(securityFields, release);
  return fieldAt({ ...chartDefaults(release), security }, ...path);
}

function origin({ helm, opposite }: KnownValue): string {
  return opposite === true ? `the opposite of ${helm}` : helm;
}

function remarkOn(known: KnownValue, given: HelmValue | undefined, value: unknown): string | undefined {
  if (known.helm === 'global.hub' && given === undefined)
    return "the chart's own; a chart from a release archive has docker.io/istio here";
  if (known.helm === 'global.tag' && given === undefined)
    return "the chart's own; a chart from a release archive has the release here";
  if (typeof value === 'string' && known.option?.startsWith('primary.') && ipFamily(value) === 6)
    return 'the chart prints it without the brackets that an IPv6 address needs before its port';
  return given === undefined ? "the chart's own" : undefined;
}

/** Returns the nulls that removed nothing, see {@link chartValues}. */
function idleNulls(given: HelmValue | undefined, found: HelmValue | undefined, path: string): string[] {
  if (found === undefined || found === null) return [];
  if (given === null) return [`${path}: null removes nothing, because Helm 3 keeps this default`];
  if (!isHelmMap(given) || !isHelmMap(found)) return [];
  return Object.entries(given).flatMap(([key, value]) =>
    idleNulls(value, getValue(found, key), `${path}.${key}`),
  );
}

function isEqual(left: unknown, right: unknown): boolean {
  if (!Array.isArray(left) || !Array.isArray(right)) return left === right;
  return left.length === right.length && left.every((item, index) => isEqual(item, right[index]));
}
