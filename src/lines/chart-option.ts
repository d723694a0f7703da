import { isMap } from '../is-map';
import { type Field, group, optional } from '../mesh/schema/fields';
import type { ValueKind } from '../migrate/mesh-option';

/** How an option uses a value of the chart. A line may add fields. */
export interface ValueUse {
  /** Dotted path below the values. */
  readonly helm?: string;
  /** How the templates read it. Undefined: `migrate` does not read it. */
  readonly read?: ValueKind;
  /** Whether the option has the opposite meaning. */
  readonly opposite?: true;
}

/** The notes of an option, besides its type and chart value. */
export interface OptionNotes<Value> {
  /** What the option means, in one sentence. */
  readonly description: string;
  /** Undefined: none. */
  readonly default?: Value | ((release: never) => Value);
  /** The default in words, if its value is not clear. */
  readonly defaultText?: string;
  /** The documentation's text about the Helm value, if its path is not clear; null: none. */
  readonly helmText?: string | null;
}

/** Carries the type of a default to {@link DefaultsOf}. No value of it exists. */
export declare const HELD: unique symbol;
export interface WithDefault<Value> {
  readonly [HELD]?: Value;
}

type Fields = Readonly<Record<string, Field>>;

/** The default of each option. */
export type DefaultsOf<F extends Fields> = {
  readonly [Key in keyof F as F[Key] extends { readonly [HELD]?: infer Value }
    ? unknown extends Value
      ? never
      : Key
    : never]: F[Key] extends { readonly [HELD]?: infer Value } ? Exclude<Value, undefined> : never;
};

const uses = new WeakMap<object, ValueUse>();
const defaults = new WeakMap<object, (release: string) => unknown>();

/** Returns an option with all its facts: type, default, Helm value and text for the docs. */
export function chartOption<F extends Field, Use extends ValueUse, const Value = never>(
  plain: F,
  notes: OptionNotes<Value> & Use,
) {
  const { description, helm, default: fallback } = notes;
  const helmText =
    notes.helmText === undefined
      ? notes.opposite === true
        ? `the opposite of ${helm}`
        : helm
      : notes.helmText;
  const defaultText = notes.defaultText ?? (fallback === undefined ? undefined : inWords(fallback));
  const own = {
    description,
    ...(helmText === undefined || helmText === null ? {} : { helm: helmText }),
    ...(defaultText === undefined ? {} : { default: defaultText }),
  };
  const field = optional(plain, own);
  uses.set(field, notes);
  if (fallback !== undefined)
    defaults.set(field, typeof fallback === 'function' ? (fallback as never) : () => fallback);
  return field as typeof field & WithDefault<Value>;
}

/** Returns a map of options, each with its own default. */
export function chartGroup<F extends Fields>(
  fields: F,
  {
    description,
    helm,
    defaultText,
  }: Pick<OptionNotes<never>, 'description' | 'defaultText'> & Pick<ValueUse, 'helm'>,
) {
  const field = optional(group(fields), {
    description,
    ...(helm === undefined ? {} : { helm }),
    ...(defaultText === undefined ? {} : { default: defaultText }),
  });
  defaults.set(field, (release) => defaultsOf(fields, release));
  return field as typeof field & WithDefault<DefaultsOf<F>>;
}

/** Returns the chart's default for each option of a map. */
export function defaultsOf<F extends Fields>(fields: F, release: string): DefaultsOf<F> {
  const found = Object.entries(fields).flatMap(([key, field]): [string, unknown][] => {
    const value = defaults.get(field)?.(release);
    return value === undefined ? [] : [[key, value]];
  });
  return Object.fromEntries(found) as DefaultsOf<F>;
}

/** Returns how the options of a map use values of the chart, with the path of each option. */
export function usesIn<Use extends ValueUse>(
  fields: Fields,
  path: readonly string[] = [],
): (Use & { readonly option: string })[] {
  return Object.entries(fields).flatMap(([key, field]) => {
    const here = [...path, key];
    const use = uses.get(field);
    if (use?.read !== undefined) return [{ ...(use as Use), option: here.join('.') }];
    const inner = innerFields(field);
    return inner === undefined ? [] : usesIn<Use>(inner, here);
  });
}

/** Returns the fields of an optional map. */
function innerFields(field: Field): Fields | undefined {
  const { def } = field as { readonly def: object };
  if ('innerType' in def) return innerFields(def.innerType as Field);
  return 'shape' in def && isMap(def.shape) ? (def.shape as Fields) : undefined;
}

function inWords(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inWords).join(', ')}]`;
  if (isMap(value))
    return `{ ${Object.entries(value)
      .map(([key, inner]) => `${key}: ${inWords(inner)}`)
      .join(', ')} }`;
  return String(value);
}
