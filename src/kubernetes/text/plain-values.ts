import {
  constructFromEvents,
  defineMappingTag,
  defineScalarTag,
  EVENT_ID,
  type Event,
  NOT_RESOLVED,
  parseEvents,
  Schema,
  seqTag,
  strTag,
  YAMLException,
} from 'js-yaml';

/** Limit of values that aliases may repeat here. A file with more is read again by the rules of its dialect. */
const MOST_ALIASED = 20_000;

/** Limit of nesting, after following aliases. */
const DEEPEST = 200;

/**
 * Returns js-yaml's schema of a dialect, for plain cases only: keys are texts and unique in their map, and nothing
 * merges.
 * @param scalar returns the value of a plain scalar
 * @param firstChars first characters of scalars that may not be texts
 */
export function plainSchema(scalar: (source: string) => unknown, firstChars: string): Schema {
  const typed = defineScalarTag('!plain', {
    implicit: true,
    implicitFirstChars: ['', ...firstChars],
    resolve: (source) => {
      const value = scalar(source);
      return typeof value === 'string' ? NOT_RESOLVED : value;
    },
    identify: () => false,
  });
  const map = defineMappingTag<Record<string, unknown>>('tag:yaml.org,2002:map', {
    create: () => ({}),
    addPair: (carrier, key, value) => {
      if (typeof key !== 'string' || key === '<<' || key === '__proto__') return 'not a plain key';
      carrier[key] = value;
      return '';
    },
    has: (carrier, key) => typeof key === 'string' && Object.hasOwn(carrier, key),
    keys: Object.keys,
    get: (carrier, key) => carrier[String(key)],
    identify: () => false,
  });
  return new Schema([strTag, typed, seqTag, map]);
}

interface PlainText {
  readonly documents: number;
  /** The value of the first document. Undefined if it has a tag, a mistake, or anything else that is not plain. */
  readonly plain: { readonly value: unknown } | undefined;
}

/**
 * Reads a text with js-yaml.
 * @param maxDepth limit of nesting
 * @throws YAMLException for wrong syntax
 */
export function readPlain(source: string, maxDepth: number, schema: Schema): PlainText {
  const events = parseEvents(source, { maxDepth });
  const count = events.filter(({ type }) => type === EVENT_ID.DOCUMENT).length;
  const documents = events[1]?.type === EVENT_ID.POP ? 0 : count;
  if (documents === 0) return { documents, plain: { value: undefined } };
  if (events.some((event) => 'tagStart' in event && event.tagStart >= 0))
    return { documents, plain: undefined };
  try {
    const [value] = constructFromEvents(events, { source, schema });
    const isPlain = aliasedIn(value, events) <= MOST_ALIASED;
    return { documents, plain: isPlain ? { value } : undefined };
  } catch (error) {
    if (error instanceof YAMLException) return { documents, plain: undefined };
    throw error;
  }
}

const NODES = { [EVENT_ID.SCALAR]: true, [EVENT_ID.SEQUENCE]: true, [EVENT_ID.MAPPING]: true };

/** Returns how many keys and values aliases add to a value. */
function aliasedIn(value: unknown, events: readonly Event[]): number {
  if (!events.some(({ type }) => type === EVENT_ID.ALIAS)) return 0;
  return sizeOf(value, new Map(), 0) - events.filter(({ type }) => type in NODES).length;
}

function sizeOf(value: unknown, known: Map<object, number>, depth: number): number {
  if (typeof value !== 'object' || value === null) return 1;
  const found = known.get(value);
  if (found !== undefined) return found;
  // A value inside itself has no size. The search stops where aliases repeat forever.
  known.set(value, Number.POSITIVE_INFINITY);
  if (depth > DEEPEST) return Number.POSITIVE_INFINITY;
  const own = Array.isArray(value) ? 1 : 1 + Object.keys(value).length;
  const size = Object.values(value).reduce<number>(
    (sum, child) => sum + sizeOf(child, known, depth + 1),
    own,
  );
  known.set(value, size);
  return size;
}

/** js-yaml's reasons in clearer words, and what to do. */
const REASONS: readonly (readonly [reason: RegExp, message: string | undefined, fix: string])[] = [
  [/^null byte|^the stream contains non-printable/, 'a control character', 'Is this the right file?'],
  [/^nesting exceeded/, 'maps and lists are nested 40 deep', 'Is this the right file?'],
  [/^tab characters/, undefined, 'Indent with spaces'],
  [/quoted scalar$/, 'a quote is never closed', 'Close it; within double quotes write \\" for a quote'],
  [/^deficient indentation/, 'a quote, [ or { is never closed', 'Close it'],
  [/within a flow collection$/, 'a [ or { is never closed', 'Close it'],
  [/^missed comma|found ','/, 'a comma is missing or doubled', 'Put one comma between two values'],
  [/^bad indentation of a sequence entry/, undefined, 'Align it with the lines that it belongs to'],
  [/^unknown escape|hexadecimal/, undefined, 'Use single quotes: a backslash has no special meaning there'],
  [
    /^end of the stream or a document separator/,
    'expected a key or a list item',
    'Write `key: value`, with quotes around text that begins with a special character',
  ],
];

/** Returns the message of a syntax error, and what to do about it. */
export function syntaxMessage(text: string, { reason, mark }: YAMLException): [string, string | undefined] {
  const line = text.split(/\r\n?|\n/)[mark?.line ?? 0] ?? '';
  if (/^bad indentation of a mapping entry/.test(reason))
    return [`not valid YAML: ${reason}`, keyAdvice(line)];
  const [, message = reason, fix] = REASONS.find(([known]) => known.test(reason)) ?? [];
  return [`not valid YAML: ${message}`, fix];
}

function keyAdvice(line: string): string {
  if (/^\s*\t/.test(line)) return 'Indent with spaces';
  if (/: .*: /.test(line)) return 'Put quotes around a value with a colon in it';
  return 'Align it with the lines that it belongs to';
}
