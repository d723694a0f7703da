import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { outputOf } from '../../src/lines/mesh-output';
import { parseMesh } from '../../src/lines/read-mesh';
import { problemText } from '../../src/problem';
import { codeBlocks, PAGES, page } from './pages';

const meshes = PAGES.flatMap((at) =>
  codeBlocks(at, 'yaml')
    .filter((code) => /^istio: /m.test(code))
    .map((code, index) => ({ title: `mesh ${index + 1} of ${at.file}`, code })),
);

/** The pages with the tables of options. */
const TABLES = ['docs/configuration.md', 'docs/zh-CN/configuration.md'].map(page);

/** Options below these are only in the tables of Istio 1.0. */
const SHARED = /^(?:output|argocd|sharedServices|credentials|flux|rollout|patches)[.[]/;

describe('the documentation of mesh.yaml', () => {
  it('has the tables that the schema says', () => {
    const { status, stderr } = spawnSync(process.execPath, ['build/docs.mjs', '--check'], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });

  it.each(meshes)('shows a valid mesh: $title', ({ code }) => {
    expect(parseMesh(code, 'mesh.yaml').problems.map(problemText)).toEqual([]);
  });

  it.each(TABLES)('$file has every option of the JSON Schema, line by line', (of) => {
    const [first = [], second = []] = of.text
      .split('<!-- Made by build/docs.mjs ')
      .slice(1)
      .map((part) => [...part.matchAll(/^\| `([^`]+)` \| /gm)].map(([, path = '']) => path));
    const [istio10, current] = optionsByLine();
    expect(istio10?.filter((path) => !first.includes(path))).toEqual([]);
    const own = current?.filter((path) => !SHARED.test(path) || !first.includes(path));
    expect(own?.filter((path) => !second.includes(path))).toEqual([]);
  });

  it.each(TABLES)('$file shows errors as they are printed', (of) => {
    const [shown = ''] = codeBlocks(of, 'text');
    const text = `istio: 1.0.9
primary:
  name: hq
  podCidrs: [10.8.0.0/14]
  addresses:
    pilot: 999.2.3.4
    polcy: 10.8.0.12
remotes:
  - name: eu-west-1
`;
    expect(`${parseMesh(text, 'mesh.yaml').problems.map(problemText).join('\n')}\n`).toBe(shown);
  });

  it.each(['docs/output-and-review.md'])(
    '%s lists the objects that its mesh makes, in their order',
    async (file) => {
      const { meshFiles } = await import('../../src/output/mesh-files');
      const [code = ''] = codeBlocks(page(file), 'yaml').filter((text) => text.startsWith('istio: '));
      const listed = codeBlocks(page(file), 'text').find((text) => text.startsWith('dist/eu-west-1')) ?? '';
      const { mesh } = parseMesh(code, 'mesh.yaml');
      if (mesh === undefined) throw new Error('not a valid mesh');
      const made = [...meshFiles(outputOf(mesh))].flatMap(({ path, text }) => [
        `dist/${path}`,
        ...[...text.matchAll(/^kind: (\w+)$[\s\S]*?^ {2}name: (\S+)$/gm)].map(
          ([, kind, name]) => `${kind} ${name}`,
        ),
      ]);
      const lines = listed.trimEnd().split('\n');
      expect(lines.map((line) => line.trim().split(/\s+/).slice(0, 2).join(' '))).toEqual(made);
    },
  );
});

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
}

/** Returns the options of Istio 1.0 and of current Istio, as spelled in the tables. */
function optionsByLine(): readonly string[][] {
  const { then, else: other } = JSON.parse(readFileSync('schema/mesh.schema.json', 'utf8'));
  return [then, other].map((line: JsonSchema) => {
    const paths = pathsIn(line).map((path) => path.replace(/^(?:remotes\[\]|defaults)\./, ''));
    return [...new Set(paths)].filter((path) => !isInOtherRow(path, paths));
  });
}

function pathsIn({ properties = {}, items, anyOf = [] }: JsonSchema, at = ''): string[] {
  return [
    ...Object.entries(properties).flatMap(([name, inner]) => {
      const path = at === '' ? name : `${at}.${name}`;
      return [path, ...pathsIn(inner, path)];
    }),
    ...(items === undefined ? [] : pathsIn(items, `${at}[]`)),
    ...anyOf.flatMap((one) => pathsIn(one, at)),
  ];
}

/**
 * Quantities are in the type of their row. Patches of a cluster are those of the mesh. One of several primaries has
 * the options of a single one.
 */
function isInOtherRow(path: string, paths: readonly string[]): boolean {
  if (/\b(?:resources|defaultResources)\./.test(path)) return true;
  if (/(?:^|\.)patches\[\]\./.test(path)) return !path.startsWith('patches');
  const alone = path.replace(
    /^primaries\[\]\.(?:(eastWestGateway\.)|)/,
    (_, gateway) => gateway ?? 'primary.',
  );
  return alone !== path && paths.includes(alone);
}
