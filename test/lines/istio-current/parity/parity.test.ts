import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { asMap, type KubeObject, readObjects } from '../../../chart-objects';
import { readText } from '../../../golden/manifests';
import { CASES, chartGateway, chartObjects, meshText, RELEASES, RENDERED } from './cases';
import { compare, isInNoChart, synthObjects } from './comparison';
import { DIFFERENCES } from './differences';

describe.skipIf(!existsSync(RENDERED))(`with ${RENDERED} (skipped without it)`, () => {
  describe.each(RELEASES)('release %s', (release) => {
    it.each(CASES)('agrees with the charts: $name', (parityCase) => {
      const ours = synthObjects(meshText(release, parityCase), 'remote2');
      const chart = chartObjects(release, parityCase.name);
      const compared = ours.filter((object) => !isInNoChart(object));
      expect(compare(chart, compared, parityCase.address ?? '10.1.2.3')).toEqual([]);
      expect(ours.filter(isInNoChart).map(({ kind }) => kind)).toEqual(['Namespace', 'Secret']);
    });

    it('agrees with the chart of the gateway', () => {
      const text = meshText(release, { name: 'gateway' })
        .replace(
          'network: network1',
          'network: network2\n  exposure: { mode: east-west-gateway, annotations: {} }',
        )
        .replace('eastWestGateway: false', 'eastWestGateway: true');
      for (const cluster of ['hq', 'remote2']) {
        const ours = synthObjects(text, cluster).filter(
          ({ kind, metadata }) =>
            kind !== 'EndpointSlice' && asMap(metadata).name === 'istio-eastwestgateway',
        );
        const own = ours.filter(({ kind }) => kind !== 'Namespace');
        expect(compareGateway(chartGateway(release), own)).toEqual([]);
      }
    });

    it.each([
      ['verbs: ["get", "list", "watch"]', 'verbs: ["get"]'],
      ['port: 15012', 'port: 15013'],
      ['failurePolicy: Fail', 'failurePolicy: Ignore'],
    ])('sees %j turned into %j', (was, is) => {
      const [ip] = CASES.filter(({ name }) => name === 'ip');
      if (ip === undefined) throw new Error('no case');
      const rendered = readText(`${RENDERED}/${release}/istiod-ip.yaml`);
      expect(rendered).toContain(was);
      const base = chartObjects(release, 'ip').filter(({ kind }) =>
        ['ServiceAccount', 'ValidatingWebhookConfiguration'].includes(String(kind)),
      );
      const ours = synthObjects(meshText(release, ip), 'remote2').filter((object) => !isInNoChart(object));
      const changed = [...readObjects(rendered.replace(was, is)), ...base];
      expect(compare(changed, ours, '10.1.2.3')).not.toEqual([]);
    });
  });
});

/** The Service of istiod belongs to no gateway. */
function compareGateway(chart: readonly KubeObject[], ours: readonly KubeObject[]): string[] {
  return compare(chart, ours, '10.1.2.3');
}

it('tells every difference in docs/chart-parity.md', () => {
  const page = readText('docs/chart-parity.md');
  expect(DIFFERENCES.map(({ name }) => name).filter((name) => !page.includes(name))).toEqual([]);
});
