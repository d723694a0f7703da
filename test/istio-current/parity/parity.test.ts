import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseMesh } from '../../../src/mesh/read-mesh';
import { meshFiles } from '../../../src/synth/mesh-files';
import { asMap, byName, differencesBetween, type KubeObject, readObjects } from '../../chart-objects';
import { readText } from '../../golden/manifests';
import { CASES, chartGateway, chartObjects, meshText, RELEASES, RENDERED } from './cases';
import { DIFFERENCES, withoutToolLabels } from './differences';

/** The objects of one cluster of a mesh. @throws Error when the mesh has mistakes */
function synthObjects(text: string, cluster: string): KubeObject[] {
  // The certificate of the charts' values is none; everything else is checked.
  const { mesh, problems } = parseMesh(text.replace(BUNDLE, CERTIFICATE), 'mesh.yaml');
  if (mesh === undefined) throw new Error(problems.map(({ message }) => message).join('\n'));
  return [...meshFiles(mesh, [cluster])].flatMap((file) =>
    readObjects(file.text.replaceAll(CERTIFICATE, BUNDLE)),
  );
}

const BUNDLE = 'Q0FCVU5ETEU=';
const CERTIFICATE = Buffer.from('-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n').toString(
  'base64',
);

/** What the charts leave to people: the namespace, and the token of the reader. */
function isInNoChart({ kind }: KubeObject): boolean {
  return kind === 'Namespace' || kind === 'Secret';
}

function compare(chart: readonly KubeObject[], ours: readonly KubeObject[], address: string): string[] {
  let expected = [...chart];
  for (const { change } of DIFFERENCES) expected = change(expected, address);
  const [left, right] = [byName(expected), byName(ours.map(withoutToolLabels))];
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((key) =>
    differencesBetween(left.get(key), right.get(key), key),
  );
}

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
