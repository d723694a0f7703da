import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { KNOWN_VALUES } from '../../../../src/lines/istio-1.0/migrate/known-values';
import { readValues } from '../../../../src/migrate/helm-values/read-values';
import { hashProblems } from '../../../object-hashes';
import { isGuarded } from '../../../other-values';
import { file } from '../migrate/migrated';
import { GO } from '../sidecar/go-engine';
import {
  CASES,
  type ChartCase,
  isRendered,
  meshOf,
  referenceOf,
  renderingOf,
  sourcesOf,
  titleOf,
  valuesFile,
} from './cases';
import { chartDifferences } from './chart-comparison';
import { COMMITTED, chartHashes, HASHES, ownHashes } from './hashes';
import { sidecarDifferences } from './sidecars';

const cases = CASES.map((each) => ({ title: titleOf(each), each }));
const rendered = cases.filter(({ each }) => isRendered(each));

describe('synth makes what the chart renders', () => {
  it.each(cases)('$title', ({ title, each }) => {
    const place = `${title} (${valuesFile(each)})`;
    expect(hashProblems(COMMITTED[title], ownHashes(meshOf(each)), place)).toEqual([]);
  });

  it('and no other case has hashes', () => {
    expect(Object.keys(COMMITTED)).toEqual(cases.map(({ title }) => title));
  });
});

describe('some case has other hashes without the value', () => {
  it.each(KNOWN_VALUES.filter(({ option }) => option !== undefined))('$helm', ({ helm }) => {
    const guards = (each: ChartCase) =>
      isGuarded(readValues(sourcesOf(each)), helm, (values) =>
        ownHashes(meshOf(each, [file(stringify(values))])),
      );
    expect(CASES.some(guards)).toBe(true);
  });
});

describe.skipIf(rendered.length === 0)('the chart', () => {
  it.each(rendered)('renders what synth makes, field by field: $title', ({ each }) => {
    const [mesh, rendering] = [meshOf(each), renderingOf(each)];
    expect(chartDifferences(mesh, rendering)).toEqual([]);
    if (GO !== undefined) expect(sidecarDifferences(mesh, rendering)).toEqual([]);
  });

  it('has the committed hashes, as far as it is at hand', async () => {
    const hashes = cases.map(({ title, each }) => [
      title,
      isRendered(each) ? chartHashes(meshOf(each), renderingOf(each), COMMITTED[title]) : COMMITTED[title],
    ]);
    await expect(`${JSON.stringify(Object.fromEntries(hashes), null, 2)}\n`).toMatchFileSnapshot(HASHES);
  });
});

describe.skipIf(!CASES.some(referenceOf))('a case of the reference', () => {
  it.each(cases.filter(({ each }) => referenceOf(each) !== undefined))(
    'has the same values: $title',
    ({ each }) => {
      const values: unknown = parse(readFileSync(join(referenceOf(each) ?? '', 'values.yaml'), 'utf8'));
      expect(readValues(sourcesOf(each))).toEqual(values);
    },
  );
});
