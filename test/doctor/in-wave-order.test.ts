import { expect, it } from 'vitest';
import type { Finding } from '../../src/doctor/finding';
import { inWaveOrder } from '../../src/doctor/in-wave-order';

const finding = (cluster: string, check: string): Finding => ({
  cluster,
  check,
  status: 'ok',
  message: 'fine',
});
const FINDINGS = [
  finding('hq', 'a'),
  finding('hq', 'b'),
  finding('eu', 'a'),
  finding('us', 'a'),
  finding('gone', 'a'),
];

it('reports by wave, and clusters of no wave last', () => {
  const waves = [
    { name: 'canary', clusters: ['us'] },
    { name: 'rest', clusters: ['hq', 'eu'] },
  ];
  expect(inWaveOrder(FINDINGS, waves).map(({ wave, cluster, check }) => [wave, cluster, check])).toEqual([
    ['canary', 'us', 'a'],
    ['rest', 'hq', 'a'],
    ['rest', 'hq', 'b'],
    ['rest', 'eu', 'a'],
    [undefined, 'gone', 'a'],
  ]);
});

it('leaves the order alone without waves', () => {
  expect(inWaveOrder(FINDINGS)).toBe(FINDINGS);
});
