import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { KNOWN_VALUES } from '../../../../src/lines/istio-current/migrate/known-values';
import { readValues } from '../../../../src/migrate/helm-values/read-values';
import type { KubeObject } from '../../../chart-objects';
import { readText } from '../../../golden/manifests';
import { hashesOf, hashProblems } from '../../../object-hashes';
import { isGuarded } from '../../../other-values';
import {
  addressOf,
  CASES,
  isMigrated,
  meshText,
  migratedText,
  type ParityCase,
  sourceOf,
  valuesFile,
} from './cases';
import { comparableObjects, compare, isInNoChart, ownGateway, ownObjects, synthObjects } from './comparison';
import { DIFFERENCES } from './differences';
import { COMMITTED, chartHashes, GATEWAY, HASHES, ownHashes, titleOf } from './hashes';
import { RELEASES } from './releases';
import { chartGateway, chartObjects, isRendered } from './renderings';

const written = CASES.filter(({ mesh }) => mesh !== undefined);
const migrated = CASES.filter(isMigrated);

describe.each(RELEASES)('synth makes what the charts of %s render', (release) => {
  /** Returns the differences of the remote of a mesh. */
  const problems = (each: ParityCase, text: string): string[] => {
    const title = titleOf(release, each.name);
    const fields = () => compare(chartObjects(release, each), ownObjects(text), addressOf(each));
    return hashProblems(
      COMMITTED[title],
      ownHashes(text),
      `${title} (${valuesFile(each)})`,
      isRendered(release, each.name) ? fields : undefined,
    );
  };

  it.each(written)('of a mesh: $name', (each) => {
    expect(problems(each, meshText(release, each))).toEqual([]);
  });

  it.each(migrated)('of the values: $name', (each) => {
    expect(problems(each, migratedText(release, each))).toEqual([]);
  });

  it.each(['hq', 'remote2'] as const)('of a gateway in %s', (cluster) => {
    const ours = ownGateway(release, cluster);
    const title = titleOf(release, GATEWAY);
    const fields = () => compare(chartGateway(release), ours, addressOf({}));
    const atHand = isRendered(release, 'ip') ? fields : undefined;
    expect(hashProblems(COMMITTED[title], hashesOf(comparableObjects(ours)), title, atHand)).toEqual([]);
  });

  it('and two objects more', () => {
    const objects = synthObjects(meshText(release, {}), 'remote2');
    expect(objects.filter(isInNoChart).map(({ kind }) => kind)).toEqual(['Namespace', 'Secret']);
  });
});

describe('the charts', () => {
  const releases = RELEASES.filter((release) => isRendered(release, 'ip'));

  it.skipIf(releases.length === 0)(
    'have the committed hashes, as far as they are at hand',
    { timeout: 600_000 },
    async () => {
      await expect(`${JSON.stringify(chartHashes(), null, 2)}\n`).toMatchFileSnapshot(HASHES);
    },
  );

  describe.each(releases)('of %s', (release) => {
    it.each([
      ['"verbs":["get","list","watch"]', '"verbs":["get"]'],
      ['"port":15012', '"port":15013'],
      ['"failurePolicy":"Fail"', '"failurePolicy":"Ignore"'],
    ])('differ with %j turned into %j', (was, is) => {
      const [ip] = CASES.filter(({ name }) => name === 'ip');
      if (ip === undefined) throw new Error('no case');
      const text = JSON.stringify(chartObjects(release, ip));
      expect(text).toContain(was);
      const changed: KubeObject[] = JSON.parse(text.replace(was, is));
      expect(compare(changed, ownObjects(meshText(release, ip)), addressOf(ip))).not.toEqual([]);
    });
  });
});

describe('some case has other hashes without the value', () => {
  const [release] = RELEASES;

  it.each(KNOWN_VALUES)('$helm', ({ helm }) => {
    const guards = (each: ParityCase) =>
      isGuarded(readValues([sourceOf(each)]), helm, (values) =>
        ownHashes(
          migratedText(release, each, { kind: 'file', name: 'values.yaml', text: stringify(values) }),
        ),
      );
    expect(migrated.some(guards)).toBe(true);
  });
});

it('lists every difference in docs/chart-parity.md', () => {
  const page = readText('docs/chart-parity.md');
  expect(DIFFERENCES.map(({ name }) => name).filter((name) => !page.includes(name))).toEqual([]);
});
