import { type Field, jsonSchemaOf, whatItSays } from '../src/mesh/schema/fields';

/** The keywords of JSON Schema that say of which type a value is, as the schemas of mesh.yaml use them. */
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

const HEAD = '// Made from schema.ts, which is beside this file, by `npm run build`; do not edit.\n';

/** A type that has a file of its own. */
export interface NamedType {
  readonly name: string;
  /** Module that exports it, relative to the file that uses it. */
  readonly from: string;
}

/**
 * TypeScript for a part of a mesh file as people write it, made from the schema that validates it. It says the same as
 * `z.infer` does, but needs no zod, and an editor shows the text of each option.
 * @throws Error when the schema has a type that this function does not know
 */
export function inputType(name: string, about: string, schema: Field): string {
  const type = described(schema);
  const declared =
    type.properties === undefined
      ? `type ${name} = ${typeOf(type, '')};`
      : `interface ${name} ${mapOf(type, '')}`;
  return `${HEAD}\n/** ${about} */\nexport ${declared}\n`;
}

/**
 * The same for a whole mesh file of one line.
 * @param suffix completes the names `MeshInput`, `RemoteInput` and `RemoteOptionsInput`
 * @param title the line, as people call it
 * @param named types of fields of the mesh that have a file of their own
 */
export function meshInputTypes(
  suffix: string,
  title: string,
  schema: Field,
  named: Readonly<Record<string, NamedType>>,
): string {
  const mesh = described(schema);
  const { defaults = {}, remotes: { items: remote = {} } = {} } = mesh.properties ?? {};
  const own = Object.entries(remote.properties ?? {}).filter(([key]) => !isSame(defaults, remote, key));
  const options = `RemoteOptionsInput${suffix}`;
  const inMesh = (key: string, property: JsonSchema): string => {
    if (key === 'defaults') return options;
    if (key === 'remotes') return `readonly RemoteInput${suffix}[]`;
    return named[key]?.name ?? typeOf(property, '  ');
  };
  const imports = Object.values(named).map(({ name, from }) => `import type { ${name} } from '${from}';\n`);
  return `${HEAD}${imports.join('')}
/** Options of a remote cluster of ${title} as people write them. */
export interface ${options} ${mapOf(defaults, '')}

/** A remote cluster of ${title} as people write it. */
export interface RemoteInput${suffix} extends ${options} ${mapOf({ ...remote, properties: Object.fromEntries(own) }, '')}

/** A mesh of ${title} as people write it. */
export interface MeshInput${suffix} ${mapOf(mesh, '', inMesh)}
`;
}

function described(schema: Field): JsonSchema {
  return jsonSchemaOf(schema, (notes) =>
    notes.default === undefined ? whatItSays(notes) : `${whatItSays(notes)} @default ${notes.default}`,
  );
}

function typeOf(schema: JsonSchema, indent: string): string {
  if (schema.anyOf !== undefined) return unionOf(schema.anyOf.map((one) => typeOf(one, indent)));
  if (schema.enum !== undefined) return unionOf(schema.enum.map((word) => textOf(word)));
  if (schema.items !== undefined) return `readonly ${inList(typeOf(schema.items, indent))}[]`;
  if (schema.properties !== undefined) return mapOf(schema, indent);
  if (typeof schema.additionalProperties === 'object')
    return `Readonly<Record<string, ${typeOf(schema.additionalProperties, indent)}>>`;
  return unionOf([schema.type ?? []].flat().map((name) => SCALARS[name] ?? unknownType(schema)));
}

function mapOf(
  { properties = {}, required = [] }: JsonSchema,
  indent: string,
  type = (_key: string, property: JsonSchema) => typeOf(property, `${indent}  `),
): string {
  const lines = Object.entries(properties).flatMap(([key, property]) => {
    const isRequired = required.includes(key);
    return [
      ...documentation(property.description),
      `readonly ${key}${isRequired ? '' : '?'}: ${type(key, property)}${isRequired ? '' : ' | undefined'};`,
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

function isSame(left: JsonSchema, right: JsonSchema, key: string): boolean {
  return JSON.stringify(left.properties?.[key]) === JSON.stringify(right.properties?.[key]);
}

function textOf(word: unknown): string {
  return typeof word === 'string' ? `'${word.replaceAll(/[\\']/g, '\\$&')}'` : JSON.stringify(word);
}

function unknownType(schema: unknown): never {
  throw new Error(`no TypeScript for ${JSON.stringify(schema)}`);
}
