import { lookUp } from '../../../migrate/helm-values/helm-value';
import type { ValueUse } from '../../chart-option';
import { FIRST_RELEASE, hasFeature, type Release10 } from '../facts/releases';
import type { ChartValues } from './chart-values';

/** How a value of the chart is used. */
export interface ValueUse10 extends ValueUse {
  /** Whether only the subcharts read it, which keep a default that a null takes from the chart. */
  readonly subchartsOnly?: true;
  /** Why the value changes nothing; undefined when it does. */
  readonly idle?: (release: Release10, values: ChartValues) => string | undefined;
}

/** A value that older releases of the chart do not know. */
export const since =
  (feature: keyof typeof FIRST_RELEASE) =>
  (release: Release10): string | undefined =>
    hasFeature(release, feature)
      ? undefined
      : `the chart reads it from ${FIRST_RELEASE[feature]} on, this one is ${release}`;

/** A value that counts only where statsd is on. */
export const withStatsd = (_: Release10, { chart }: ChartValues): string | undefined =>
  lookUp(chart, 'global.proxy.envoyStatsd.enabled') === true
    ? undefined
    : 'global.proxy.envoyStatsd.enabled is not true';
