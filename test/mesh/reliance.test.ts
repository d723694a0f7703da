import { describe, expect, it } from 'vitest';
import { addOnRules } from '../../src/add-ons';
import { reader as reader10 } from '../../src/lines/istio-1.0/reader';
import * as rules10 from '../../src/lines/istio-1.0/rules';
import { reader as readerCurrent } from '../../src/lines/istio-current/reader';
import * as rulesCurrent from '../../src/lines/istio-current/rules';
import * as rulesOfEachPrimary from '../../src/lines/istio-current/rules/of-each-primary';
import { inEachView } from '../../src/lines/istio-current/rules/views';
import type { MeshLine, Rule } from '../../src/mesh/mesh-line';
import * as meshRules from '../../src/mesh/rules';
import { accepts } from '../../src/mesh/schema/fields';
import { isOfAnOption, problemsOf, unsaidCauses } from './reliance';
import { EXAMPLES_10, EXAMPLES_CURRENT, isNotAboutOptions } from './reliance-examples';

const common = { ...meshRules, ...Object.fromEntries(addOnRules.map((rule) => [rule.name, rule])) };

/** Every rule by its name. */
const LINES: readonly [
  MeshLine,
  Readonly<Record<string, Rule>>,
  Readonly<Record<string, readonly object[]>>,
][] = [
  [reader10, { ...common, ...rules10 }, EXAMPLES_10],
  [
    readerCurrent,
    {
      ...common,
      ...rulesCurrent,
      ...Object.fromEntries(
        Object.entries(rulesOfEachPrimary).map(([name, law]) => [name, inEachView([law])]),
      ),
    },
    EXAMPLES_CURRENT,
  ],
];

describe.each(LINES)('a rule of $title', (line, rules, examples) => {
  it('is about an option of a remote, with an example, or never', () => {
    const others = Object.keys(rules).filter((name) => examples[name] === undefined);
    expect(others.filter((name) => !isNotAboutOptions(name))).toEqual([]);
    expect(Object.keys(examples).filter((name) => rules[name] === undefined)).toEqual([]);
  });

  it.each(Object.entries(examples))('says which options its problems are about: %s', (name, meshes) => {
    const rule = rules[name];
    if (rule === undefined) throw new Error(`there is no rule ${name}`);
    for (const mesh of meshes) {
      expect(accepts(line.schema, mesh)).toBe(true);
      expect(problemsOf(line, rule, mesh).filter(isOfAnOption)).not.toEqual([]);
      expect(unsaidCauses(line, rule, mesh)).toEqual([]);
    }
  });

  it('is not about options without an example', () => {
    const meshes = Object.values(examples).flat();
    const others = Object.entries(rules).filter(([name]) => examples[name] === undefined);
    const speaking = others.filter(([, rule]) =>
      meshes.some((mesh) => problemsOf(line, rule, mesh).some(isOfAnOption)),
    );
    expect(speaking.map(([name]) => name)).toEqual([]);
  });
});
