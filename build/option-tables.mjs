// The tables of options of docs/configuration.md, as data, from the schema that validates mesh.yaml.
import { exportsOf } from './bundle.mjs';

const { istio10, current, notesOn } = await exportsOf('build/schemas.ts');

/** The columns of every table, and the kind of text in them. */
export const COLUMNS = [
  { title: 'option', kind: 'options' },
  { title: 'type', kind: 'types' },
  { title: 'default', kind: 'defaults' },
  { title: 'Helm value replaced', kind: 'helm' },
  { title: 'description', kind: 'descriptions' },
];

/**
 * The tables of both lines. Each has a title, which `suffix` follows, and rows with a text for each column, all in
 * English.
 */
export const LINES = [
  {
    source: 'src/lines/istio-1.0/options/schema.ts',
    suffix: '',
    tables: tablesOf(istio10.schema, []),
  },
  {
    source: 'src/lines/istio-current/options/schema.ts',
    suffix: ', current Istio',
    tables: tablesOf(current.schema, [
      'output',
      'sharedServices',
      'credentials',
      'argocd',
      'flux',
      'rollout',
      'patches',
    ]),
  },
];

/**
 * Returns the tables of one line.
 * @param shared fields with tables in the part of the other line
 */
function tablesOf(schema, shared) {
  const { primary, primaries, security, defaults, remotes, ...top } = schema.def.shape;
  const remote = unwrapped(remotes).def.element;
  const options = unwrapped(defaults).def.shape;
  const own = Object.fromEntries(Object.entries(remote.def.shape).filter(([name]) => !(name in options)));
  const isOwn = ([name]) => !shared.includes(name);
  const all =
    security === undefined
      ? { primary, primaries, defaults, remotes }
      : { primary, security, defaults, remotes };
  return [
    section('Top level', '', { ...top, ...all }),
    ...Object.entries(top)
      .filter(isOwn)
      .flatMap(([name, field]) => groups(name, field)),
    ...groups('primary', primary),
    ...(primaries === undefined ? [] : listed('primaries', primaries, primary)),
    ...(security === undefined ? [] : groups('security', security)),
    section('Options of a remote, only in `remotes[]`', '', own),
    section('Options of a remote, in `remotes[]` or `defaults`', '', options),
    ...Object.entries(options).flatMap(([name, field]) => groups(name, field)),
  ];
}

/** Returns the options of a list's items, without the ones that another map has too. */
function listed(name, list, other) {
  const { shape } = unwrapped(list).def.element.def;
  const known = unwrapped(other).def.shape;
  const own = Object.entries(shape).filter(([key, field]) => known[key] !== field);
  return [
    section(
      `\`${name}[]\`: options in addition to those of \`primary\``,
      `${name}[].`,
      Object.fromEntries(own),
    ),
  ];
}

/** Returns the table of a map, or of the maps in a list, and one for each map in it. */
function groups(path, field) {
  const { def } = unwrapped(field);
  // The value may also be a word: the map has its own table.
  if (def.type === 'union') return def.options.filter(hasShape).flatMap((map) => groups(path, map));
  if (def.type === 'array') return hasShape(def.element) ? groups(`${path}[]`, def.element) : [];
  if (!hasOwnTable(field)) return [];
  return [
    section(`\`${path}\``, `${path}.`, def.shape),
    // Patches of a cluster are those of the mesh without `clusters`.
    ...Object.entries(def.shape).flatMap(([name, inner]) =>
      name === 'patches' ? [] : groups(`${path}.${name}`, inner),
    ),
  ];
}

function section(title, prefix, shape) {
  return { title, rows: Object.entries(shape).map(([name, field]) => row(`${prefix}${name}`, field)) };
}

function row(name, field) {
  // The notes of an optional field are below `optional`.
  const { description = '', helm, default: fallback } = notesOn(inner(field)) ?? {};
  return [
    `\`${name}\``,
    typeOf(field),
    fallback ?? (field.def.type === 'optional' ? '–' : '**required**'),
    helm === undefined ? '–' : helmText(helm),
    description,
  ];
}

/** Formats paths of values, flags and commands as code, and leaves prose. */
function helmText(helm) {
  const [, not = '', value, rest = ''] =
    /^(the opposite of )?(kubectl .*|--\w+|\w+(?:\.\w+)+(?=$| )|\w+(?=$))(.*)/.exec(helm) ?? [];
  return value === undefined ? helm : `${not}\`${value}\`${rest}`;
}

function typeOf(field) {
  const schema = unwrapped(field);
  const { def } = schema;
  const orNull = field.def.type === 'nullable' || inner(field)?.def.type === 'nullable' ? ', or null' : '';
  if (def.type === 'unknown') return 'any value';
  if (def.type === 'boolean') return `true or false${orNull}`;
  if (def.type === 'array' && hasShape(def.element)) return 'a list of maps, see below';
  if (def.type === 'object') {
    if (hasOwnTable(field)) return 'a map, see below';
    const keys = Object.keys(def.shape).map((key) => `\`${key}\``);
    return `a map with ${keys.join(' and ')}${orNull}`;
  }
  return `${def.error({ code: 'invalid_type' })}${orNull}`;
}

/** Optional maps (requests and limits) are described in one cell. */
function hasOwnTable(field) {
  return hasShape(unwrapped(field)) && inner(field)?.def.type !== 'nullable';
}

function hasShape(schema) {
  return 'shape' in unwrapped(schema).def;
}

function inner(field) {
  return field.def.type === 'optional' ? field.def.innerType : field;
}

function unwrapped(schema) {
  return 'innerType' in schema.def ? unwrapped(schema.def.innerType) : schema;
}
