import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chartDifferences } from '../parity/chart-comparison';
import { meshIn, migrated } from './migrated';

const SHARED = join(import.meta.dirname, '../../../../shared/istio-1.0');

describe.each(['cases', 'versions'])('values of %s', (folder) => {
  const place = join(SHARED, folder);
  const names = existsSync(place) ? readdirSync(place) : [];
  if (names.length === 0) it.skip(`needs the renderings of the chart in ${place}`, () => {});

  it.each(names)('%s renders what the chart renders', (name) => {
    const read = (file: string): string => readFileSync(join(place, name, file), 'utf8');
    const namespace = existsSync(join(place, name, 'namespace')) ? read('namespace').trim() : 'istio-system';
    const mesh = meshIn(migrated(read('values.yaml'), { namespace }));
    expect(chartDifferences(mesh, read('rendered.yaml'))).toEqual([]);
  });
});
