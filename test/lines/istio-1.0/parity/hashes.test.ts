import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import type { Mesh10 } from '../../../../src/lines/istio-1.0/mesh';
import { KNOWN_VALUES } from '../../../../src/lines/istio-1.0/migrate/known-values';
import { readValues } from '../../../../src/migrate/helm-values/read-values';
import { hashProblems } from '../../../object-hashes';
import { isGuarded } from '../../../other-values';
import { someCases } from '../../../seed';
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

/** The differences, field by field. */
function fieldsOf(mesh: Mesh10, rendered: string): string[] {
  return [
    ...chartDifferences(mesh, rendered),
    ...(GO === undefined ? [] : sidecarDifferences(mesh, rendered)),
  ];
}

describe('synth makes what the chart renders', () => {
  it.each(cases)('$title', ({ title, each }) => {
    const mesh = meshOf(each);
    const place = `${title} (${valuesFile(each)})`;
    const fields = isRendered(each) ? () => fieldsOf(mesh, renderingOf(each)) : undefined;
    expect(hashProblems(COMMITTED[title], ownHashes(mesh), place, fields)).toEqual([]);
  });

  it('and no other case has hashes', () => {
    expect(Object.keys(COMMITTED)).toEqual(cases.map(({ title }) => title));
  });
});

describe('some case has other hashes without the value', () => {
  const guarded = KNOWN_VALUES.filter(({ option }) => option !== undefined);
  const some = someCases(guarded.length).flatMap((index) => guarded[index] ?? []);

  it.each(some)('$helm', ({ helm }) => {
    const guards = (each: ChartCase) =>
      isGuarded(readValues(sourcesOf(each)), helm, (values) =>
        ownHashes(meshOf(each, [file(stringify(values))])),
      );
    // The last ones set the most values.
    expect(CASES.toReversed().some(guards)).toBe(true);
  });
});

describe.skipIf(!CASES.some(isRendered))('the chart', () => {
  it('has the committed hashes, as far as it is at hand', { timeout: 600_000 }, async () => {
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
