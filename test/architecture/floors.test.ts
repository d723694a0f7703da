import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

/**
 * The folders of src/, from the lowest layer up. A file may import from its own folder and from folders of lower
 * layers. The longest matching path is a file's folder.
 */
const FLOORS: readonly (readonly string[])[] = [
  ['credential-like'],
  ['visible', 'is-map', 'some-of', 'in-parallel', 'compiled-code'],
  ['problem'],
  ['files', 'read-file'],
  ['secret-scan', 'kubernetes'],
  ['kubernetes/text', 'sealed-secrets'],
  ['kubernetes/api'],
  ['mesh', 'constructs', 'page'],
  ['inject', 'migrate', 'remote-secret', 'addresses', 'output/folder'],
  ['add-ons/add-on', 'add-ons/finished-object', 'validate', 'control-plane'],
  ['add-ons/shared-services', 'add-ons/rollout'],
  [
    'add-ons/argocd',
    'add-ons/credentials-in-git',
    'add-ons/injected-workloads',
    'add-ons/flux',
    'add-ons/patches',
  ],
  ['add-ons'],
  ['output'],
  ['membership', 'certificates', 'review'],
  ['doctor'],
  ['lines/topologies'],
  ['lines/line', 'lines/chart-option'],
  ['lines/loaded-lines'],
  ['lines/istio-1.0', 'lines/istio-current'],
  ['lines'],
  ['manifest-validation'],
  ['cli', 'index'],
  ['bin', 'main'],
];

const ROOMS = FLOORS.flatMap((rooms, floor) => rooms.map((room) => ({ room, floor }))).sort(
  (left, right) => right.room.length - left.room.length,
);

/** Files that may refer to a line: its registry, the type of any mesh, and the index. */
const NAMES_A_LINE = /^(?:lines\/(?:registry|mesh)|index)$/;

const FILES = filesBelow('src').map((file) => file.slice('src/'.length, -'.ts'.length));
const IMPORTS = FILES.flatMap((file) =>
  importsOf(file).map((imported) => ({ file, imported, text: `${file} → ${imported}` })),
);

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return path.endsWith('.ts') && !path.endsWith('.d.ts') ? [path] : [];
  });
}

/** Returns the files of src/ that a file imports, including types. */
function importsOf(file: string): string[] {
  const text = readFileSync(`src/${file}.ts`, 'utf8');
  return [...text.matchAll(/(?:\bfrom\s+|\bimport\(\s*|\bimport\s+)'(\.{1,2}\/[^']*|\.{1,2})'/g)].flatMap(
    ([, named = '']) => {
      const path = normalize(join(`src/${file}`, '..', named));
      if (!path.startsWith('src/')) return [];
      const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
      const found = (isFolder ? `${path}/index` : path).slice('src/'.length);
      return FILES.includes(found) ? [found] : [];
    },
  );
}

function placeOf(file: string) {
  return ROOMS.find(({ room }) => file === room || file.startsWith(`${room}/`));
}

/** Returns a circle of imports as the files on it. Undefined if there is none. */
function circle(): string[] | undefined {
  const graph = new Map(FILES.map((file) => [file, IMPORTS.filter((one) => one.file === file)]));
  const done = new Set<string>();
  const visit = (file: string, way: readonly string[]): string[] | undefined => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const { imported } of graph.get(file) ?? []) {
      const found = visit(imported, [...way, file]);
      if (found !== undefined) return found;
    }
    done.add(file);
    return undefined;
  };
  for (const file of FILES) {
    const found = visit(file, []);
    if (found !== undefined) return found;
  }
  return undefined;
}

describe('the source tree', () => {
  it('has a room for every file', () => {
    expect(FILES.length).toBeGreaterThan(300);
    expect(FILES.filter((file) => placeOf(file) === undefined)).toEqual([]);
  });

  it('imports from the same room or from a lower floor', () => {
    const up = IMPORTS.filter(({ file, imported }) => {
      const [from, to] = [placeOf(file), placeOf(imported)];
      // The registry loads a line when a mesh needs it. This must not hide any other circle.
      return from?.room !== to?.room && (to?.floor ?? 0) >= (from?.floor ?? 0);
    });
    expect(up.map(({ text }) => text)).toEqual([]);
  });

  it('has no circle of imports', () => {
    expect(circle()).toBeUndefined();
  });

  it('names a release line in its registry and in the index alone', () => {
    const lines = /^lines\/(istio-[^/]+)\//;
    const named = IMPORTS.filter(
      ({ file, imported }) =>
        lines.test(imported) &&
        lines.exec(imported)?.[1] !== lines.exec(file)?.[1] &&
        !NAMES_A_LINE.test(file),
    );
    expect(named.map(({ text }) => text)).toEqual([]);
  });

  it('makes folders without the recursion that never ends on /proc', () => {
    const texts = FILES.map((file) => [file, readFileSync(`src/${file}.ts`, 'utf8')] as const);
    const recursive = texts.filter(([, text]) => /\bmkdir(?:Sync)?\([^;]*\brecursive\b/.test(text));
    expect(recursive.map(([file]) => file)).toEqual([]);
  });

  it('has the same rooms in every line', () => {
    const rooms = (line: string): string[] =>
      readdirSync(`src/lines/${line}`, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name);
    const shared = ['constructs', 'doctor', 'facts', 'migrate', 'options', 'rules'];
    expect(rooms('istio-1.0')).toEqual(expect.arrayContaining(shared));
    expect(rooms('istio-current')).toEqual(expect.arrayContaining(shared));
    const files = (line: string): string[] =>
      readdirSync(`src/lines/${line}`).filter((name) => name.endsWith('.ts'));
    const onlyCurrent = [
      'definitions.ts',
      'primary-parts.ts',
      'starter-meshes.ts',
      'starter-meshes.ts',
      'revision-parts.ts',
      'revisions.ts',
    ];
    expect(files('istio-current').filter((file) => !onlyCurrent.includes(file))).toEqual(files('istio-1.0'));
  });
});
