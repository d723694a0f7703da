import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { fieldAt } from '../../src/kubernetes/fields';
import { mesh10 } from '../../src/lines/istio-1.0/options/schema';
import { checkMesh, parseMesh } from '../../src/lines/read-mesh';
import { knownKeys } from '../../src/mesh/schema/read-field';
import { type Path, type Problem, problemText } from '../../src/problem';
import { writeYaml, yamlStyle } from '../kubernetes/text/arbitrary-yaml';
import { meshInput } from './arbitrary-mesh';

const runs = { numRuns: 15 };

const errorsOf = (problems: readonly Problem[]): Problem[] =>
  problems.filter(({ severity }) => severity === 'error');

describe('parseMesh', () => {
  it('reads every valid mesh, however it is written down', () => {
    fc.assert(
      fc.property(meshInput, yamlStyle, (input, style) => {
        const { mesh, problems } = parseMesh(writeYaml(input, style), 'mesh.yaml');
        expect(errorsOf(problems).map(problemText)).toEqual([]);
        // Warnings are part of a mesh that was read from a file.
        const { warnings: _, ...plain } = mesh ?? {};
        expect(plain).toEqual(checkMesh(input).mesh);
      }),
      runs,
    );
  });

  it('reports one mistake in a valid mesh once, where it stands', () => {
    fc.assert(
      fc.property(meshInput, yamlStyle, fc.nat(), (input, style, choice) => {
        const mistakes = possibleMistakes(input);
        const mistake = mistakes[choice % mistakes.length];
        if (mistake === undefined) return;
        const text = writeYaml(damaged(input, mistake), { ...style, start: '# a comment\n\n' });
        const errors = errorsOf(parseMesh(text, 'mesh.yaml').problems);
        expect(errors.map(problemText)).toEqual([expect.any(String)]);
        expect(errors[0]?.path).toEqual(mistake.reported);
        expect(errors[0]?.position).toEqual(placeOf(text, mistake));
      }),
      { numRuns: 25 },
    );
  });
});

interface Mistake {
  readonly kind: 'missing' | 'wrong type' | 'misspelt';
  readonly path: Path;
  /** The path in the problem. */
  readonly reported: Path;
}

const REQUIRED = [
  'istio',
  'primary',
  'primary.name',
  'primary.addresses',
  'primary.addresses.pilot',
  'remotes',
];

/** Every mistake at one place. */
function possibleMistakes(input: unknown): Mistake[] {
  return pathsOf(input).flatMap((path): Mistake[] => {
    const key = path.at(-1);
    const isRequired =
      REQUIRED.includes(path.join('.')) || (path[0] === 'remotes' && path[2] === 'name' && path.length === 3);
    const isField = typeof key === 'string' && knownKeys(mesh10, path.slice(0, -1)).includes(key);
    return [
      { kind: 'wrong type', path, reported: path },
      ...(isRequired ? [{ kind: 'missing', path, reported: path } as const] : []),
      ...(isField ? [{ kind: 'misspelt', path, reported: [...path.slice(0, -1), `${key}x`] } as const] : []),
    ];
  });
}

function pathsOf(value: unknown, at: Path = []): Path[] {
  const below =
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, child]) =>
          pathsOf(child, [...at, Array.isArray(value) ? Number(key) : key]),
        )
      : [];
  return at.length === 0 ? below : [at, ...below];
}

function damaged(input: unknown, { kind, path }: Mistake): unknown {
  // A copy without shared values.
  const copy: unknown = JSON.parse(JSON.stringify(input));
  const parent = fieldAt(copy, ...path.slice(0, -1)) as Record<string | number, unknown>;
  const key = path.at(-1) ?? '';
  const value = parent[key];
  // pilotService may be a map too, so another map in its place is two mistakes.
  const takesMaps = isPlainMap(value) || value === null || key === 'pilotService';
  if (kind === 'wrong type') parent[key] = takesMaps ? 'text' : { not: 'this' };
  else delete parent[key];
  if (kind === 'misspelt') parent[`${key}x`] = value;
  return copy;
}

function isPlainMap(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Where another reader of YAML finds the invalid value, its misspelt key, or the map that lacks it. */
function placeOf(text: string, { kind, path, reported }: Mistake): { line: number; column: number } {
  const lineCounter = new LineCounter();
  const { contents } = parseDocument(text, { lineCounter });
  const offset =
    kind === 'wrong type'
      ? offsetOf(contents, path, 'value')
      : kind === 'misspelt'
        ? offsetOf(contents, reported, 'key')
        : path.length === 1
          ? 0
          : offsetOf(contents, path.slice(0, -1), 'key');
  const { line, col } = lineCounter.linePos(offset);
  return { line, column: col };
}

/** Offset of a value, or of its key. List items have no key and begin at their own start. */
function offsetOf(contents: unknown, path: Path, side: 'key' | 'value'): number {
  let node = contents;
  let key: unknown = contents;
  for (const step of path) {
    if (isSeq(node)) {
      node = node.items[Number(step)];
      key = node;
    } else if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === step);
      node = pair?.value;
      key = pair?.key;
    }
  }
  return ((side === 'key' ? key : node) as Node | undefined)?.range?.[0] ?? -1;
}
