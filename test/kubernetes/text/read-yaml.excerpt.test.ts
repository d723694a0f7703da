import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { offsetOf, positionsIn } from '../../../src/kubernetes/text/place';
import { excerptFor } from '../../../src/kubernetes/text/read-yaml';
import { readTree } from '../../../src/kubernetes/text/tree';
import type { Path } from '../../../src/problem';
import { meshInput } from '../../mesh/arbitrary-mesh';
import { writeYaml, yamlStyle } from './arbitrary-yaml';

const text = `# a mesh
istio: 1.0.9
primary:
  name: hq
remotes: # by name
# of Europe
- name: eu
  ports:
  - 80
- name: us
defaults: { tracing: true }
`;

describe('the excerpt of a large text', () => {
  it('has the lines of the wanted items, and empty lines in place of others', () => {
    expect(excerptFor(text, [['remotes', 1, 'name']], 0)).toBe(
      '# a mesh\n\n\n\nremotes: # by name\n# of Europe\n-\n\n\n- name: us\n\n',
    );
  });

  it.each<[string, readonly Path[]]>([
    ['the whole document is wanted', [['primary'], []]],
    ['it is not large', [['primary']]],
  ])('is the whole text when %s', (_, paths) => {
    expect(excerptFor(text, paths)).toBe(text);
  });

  it('has every key and value at the line and column of the whole text', () => {
    fc.assert(
      fc.property(meshInput, yamlStyle, fc.infiniteStream(fc.nat(3)), (mesh, style, picks) => {
        const whole = writeYaml(mesh, style).replace('\ufeff', '');
        const all = pathsIn(mesh);
        const paths = all.filter(() => picks.next().value === 0);
        const excerpt = excerptFor(whole, paths, 0);
        const [inExcerpt, inWhole] = [placesIn(excerpt), placesIn(whole)];
        for (const path of paths.slice(0, 5)) {
          for (const atKey of [true, false]) {
            expect(inExcerpt(path, atKey)).toEqual(inWhole(path, atKey));
            expect(inExcerpt([...path, 'none'], atKey)).toEqual(inWhole([...path, 'none'], atKey));
          }
        }
      }),
      { numRuns: 25 },
    );
  });
});

function placesIn(source: string) {
  const { root } = readTree(source);
  const placeAt = positionsIn(source);
  return (path: Path, atKey: boolean) => placeAt(offsetOf(root, path, atKey));
}

function pathsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Object.entries(value).flatMap(([key, child]) =>
    pathsIn(child, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return path.length === 0 ? inner : [path, ...inner];
}
