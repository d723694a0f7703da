// Writes the tables of options in docs/configuration.md from the schema that validates mesh.yaml.
// With --check it writes nothing and exits with 1 when the committed tables are out of date.
import { readFileSync, writeFileSync } from 'node:fs';
import { exportsOf } from './bundle.mjs';

const FILE = 'docs/configuration.md';
const END = '<!-- End of what build/docs.mjs makes. -->';

const { istio10, current, notesOn } = await exportsOf('build/schemas.ts');

const text = readFileSync(FILE, 'utf8');
const wanted = [
  ['src/lines/istio-1.0/options/schema.ts', tables(istio10.schema, '', [])],
  [
    'src/lines/istio-current/options/schema.ts',
    tables(current.schema, ', current Istio', [
      'output',
      'sharedServices',
      'credentials',
      'argocd',
      'flux',
      'rollout',
      'patches',
    ]),
  ],
].reduce(withTables, text);
if (!process.argv.includes('--check')) writeFileSync(FILE, wanted);
else if (wanted !== text) {
  console.error(`${FILE}: the tables of options are out of date. Run \`node build/docs.mjs\``);
  process.exitCode = 1;
}

/** The page with other tables between the marker lines of a schema. */
function withTables(page, [source, made]) {
  const start = `<!-- Made by build/docs.mjs from the schema. Change ${source} and run \`node build/docs.mjs\`. -->`;
  const [before, rest = ''] = page.split(start);
  const end = rest.indexOf(END);
  if (end < 0) throw new Error(`${FILE}: expected the two marker lines of ${source}`);
  return `${before}${start}\n\n${made}\n\n${rest.slice(end)}`;
}

/**
 * The tables of one line.
 * @param suffix of every heading
 * @param shared fields with tables in the part of the other line
 */
function tables(schema, suffix, shared) {
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
  ]
    .map((table) => table.replace('\n', `${suffix}\n`))
    .join('\n\n');
}

/** The options of a list’s items, except the options that another map has too. */
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

/** A table of a map, or of the maps in a list, and one for each map in it. */
function groups(path, field) {
  const { def } = unwrapped(field);
  // A value that may also be a word: the map has a table of its own.
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
  const rows = Object.entries(shape).map(([name, field]) => row(`${prefix}${name}`, field));
  return [
    `### ${title}`,
    '',
    '| option | type | default | Helm value replaced | description |',
    '|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

function row(name, field) {
  const { description = '', helm, default: fallback } = notesOn(withNotes(field)) ?? {};
  const cells = [
    `\`${name}\``,
    typeOf(field),
    fallback ?? (field.def.type === 'optional' ? '–' : '**required**'),
    helm === undefined ? '–' : helmText(helm),
    description,
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('<', '&lt;')).join(' | ')} |`;
}

/** Paths of values, flags and commands as code, prose as prose. */
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

/** Maps that people may leave out with null (requests and limits) are told in one cell. */
function hasOwnTable(field) {
  return hasShape(unwrapped(field)) && inner(field)?.def.type !== 'nullable';
}

function hasShape(schema) {
  return 'shape' in unwrapped(schema).def;
}

function inner(field) {
  return field.def.type === 'optional' ? field.def.innerType : field;
}

/** Where the notes of a field are: below `optional`. */
function withNotes(field) {
  return inner(field);
}

function unwrapped(schema) {
  return 'innerType' in schema.def ? unwrapped(schema.def.innerType) : schema;
}
