import { describe, expect, it } from 'vitest';
import { mesh10 } from '../../../src/lines/istio-1.0/options/schema';
import { meshCurrent } from '../../../src/lines/istio-current/options/schema';
import { accepts, type Field } from '../../../src/mesh/schema/fields';
import { GRAMMARS, TEXTS } from './grammars';
import { textFields } from './text-fields';

const LINES: readonly [string, Map<string, Field>][] = [
  ['Istio 1.0', textFields(mesh10)],
  ['current Istio', textFields(meshCurrent)],
];

describe.each(LINES)('texts of a mesh of %s', (_, fields) => {
  it('have a grammar, or a reason why they are free', () => {
    expect([...fields.keys()].filter((place) => !Object.hasOwn(TEXTS, place))).toEqual([]);
  });

  it.each([...fields])('are held to it: %s', (place, field) => {
    const kind = TEXTS[place];
    if (typeof kind !== 'string') return;
    const grammar = GRAMMARS[kind];
    const isTaken = (text: string): boolean => accepts(field, text);
    expect(grammar.accepts.filter((text) => !isTaken(text))).toEqual([]);
    expect(grammar.refuses.filter(isTaken)).toEqual([]);
  });
});

it('lists no place that no line has', () => {
  const places = new Set(LINES.flatMap(([, fields]) => [...fields.keys()]));
  expect(Object.keys(TEXTS).filter((place) => !places.has(place))).toEqual([]);
});
