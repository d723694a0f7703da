import { type Field, jsonSchemaOf, whatItSays } from '../src/mesh/schema/fields';

/** The keywords of JSON Schema that give the type of a value, as used by the schemas of mesh.yaml. */
interface JsonSchema {
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | false;
}

const SCALARS: Readonly<Record<string, string>> = {
  string: 'string',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
  null: 'null',
};

const HEAD = '// Made from the schemas by `npm run build`; do not edit.\n';

/** A named type, for a part that would otherwise be repeated. */
export interface NamedType {
  readonly name: string;
  readonly schema: Field;
  /** Completes the comment above the type. */
  readonly about: string;
  /** Module that exports it, relative to the importing file. */
  readonly from?: string;
}

/**
 * Generates TypeScript types for parts of a mesh file as users write them, from the schemas that validate them. They
 * are equal to `z.infer`, but need no zod, and an editor shows the text of each option. A part that equals a named
 * type becomes that type, and a map with all keys of a named map extends it.
 * @param types in the order of the file; a type may use earlier ones
 * @param imported types of other files
 * @throws Error if a schema has a type that this function does not know
 */
export function inputTypes(types: readonly NamedType[], imported: readonly NamedType[] = []): string {
  const known: Known[] = imported.map(toKnown);
  const declarations = types.map((type) => {
    const one = toKnown(type);
    const text = declaration(type, one.schema, known);
    known.push(one);
    return text;
  });
  const body = declarations.join('\n');
  const used = imported.filter(({ name }) => new RegExp(`\\b${name}\\b`).test(body));
  const imports = [...new Set(used.map(({ from }) => from))].map((module) => {
    const names = used.filter(({ from }) => from === module).map(({ name }) => name);
    return `import type { ${names.join(', ')} } from '${module}';\n`;
  });
  return `${HEAD}${imports.join('')}\n${body}`;
}

interface Known {
  readonly name: string;
  readonly schema: JsonSchema;
}

function toKnown({ name, schema }: NamedType): Known {
  return { name, schema: plain(described(schema)) };
}

function declaration({ name, about }: NamedType, schema: JsonSchema, known: readonly Known[]): string {
  const { properties = {} } = schema;
  if (schema.properties === undefined)
    return `/** ${about} */\nexport type ${name} = ${typeOf(schema, '', known)};\n`;
  const has = (key: string, property: unknown) => isEqual(properties[key], property);
  const bases = known.filter(({ schema: base }) => {
    const entries = Object.entries(base.properties ?? {});
    return entries.length > 0 && entries.every(([key, property]) => has(key, property));
  });
  const inherited = bases.flatMap(({ schema: base }) => Object.keys(base.properties ?? {}));
  const own = Object.entries(properties).filter(([key]) => !inherited.includes(key));
  const heritage = bases.length === 0 ? '' : ` extends ${bases.map((base) => base.name).join(', ')}`;
  const map = mapOf({ ...schema, properties: Object.fromEntries(own) }, '', known);
  return `/** ${about} */\nexport interface ${name}${heritage} ${map}\n`;
}

/** Returns a schema without its text about one place of use. */
function plain({ description: _, ...schema }: JsonSchema): JsonSchema {
  return schema;
}

function isEqual(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

function described(schema: Field): JsonSchema {
  return jsonSchemaOf(schema, (notes) =>
    notes.default === undefined ? whatItSays(notes) : `${whatItSays(notes)} @default ${notes.default}`,
  );
}

function typeOf(schema: JsonSchema, indent: string, known: readonly Known[]): string {
  const named = known.find((one) => isEqual(one.schema, plain(schema)));
  if (named !== undefined) return named.name;
  if (schema.anyOf !== undefined) return unionOf(schema.anyOf.map((one) => typeOf(one, indent, known)));
  if (schema.enum !== undefined) return unionOf(schema.enum.map((word) => textOf(word)));
  if (schema.items !== undefined) return `readonly ${inList(typeOf(schema.items, indent, known))}[]`;
  if (schema.properties !== undefined) return mapOf(schema, indent, known);
  if (typeof schema.additionalProperties === 'object')
    return `Readonly<Record<string, ${typeOf(schema.additionalProperties, indent, known)}>>`;
  if (Object.keys(plain(schema)).length === 0) return 'unknown';
  return unionOf([schema.type ?? []].flat().map((name) => SCALARS[name] ?? unknownType(schema)));
}

function mapOf(
  { properties = {}, required = [] }: JsonSchema,
  indent: string,
  known: readonly Known[],
): string {
  const lines = Object.entries(properties).flatMap(([key, property]) => {
    const type = typeOf(property, `${indent}  `, known);
    return [
      ...documentation(property.description),
      `readonly ${key}${required.includes(key) ? `: ${type}` : `?: ${type} | undefined`};`,
    ].map((line) => `${indent}  ${line}`);
  });
  return `{\n${lines.join('\n')}\n${indent}}`;
}

function documentation(description: string | undefined): string[] {
  return description === undefined ? [] : [`/** ${description.replaceAll('*/', '*\\/')} */`];
}

function unionOf(types: readonly string[]): string {
  return types.length === 0 ? unknownType(types) : [...new Set(types)].join(' | ');
}

function inList(type: string): string {
  return type.includes('|') && !type.startsWith('{') ? `(${type})` : type;
}

function textOf(word: unknown): string {
  return typeof word === 'string' ? `'${word.replaceAll(/[\\']/g, '\\$&')}'` : JSON.stringify(word);
}

function unknownType(schema: unknown): never {
  throw new Error(`no TypeScript for ${JSON.stringify(schema)}`);
}
