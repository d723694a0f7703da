import { isMap } from '../is-map';
import { isQuantity } from '../kubernetes/quantity';
import { nearest } from '../mesh/schema/nearest';
import { errorAt, excerpt, type Path, type Problem, quoted } from '../problem';
import type { ObjectShape, Shape, SimpleShape } from './shape';

/** Checks an object of a Kubernetes type, anywhere in a manifest. */
export type TypeRule = (value: Readonly<Record<string, unknown>>, path: Path) => Problem[];

const REQUIRED = 'The API server refuses the object without it';

/** Limit of nesting, beyond any manifest. */
const DEEPEST = 100;

/**
 * Returns all differences between a value and its shape. Like the API server, ignores null.
 * @param ruleOf returns the rule of a type, if it has one
 */
export function shapeProblems(
  value: unknown,
  shape: Shape,
  ruleOf: (type: string) => TypeRule | undefined,
  path: Path = [],
): Problem[] {
  if (value === null || value === undefined || path.length > DEEPEST) return [];
  switch (shape.is) {
    case 'list': {
      if (!Array.isArray(value)) return [unexpected(path, 'a list', value)];
      if (value.length < (shape.shortest ?? 0))
        return [unexpected(path, `a list of at least ${shape.shortest}`, value)];
      return value.flatMap((item, index) => shapeProblems(item, shape.item, ruleOf, [...path, index]));
    }
    case 'map': {
      if (!isMap(value)) return [unexpected(path, 'a map', value)];
      return Object.entries(value).flatMap(([key, inner]) =>
        shapeProblems(inner, shape.value, ruleOf, [...path, key]),
      );
    }
    case 'object':
      return isMap(value) ? objectProblems(value, shape, ruleOf, path) : [unexpected(path, 'a map', value)];
    default:
      return simpleProblems(value, shape, path);
  }
}

function objectProblems(
  value: Record<string, unknown>,
  shape: ObjectShape,
  ruleOf: (type: string) => TypeRule | undefined,
  path: Path,
): Problem[] {
  const fields = shape.fields();
  const problems: Problem[] = [];
  for (const [name, inner] of Object.entries(value)) {
    const field = fields.get(name);
    if (field !== undefined) problems.push(...shapeProblems(inner, field.shape, ruleOf, [...path, name]));
    else if (shape.open !== true) problems.push(unknownField(name, shape, [...fields.keys()], path));
  }
  for (const [name, { required }] of fields) {
    if (required && (value[name] === undefined || value[name] === null))
      problems.push(errorAt([...path, name], 'expected a value, got nothing', REQUIRED));
  }
  // For a value of the wrong type, a rule would only repeat the problem.
  return problems.length > 0 ? problems : (ruleOf(shape.type)?.(value, path) ?? []);
}

function unknownField(name: string, shape: ObjectShape, names: readonly string[], path: Path): Problem {
  const versions = shape.elsewhere?.(name);
  const similar = versions === undefined ? nearest(name, names) : undefined;
  const message = `no such field${versions === undefined ? '' : ` in this version: ${versions} has it`}`;
  const fix =
    similar === undefined
      ? 'Take it out: the API server refuses it or drops it without a word'
      : `Did you mean ${quoted(similar)}?`;
  return { ...errorAt([...path, name], message, fix), atKey: true };
}

function simpleProblems(value: unknown, shape: SimpleShape, path: Path): Problem[] {
  const expected = EXPECTED[shape.is];
  if (!expected.fits(value)) return [unexpected(path, expected.what, value, expected.fix)];
  const { allowed, pattern, least, most, shortest = 0, longest = Number.POSITIVE_INFINITY } = shape;
  if (allowed !== undefined && !allowed.includes(value))
    return [
      unexpected(path, allowed.length === 1 ? quoted(allowed[0]) : `one of ${allowed.join(', ')}`, value),
    ];
  if (typeof value === 'string') {
    if (pattern !== undefined && !pattern.test(value))
      return [unexpected(path, `a text that matches ${pattern.source}`, value)];
    if (value.length < shortest) return [unexpected(path, 'a text', value)];
    if (value.length > longest) return [unexpected(path, `at most ${longest} characters`, value)];
  }
  if (typeof value === 'number' && (value < (least ?? value) || value > (most ?? value)))
    return [unexpected(path, `a number from ${least ?? '…'} to ${most ?? '…'}`, value)];
  return [];
}

interface Expected {
  readonly what: string;
  readonly fits: (value: unknown) => boolean;
  readonly fix?: string;
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isInteger = (value: unknown): boolean => Number.isSafeInteger(value);

const EXPECTED: Readonly<Record<SimpleShape['is'], Expected>> = {
  anything: { what: 'anything', fits: () => true },
  text: { what: 'a text', fits: isText, fix: 'Put it in quotes' },
  integer: { what: 'an integer', fits: isInteger, fix: 'Write it without quotes and without a fraction' },
  number: { what: 'a number', fits: (value) => typeof value === 'number', fix: 'Write it without quotes' },
  truth: {
    what: 'true or false',
    fits: (value) => typeof value === 'boolean',
    fix: 'Write it without quotes',
  },
  time: {
    what: 'a time such as "2024-05-01T12:00:00Z"',
    fits: (value) => isText(value) && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(value),
  },
  bytes: {
    what: 'base64',
    fits: (value) => isText(value) && isBase64(value),
    fix: 'Encode it: `base64 -w0`, or use stringData in a Secret',
  },
  quantity: {
    what: 'a quantity such as 100m or 128Mi',
    fits: (value) => (isText(value) && isQuantity(value)) || typeof value === 'number',
  },
  'integer or text': { what: 'an integer or a text', fits: (value) => isText(value) || isInteger(value) },
};

function isBase64(text: string): boolean {
  const packed = text.replace(/[\r\n]/g, '');
  return packed.length % 4 === 0 && /^[A-Za-z\d+/]*={0,2}$/.test(packed);
}

/** Messages never contain a value of a Secret. */
function unexpected(path: Path, expected: string, value: unknown, fix?: string): Problem {
  const hidden = path.includes('data') || path.includes('stringData');
  const got = hidden && typeof value === 'string' ? 'another text' : excerpt(value);
  return errorAt(path, `expected ${expected}, got ${got}`, fix);
}
