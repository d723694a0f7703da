import { resolvePlainScalar } from '../../../kubernetes/text/go-scalar';
import {
  describeValue,
  type HelmMap,
  type HelmValue,
  isHelmMap,
  lookUp,
} from '../../../migrate/helm-values/helm-value';
import type { ValueKind } from '../../../migrate/mesh-option';
import type { ValueUse } from '../../chart-option';
import { FIRST_RELEASE, hasFeature, type Release10 } from '../facts/releases';
import type { ChartValues } from './chart-values';

/** How the chart uses a value. */
export interface ValueUse10 extends ValueUse {
  /** Whether only the subcharts read it. They keep a default that a null removes from the chart. */
  readonly subchartsOnly?: true;
  /** Returns why the value has no effect, or undefined if it has one. */
  readonly idle?: (release: Release10, values: ChartValues) => string | undefined;
}

/** For a value that older releases of the chart do not have. */
export const since =
  (feature: keyof typeof FIRST_RELEASE) =>
  (release: Release10): string | undefined =>
    hasFeature(release, feature)
      ? undefined
      : `the chart reads it from ${FIRST_RELEASE[feature]} on, this one is ${release}`;

/** For a value that only matters with statsd. */
export const withStatsd = (_: Release10, { chart }: ChartValues): string | undefined =>
  lookUp(chart, 'global.proxy.envoyStatsd.enabled') === true
    ? undefined
    : 'global.proxy.envoyStatsd.enabled is not true';

/** The template tests whether the value is true. A missing value is false. */
export const toggle: ValueKind = (value) => (isAbsent(value) ? { value: false } : flag(value));

/** The template prints the value, so it is required. */
export const flag: ValueKind = (value) => {
  if (typeof value === 'boolean') return { value };
  if (typeof value === 'string' && value !== '') {
    return {
      expected: 'true or false',
      fix: `Write it without quotes: Helm reads any text, even ${describeText(value)}, as true`,
    };
  }
  return { expected: 'true or false', fix: 'Write true or false, or remove it' };
};

/** For a value whose option has the opposite meaning. */
export function opposite(kind: ValueKind): ValueKind {
  return (value) => {
    const reading = kind(value);
    return 'value' in reading ? { value: !reading.value } : reading;
  };
}

/** The condition of a subchart. Only `false` turns the subchart off. */
export const condition: ValueKind = (value) => (isAbsent(value) ? { value: true } : flag(value));

/** A whole number. The template prints a text of digits in the same way. */
export const count: ValueKind = (value) => {
  if (typeof value === 'number') return { value };
  if (typeof value === 'string' && /^(?:0|[1-9]\d{0,8})$/.test(value)) return { value: Number(value) };
  return { expected: 'an integer' };
};

/** Like {@link count}, but optional. */
export const optionalCount: ValueKind = (value) =>
  isAbsent(value) || value === '' ? { value: undefined } : count(value);

/** A text, which the template prints. */
export const text: ValueKind = (value) => {
  if (typeof value === 'string') return { value };
  if (typeof value !== 'number') return { expected: 'text' };
  // From 1e6 on, Go prints a number in a file with an exponent and one in --set unchanged. This code cannot
  // distinguish the two.
  const plain = value === 0 || (Math.abs(value) >= 1e-4 && Math.abs(value) < 1e6);
  return plain
    ? { value: String(value) }
    : { expected: 'text', fix: 'Put it in quotes, or use --set-string' };
};

/** Like {@link text}. Without a value, the template prints nothing. */
export const optionalText: ValueKind = (value) => (isAbsent(value) ? { value: '' } : text(value));

/** A text that the template prints between double quotes. */
export const quotedText: ValueKind = (value) => {
  const reading = optionalText(value);
  const broken = 'value' in reading && /["\\\p{C}\p{Zl}\p{Zp}]/u.test(String(reading.value));
  return broken
    ? {
        expected:
          'text without quotes, backslashes and control characters, because the chart does not escape it',
      }
    : reading;
};

/** A text; empty means none. */
export const textOrNone: ValueKind = (value) =>
  isAbsent(value) || value === '' ? { value: undefined } : text(value);

/** A list of names, which the template prints without quotes. */
export const names: ValueKind = (value) => {
  if (isAbsent(value) || value === '') return { value: [] };
  if (!Array.isArray(value)) return { expected: 'a list of names', fix: 'Write [a, b], or --set …={a,b}' };
  const wrong = value.find((name) => typeof name !== 'string' || resolvePlainScalar(name).type !== 'str');
  if (wrong === undefined) return { value };
  const fix = 'The chart prints the name without quotes, so it may not look like a number or a boolean';
  return { expected: `a list of names; one of them is ${describeValue(wrong)}`, fix };
};

/** Requests and limits. The template prints the map, or the default if the map is empty. */
export const resources: ValueKind = (value) => {
  if (isAbsent(value) || (isHelmMap(value) && Object.keys(value).length === 0)) return { value: null };
  if (!isHelmMap(value)) return { expected: 'a map with the keys requests, limits' };
  const kept = Object.entries(value).map(([key, part]) => [key, part === null ? {} : withoutNulls(part)]);
  const note = hasNull(value) ? { note: 'null left out' } : {};
  return { value: Object.fromEntries(kept), ...note };
};

/** Weight by processor architecture, which the template turns into an integer. */
export const architectures: ValueKind = (value) => {
  if (!isHelmMap(value)) return { expected: 'a map from processor architecture to weight' };
  const weights: Record<string, number> = {};
  for (const [name, weight] of Object.entries(value)) {
    if (weight === null) continue;
    const integer = typeof weight === 'string' && /^-?(?:0|[1-9]\d{0,8})$/.test(weight);
    if (typeof weight !== 'number' && !integer) {
      return { expected: `a whole number for ${describeText(name)}, not ${describeValue(weight)}` };
    }
    weights[name] = Math.max(0, Math.trunc(Number(weight)));
  }
  return { value: weights };
};

/** A value without effect, whatever it is. */
export const anything: ValueKind = () => ({ value: undefined });

/** The name of the chart, for the label `app`. mesh.yaml has no option for another name. */
export function chartName(name: string): ValueKind {
  return (value) => {
    if (isAbsent(value) || value === '' || value === name) return { value: undefined };
    return {
      expected: `${describeText(name)}, the chart's own name: the label \`app\` has no option`,
      fix: 'Remove it',
    };
  };
}

function isAbsent(value: HelmValue | undefined): value is null | undefined {
  return value === null || value === undefined;
}

function withoutNulls(part: HelmValue): HelmValue {
  if (!isHelmMap(part)) return part;
  return Object.fromEntries(Object.entries(part).filter(([, quantity]) => quantity !== null));
}

function hasNull(map: HelmMap): boolean {
  return Object.values(map).some((part) => part === null || (isHelmMap(part) && hasNull(part)));
}

function describeText(value: string): string {
  return JSON.stringify(value);
}
