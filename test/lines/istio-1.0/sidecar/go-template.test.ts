import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { goTemplate } from '../../../../src/lines/istio-1.0/sidecar/go-template';
import { Choice, PodText, type Template } from '../../../../src/lines/istio-1.0/sidecar/template';
import { GO, NO_GO, texts } from './go-engine';
import { anyText, BARE_POD } from './pods';

const IF_A = { annotationSet: 'a' } as const;
const IF_ANNOTATION_A = '[[- if isset .ObjectMeta.Annotations "a" ]]';

function lines(...text: string[]): string {
  return text.join('\n');
}

describe('printing plain values', () => {
  it('quotes texts, not numbers and booleans', () => {
    expect(goTemplate({ a: 'yes', b: 1, c: true, d: '' })).toBe(
      lines('a: "yes"', 'b: 1', 'c: true', 'd: ""'),
    );
  });

  it('leaves out keys without a value', () => {
    expect(goTemplate({ a: undefined, b: { c: undefined }, d: [{ e: undefined, f: 1 }] })).toBe(
      lines('b: {}', 'd:', '- f: 1'),
    );
  });

  it('indents maps and not the lists of a map', () => {
    expect(goTemplate({ a: { b: ['c', { d: 1, e: ['f'] }] } })).toBe(
      lines('a:', '  b:', '  - "c"', '  - d: 1', '    e:', '    - "f"'),
    );
  });

  it('prints lists of lists', () => {
    expect(goTemplate({ a: [['b', 'c'], [['d']]] })).toBe(lines('a:', '- - "b"', '  - "c"', '- - - "d"'));
  });

  it('prints empty maps and lists as such', () => {
    expect(goTemplate({ a: {}, b: [], c: [{}, []] })).toBe(lines('a: {}', 'b: []', 'c:', '- {}', '- []'));
  });

  it('escapes what YAML and Go both read', () => {
    expect(goTemplate({ a: '"\\\n\x07\x7f\u2028\u{1f600}' })).toBe(
      'a: "\\"\\\\\\n\\u0007\\u007f\\u2028\\U0001f600"',
    );
  });

  it('prints [[ so that Go prints it again', () => {
    expect(goTemplate({ a: '[[ x ]]' })).toBe('a: "[["[["]] x ]]"');
  });
});

describe('printing choices', () => {
  it('chooses the value of a key', () => {
    expect(goTemplate({ a: new Choice(IF_A, 'b', { c: 1 }), d: 2 })).toBe(
      lines(
        'a:',
        `  ${IF_ANNOTATION_A}`,
        '    "b"',
        '  [[- else ]]',
        '    c: 1',
        '  [[- end ]]',
        'd: 2',
      ).replace(/^ {2}(?=\[\[| )/gm, ''),
    );
  });

  it('chooses items of a list', () => {
    expect(goTemplate({ a: ['b', new Choice(IF_A, ['c', 'd'], 'e')] })).toBe(
      lines('a:', '- "b"', IF_ANNOTATION_A, '- "c"', '- "d"', '[[- else ]]', '- "e"', '[[- end ]]'),
    );
  });

  it('has no else for an empty list', () => {
    expect(goTemplate({ a: [new Choice(IF_A, ['b'], [])] })).toBe(
      lines('a:', IF_ANNOTATION_A, '- "b"', '[[- end ]]'),
    );
  });

  it('prints an empty branch as an empty map', () => {
    expect(goTemplate({ a: new Choice(IF_A, {}, { b: {} }) })).toBe(
      lines('a:', IF_ANNOTATION_A, '  {}', '[[- else ]]', '  b: {}', '[[- end ]]'),
    );
  });

  it.each([
    [{ labelNotEmpty: 'app' }, 'ne "" (index .ObjectMeta.Labels "app")'],
    [{ concurrencySet: true }, 'gt .ProxyConfig.Concurrency 0'],
    [
      { interceptionMode: 'TPROXY' },
      'eq (or (index .ObjectMeta.Annotations "sidecar.istio.io/interceptionMode") .ProxyConfig.InterceptionMode.String) "TPROXY"',
    ],
  ] as const)('asks %j', (condition, question) => {
    expect(goTemplate({ a: new Choice(condition, 1, 2) })).toContain(`[[- if ${question} ]]`);
  });
});

describe('printing text of a pod', () => {
  it.each([
    ['annotation', PodText.annotation('a'), 'printf "%q" (index .ObjectMeta.Annotations "a")'],
    ['label', PodText.label('a'), 'printf "%q" (index .ObjectMeta.Labels "a")'],
    [
      'annotation with a fallback',
      PodText.annotationOr('a', 'ControlPlaneAuthPolicy'),
      'printf "%q" (print (or (index .ObjectMeta.Annotations "a") .ProxyConfig.ControlPlaneAuthPolicy))',
    ],
    ['field', PodText.proxyConfig('ProxyAdminPort'), 'printf "%q" (print .ProxyConfig.ProxyAdminPort)'],
    [
      'duration',
      PodText.duration('DrainDuration'),
      'printf "%q" (formatDuration .ProxyConfig.DrainDuration)',
    ],
  ])('quotes a %s with Go', (_, text, action) => {
    expect(goTemplate({ a: text })).toBe(`a: [[ ${action} ]]`);
  });

  it('asks for the interception mode by name, as the chart does', () => {
    expect(goTemplate({ a: PodText.annotationOr('a', 'InterceptionMode') })).toContain(
      '.ProxyConfig.InterceptionMode.String',
    );
  });
});

/** Returns the meaning of a template for a pod whose only annotation is `set`. */
function meaning(template: Template, set: string): unknown {
  if (template instanceof Choice) return meaning(picked(template, set), set);
  if (template instanceof PodText) return set;
  if (Array.isArray(template)) return template.flatMap((item) => itemMeaning(item, set));
  if (typeof template !== 'object') return template;
  return Object.fromEntries(
    Object.entries(template).map(([key, value]) => [key, value === undefined ? null : meaning(value, set)]),
  );
}

function itemMeaning(item: Template, set: string): unknown[] {
  if (!(item instanceof Choice)) return [meaning(item, set)];
  const side = picked(item, set);
  return Array.isArray(side) ? side.flatMap((inner) => itemMeaning(inner, set)) : itemMeaning(side, set);
}

function picked({ condition, then, otherwise }: Choice, set: string): Template {
  return 'annotationSet' in condition && condition.annotationSet === set ? then : otherwise;
}

/** Nothing, an empty map and an empty list are the same in Kubernetes. */
function normal(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? null : value.map(normal);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, normal(inner)] as const);
  const kept = entries.filter(([, inner]) => inner !== null);
  return kept.length === 0 ? null : Object.fromEntries(kept);
}

const { template: anyTemplate } = fc.letrec<{ template: Template; list: Template[]; map: Template }>(
  (tie) => ({
    template: fc.oneof(
      { depthSize: 'medium', withCrossShrink: true },
      anyText,
      fc.integer(),
      fc.boolean(),
      // Every pod below has one annotation, with its own name as the value.
      fc.constant(new Choice(IF_A, PodText.annotation('a'), PodText.annotation('b'))),
      tie('list'),
      tie('map'),
      fc
        .tuple(fc.constantFrom('a', 'b', 'c'), tie('template'), tie('template'))
        .map(([annotationSet, then, otherwise]) => new Choice({ annotationSet }, then, otherwise)),
    ),
    list: fc.array(tie('template'), { maxLength: 3 }),
    map: fc.dictionary(fc.constantFrom('a', 'b', 'image', 'args'), tie('template'), { maxKeys: 3 }),
  }),
);

describe('Go, given the printed template', () => {
  beforeEach(({ skip }) => {
    if (GO === undefined) skip(NO_GO);
  });

  it('says what the template means, whatever is nested in what', () => {
    const some = fc.array(
      anyTemplate.map((root) => ({ root })),
      { minLength: 1, maxLength: 20, size: 'max' },
    );
    fc.assert(
      fc.property(some, (templates) => {
        const pods = ['a', 'b'].map((name) => ({
          ...BARE_POD,
          objectMeta: { labels: {}, annotations: { [name]: name } },
        }));
        const jobs = templates.flatMap((template) =>
          pods.map((pod) => ({ template: goTemplate(template), ...pod })),
        );
        const said = texts(jobs).map((text) => normal(parse(text)));
        const meant = templates.flatMap((template) => [
          normal(meaning(template, 'a')),
          normal(meaning(template, 'b')),
        ]);
        expect(said).toEqual(meant);
      }),
      { numRuns: 25 },
    );
  });
});
