import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { migrateValues } from '../../../../src/lines/istio-1.0/migrate/migrate-values';
import { helmTemplate } from '../../../reference';
import { chartDifferences } from '../parity/chart-comparison';
import { sidecarDifferences } from '../parity/sidecars';
import { GO } from '../sidecar/go-engine';
import { validValues } from './arbitrary-values';
import { type Form, spread } from './helm-flags';
import { meshIn } from './migrated';
import { CHART, releaseOfChart } from './real-chart';

const FORMS: readonly Form[] = ['file', 'file', 'file', 'set', 'set-string', 'set-json'];

describe.skipIf(CHART === '')('the chart in $ISTIO_REMOTE_CHART', () => {
  it('renders what the migrated mesh renders, for any values', { timeout: 3_600_000 }, () => {
    const release = releaseOfChart();
    fc.assert(
      fc.property(
        validValues(release),
        fc.array(fc.constantFrom(...FORMS), { minLength: 1, maxLength: 12 }),
        fc.constantFrom('istio-system', 'istio-mesh'),
        fc.constantFrom(undefined, '1.10', '1.15', '1.21'),
        (values, forms, namespace, kubernetes) => {
          const sources = spread(values, forms);
          const { text } = migrateValues({
            sources,
            cluster: 'eu',
            namespace,
            istio: release,
            ...(kubernetes === undefined ? {} : { kubernetes }),
          });
          const mesh = meshIn(text);
          const rendered = helmTemplate({ chart: CHART, name: 'istio-remote', namespace, sources });
          expect(chartDifferences(mesh, rendered)).toEqual([]);
          if (GO !== undefined) expect(sidecarDifferences(mesh, rendered)).toEqual([]);
        },
      ),
      { numRuns: 50 },
    );
  });
});
