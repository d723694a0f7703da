import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { type ApiObject, App, Chart } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { addOnKinds } from '../../src/add-ons';
import { INJECTED_WORKLOAD_KINDS } from '../../src/add-ons/injected-workloads/injected-workloads';
import type { KindRef } from '../../src/kubernetes/kinds';
import { kube } from '../../src/kubernetes/manifest';
import { loadLines } from '../../src/lines/registry';
import { OWN_KINDS } from '../../src/membership/remote-objects';

/** Names of the folders of the lines. */
const FOLDERS: Readonly<Record<string, string>> = { '1.0': 'istio-1.0', current: 'istio-current' };

const lines = await loadLines();

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return path.endsWith('.ts') ? [path] : [];
  });
}

/** Returns the files that a file imports from src/ or imports/, by the imported names: `[name, exported, file]`. */
function importsOf(file: string): [name: string, exported: string, file: string][] {
  const statements = readFileSync(file, 'utf8').matchAll(/^import (?:type )?\{([^}]*)\} from '(\.[^']*)'/gm);
  return [...statements].flatMap(([, names = '', path = '']) => {
    const base = normalize(join(file, '..', path));
    const target = statSync(base, { throwIfNoEntry: false })?.isDirectory()
      ? `${base}/index.ts`
      : `${base}.ts`;
    return names
      .split(',')
      .map((name) => name.trim().replace(/^type /, ''))
      .filter((name) => name !== '')
      .map((name): [string, string, string] => {
        const [exported = '', alias = exported] = name.split(' as ');
        return [alias, exported, target];
      });
  });
}

/** A file of a folder, and its imports of constructs that lines share. */
function withSharedConstructs(folder: string): string[] {
  const files = filesBelow(folder);
  const shared = files.flatMap((file) =>
    importsOf(file).flatMap(([, , path]) => (path.startsWith('src/constructs/') ? [path] : [])),
  );
  return [...new Set([...files, ...shared])];
}

/** The kind that `kube.<key>` creates. */
function kindOfFunction(key: string): KindRef {
  const make = Object.entries(kube).find(([name]) => name === key)?.[1] as (
    scope: Chart,
    id: string,
    props: object,
  ) => ApiObject;
  const { apiVersion, kind } = make(new Chart(new App(), 'chart'), 'object', { metadata: { name: 'a' } });
  return { apiVersion, kind };
}

/** Every kind that a file creates objects of. */
async function kindsMadeIn(file: string): Promise<KindRef[]> {
  const text = readFileSync(file, 'utf8');
  const functions = [...text.matchAll(/\bkube\.(\w+)/g)].map(([, key = '']) => kindOfFunction(key));
  const classes = [...text.matchAll(/\bcustomResource\(\s*(\w+)/g)].map(async ([, name = '']) => {
    const found = importsOf(file).find(([alias]) => alias === name);
    if (found === undefined) throw new Error(`${file}: ${name} is not imported`);
    const module: object = await import(join(process.cwd(), found[2]));
    const { apiVersion, kind } = Reflect.get(Reflect.get(module, found[1]), 'GVK') as KindRef;
    return { apiVersion, kind };
  });
  return [...functions, ...(await Promise.all(classes))];
}

async function kindsMadeBelow(files: readonly string[]): Promise<string[]> {
  const kinds = (await Promise.all(files.map(kindsMadeIn))).flat();
  return [...new Set(kinds.map(titleOf))].sort();
}

const titleOf = ({ apiVersion, kind }: KindRef) => `${apiVersion} ${kind}`;

/** Argo CD and Flux have their own objects, in no cluster's folder. */
const ADD_ON_FILES = filesBelow('src/add-ons').filter(
  (file) => !/^src\/add-ons\/(?:argocd|flux)\//.test(file),
);

describe('the kinds of a line', () => {
  it.each(lines)('$name have every kind that its constructs make', async ({ name, kinds }) => {
    const made = await kindsMadeBelow(withSharedConstructs(`src/lines/${FOLDERS[name]}`));
    expect(made.length).toBeGreaterThan(8);
    expect(kinds.map(titleOf)).toEqual(expect.arrayContaining(made));
  });

  it.each(lines)('$name have no other kind but those of texts', async ({ name, kinds }) => {
    const made = await kindsMadeBelow(withSharedConstructs(`src/lines/${FOLDERS[name]}`));
    const texts = [
      ...INJECTED_WORKLOAD_KINDS,
      { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' },
    ];
    const known = new Set([...made, ...texts.map(titleOf)]);
    expect(kinds.map(titleOf).filter((kind) => !known.has(kind))).toEqual([]);
  });
});

describe('the kinds that leave looks for by label', () => {
  it('are all that any line can make in a remote', () => {
    const own = new Set(OWN_KINDS.map(titleOf));
    const made = lines.flatMap(({ kinds }) => kinds.map(titleOf));
    const others = [...INJECTED_WORKLOAD_KINDS.map(titleOf), ...OF_PRIMARIES];
    expect([...new Set(made)].filter((kind) => !own.has(kind) && !others.includes(kind))).toEqual([]);
    // Each kind belongs to some line: no kind is unused.
    expect([...own].filter((kind) => !made.includes(kind))).toEqual([]);
  });
});

/** Objects of primaries only, and definitions, which stay. */
const OF_PRIMARIES = [
  'authentication.istio.io/v1alpha1 MeshPolicy',
  'networking.istio.io/v1alpha3 DestinationRule',
  'networking.istio.io/v1alpha3 Gateway',
  'networking.istio.io/v1alpha3 VirtualService',
  'sailoperator.io/v1 Istio',
  'sailoperator.io/v1 IstioRevisionTag',
  'sailoperator.io/v1 IstioCNI',
  'sailoperator.io/v1 ZTunnel',
  'apiextensions.k8s.io/v1 CustomResourceDefinition',
];

describe('the kinds of the add-ons', () => {
  it('are the kinds that its constructs make', async () => {
    expect([...new Set(addOnKinds.map(titleOf))].sort()).toEqual(await kindsMadeBelow(ADD_ON_FILES));
  });
});

it('makes every object with kube or customResource, where these tests see it', () => {
  const others = filesBelow('src')
    .filter((file) => !file.startsWith('src/kubernetes/'))
    .filter((file) =>
      /new (?:ApiObject|KubernetesObject|Include|Helm|k8s\.\w+)\b|import \{[^}]*\bKube(?!Object)[A-Z]/.test(
        readFileSync(file, 'utf8'),
      ),
    );
  expect(others).toEqual([]);
});
