import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { migrateValuesCurrent } from '../../../../src/lines/istio-current/migrate/migrate-values';
import { asMap, type KubeObject } from '../../../chart-objects';
import { CASES, chartObjects, RELEASES, RENDERED } from '../parity/cases';
import { compare, isInNoChart, synthObjects } from '../parity/comparison';

/** What was given to Helm, as the charts' own ConfigMap tells. */
function valuesOf(objects: readonly KubeObject[]): string {
  const [values] = objects.filter(({ kind }) => kind === 'ConfigMap');
  return String(asMap(values?.data)['original-values']);
}

/** Without an address there is no mesh, and the values of `minimal` have none. */
const WITH_ADDRESS = CASES.filter(({ name }) => name !== 'minimal');

describe.skipIf(!existsSync(RENDERED))(`values of ${RENDERED} (skipped without it)`, () => {
  describe.each(RELEASES)('release %s', (istio) => {
    it.each(WITH_ADDRESS)('$name renders what the charts render', ({ name, address }) => {
      const chart = chartObjects(istio, name);
      const source = { kind: 'file', name: 'values.json', text: valuesOf(chart) } as const;
      const { text } = migrateValuesCurrent({ sources: [source], cluster: 'remote2', istio });
      const ours = synthObjects(text, 'remote2').filter((object) => !isInNoChart(object));
      const at = name === 'injectionURL' ? 'istiod.example.com' : (address ?? '10.1.2.3');
      expect(compare(chart, ours, at)).toEqual([]);
    });
  });
});
