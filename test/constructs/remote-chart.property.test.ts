import { ApiObject, App, Chart } from 'cdk8s';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inApplyOrder } from '../../src/constructs/remote-chart';
import { UserError } from '../../src/problem';

/** Objects of a chart, and pairs of them. The first of a pair depends on the second. */
const charts = fc
  .record({
    own: fc.nat(8),
    further: fc.nat(6),
    pairs: fc.array(fc.tuple(fc.nat(13), fc.nat(13)), { maxLength: 8 }),
  })
  .map(({ own, further, pairs }) => {
    const chart = new Chart(new App(), 'eu');
    const objects = Array.from(
      { length: own + further },
      (_, index) => new ApiObject(chart, `o${index}`, { apiVersion: 'v1', kind: 'ConfigMap' }),
    );
    const dependencies = pairs.flatMap(([from, to]) => {
      const [source, target] = [objects[from], objects[to]];
      if (source === undefined || target === undefined || source === target) return [];
      source.addDependency(target);
      return [{ source, target }];
    });
    return { objects, own: objects.slice(0, own), dependencies };
  });

describe('inApplyOrder', () => {
  it('keeps the fixed order and respects every dependency, or says that they contradict each other', () => {
    fc.assert(
      fc.property(charts, ({ objects, own, dependencies }) => {
        let sorted: ApiObject[];
        try {
          sorted = inApplyOrder(own, objects);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
          return;
        }
        expect(new Set(sorted)).toEqual(new Set(objects));
        expect(sorted.filter((object) => own.includes(object))).toEqual(own);
        for (const { source, target } of dependencies)
          expect(sorted.indexOf(target)).toBeLessThan(sorted.indexOf(source));
      }),
    );
  });

  it('finds no contradiction where further objects depend on anything that was there before', () => {
    fc.assert(
      fc.property(charts, ({ objects, own, dependencies }) => {
        const isBackward = dependencies.every(
          ({ source, target }) => !own.includes(source) && objects.indexOf(target) < objects.indexOf(source),
        );
        fc.pre(isBackward);
        expect(inApplyOrder(own, objects)).toEqual(objects);
      }),
    );
  });
});
