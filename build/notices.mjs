// Generates THIRD-PARTY-NOTICES: the works by others that the package contains, each with its licence.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { TEMPLATE_ENGINE } from './template-engine.mjs';

/** Licences (SPDX) that only require their text and the copyright. */
export const ALLOWED_LICENCES = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'Unlicense',
];

const LICENCE_FILE = /(?:licen[cs]e|copying|notice|copyright)[\w-]*(?:\.(?:md|txt))?$/i;

const LINE = '-'.repeat(80);

/**
 * @param contents result of `contentsOf` for all bundles
 * @param root base folder of the modules' paths, with imports/ and LICENSE
 * @throws Error that lists every work without an allowed licence or without its text
 */
export function notices(contents, root = '.', engine = TEMPLATE_ENGINE) {
  const modules = Object.values(contents).flatMap(Object.keys);
  const files = [...new Set(modules)].map((path) => resolve(root, path));
  const works = [...packagesOf(files, root), goIn(engine), ...kubernetesIn(files, root)];
  const faults = works.flatMap(faultsOf);
  if (faults.length > 0) throw new Error(`THIRD-PARTY-NOTICES:\n${faults.join('\n')}`);
  return print(works.sort((left, right) => (labelOf(left) < labelOf(right) ? -1 : 1)));
}

/** Returns the packages by others that files belong to. */
function packagesOf(files, root) {
  const found = new Map();
  for (const folder of new Set(files.map((file) => packageOf(dirname(file))))) {
    if (folder === resolve(root)) continue;
    const { name, version, license, author } = manifestIn(folder);
    found.set(`${name} ${version}`, {
      name,
      version,
      licence: license,
      author: (author?.name ?? author)?.replace(/ *[<(].*/, ''),
      source: `https://www.npmjs.com/package/${name}/v/${version}`,
      texts: licencesIn(folder),
    });
  }
  return [...found.values()];
}

/** Returns the nearest folder upwards whose package.json has name and version: some packages contain others. */
function packageOf(folder) {
  const { name, version } = manifestIn(folder);
  return name === undefined || version === undefined ? packageOf(dirname(folder)) : folder;
}

function manifestIn(folder) {
  const file = join(folder, 'package.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  if (folder === dirname(folder))
    throw new Error(`${folder}: expected a package.json above every bundled file`);
  return {};
}

function licencesIn(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && LICENCE_FILE.test(entry.name))
    .map((entry) => join(folder, entry.name))
    .sort()
    .map(textIn);
}

/** The engine for templates contains Go's runtime and standard library, and its glue code is a file of Go. */
function goIn(engine) {
  const module = readFileSync(join(engine, 'go.mod'), 'utf8');
  if (/^\s*require\b/m.test(module))
    throw new Error(
      `${engine}/go.mod: requires modules, whose licences THIRD-PARTY-NOTICES would lack. Add them in build/notices.mjs`,
    );
  return {
    name: 'Go (runtime, standard library, wasm_exec.js)',
    version: /^go (.*)$/m.exec(module)?.[1],
    licence: 'BSD-3-Clause',
    author: 'The Go Authors',
    source: 'https://go.dev',
    texts: ['GO-LICENSE', 'GO-PATENTS'].map((name) => textIn(join(engine, 'built', name))),
  };
}

/** Validation's facts about Kubernetes come from its OpenAPI documents: build/kubernetes-schemas.mjs. */
function kubernetesIn(files, root) {
  const table = resolve(root, 'imports/kubernetes.json');
  if (!files.includes(table)) return [];
  const { first, last } = JSON.parse(readFileSync(table, 'utf8'));
  return [
    {
      name: 'Kubernetes OpenAPI documents',
      version: `1.${first} to 1.${last}`,
      licence: 'Apache-2.0',
      author: 'The Kubernetes Authors',
      source: 'https://github.com/kubernetes/kubernetes',
      texts: [textIn(resolve(root, 'LICENSE'))],
    },
  ];
}

function textIn(file) {
  return readFileSync(file, 'utf8')
    .replace(/[ \t\r]+$/gm, '')
    .replace(/^\n+|\n+$/g, '');
}

function faultsOf(work) {
  const label = `${work.name} ${work.version}`;
  const faults = [];
  if (!ALLOWED_LICENCES.includes(work.licence))
    faults.push(
      `${label}: expected one of the licences ${ALLOWED_LICENCES.join(', ')}, got ${JSON.stringify(work.licence)}. Do without the package, or allow the licence in build/notices.mjs`,
    );
  if (work.texts.length === 0)
    faults.push(
      `${label}: has no licence file. Do without the package, or give build/notices.mjs the text from its repository`,
    );
  return faults;
}

function labelOf({ name, version, licence }) {
  return `${name} ${version} (${licence})`;
}

/** Prints a list of all works, then each text once, with the works that it belongs to. */
function print(works) {
  const byText = new Map();
  for (const work of works) {
    const text = work.texts.join('\n\n');
    byText.set(text, [...(byText.get(text) ?? []), work]);
  }
  const headOf = (work) =>
    `${labelOf(work)}${work.author === undefined ? '' : `, by ${work.author}`}\n${work.source}\n`;
  return [
    `Works of others in this package\n\nlib/ contains parts of these works. Below the list, each has its licence and copyright.\n`,
    `${works.map(labelOf).join('\n')}\n`,
    ...[...byText].map(([text, of]) => `${LINE}\n${of.map(headOf).join('')}\n${text}\n`),
  ].join('\n');
}
