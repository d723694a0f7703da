import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadLines } from '../lines/registry';
import { errorAt, quoted, UserError } from '../problem';

/** What became of a file of the starter project. */
export interface StarterFile {
  readonly name: string;
  readonly outcome: 'written' | 'kept' | 'extended';
}

const CDK8S = `# \`cdk8s synth\` deletes dist/ before it runs the app; \`istio-remote synth\` validates first and is faster.
language: typescript
app: npx istio-remote synth
output: dist
`;

const ATTRIBUTES = 'dist/** linguist-generated=true\n';

/**
 * Writes a starter project into a folder: mesh.yaml, cdk8s.yaml and .gitattributes. Files that are there already stay.
 * @param istio release of the primary, which decides what mesh.yaml has
 * @throws UserError for a release of no line, and when the folder cannot be written
 */
export async function init(folder: string, istio = '1.0.9'): Promise<StarterFile[]> {
  const mesh = await starterMesh(istio);
  try {
    mkdirSync(folder, { recursive: true });
    return [
      writeNew(folder, 'mesh.yaml', mesh),
      writeNew(folder, 'cdk8s.yaml', CDK8S),
      writeAttributes(folder, '.gitattributes'),
    ];
  } catch (error) {
    if (error instanceof Error && 'code' in error)
      throw new UserError(
        `${folder}: cannot be written (${String(error.code)}). Check the path and its permissions`,
      );
    throw error;
  }
}

async function starterMesh(istio: string): Promise<string> {
  for (const line of await loadLines()) {
    const mesh = line.starterMesh(istio);
    if (mesh !== undefined) return mesh;
  }
  const message = `expected a release of Istio: 1.0.0 to 1.0.9, or 1.28 to 1.31, got ${quoted(istio)}`;
  const problem = errorAt([], message, 'Name the release that the primary runs');
  throw new UserError([{ ...problem, file: '--istio' }]);
}

function writeNew(folder: string, name: string, text: string): StarterFile {
  const path = join(folder, name);
  if (existsSync(path)) return { name, outcome: 'kept' };
  writeFileSync(path, text, { flag: 'wx' });
  return { name, outcome: 'written' };
}

function writeAttributes(folder: string, name: string): StarterFile {
  const path = join(folder, name);
  if (!existsSync(path)) return writeNew(folder, name, ATTRIBUTES);
  const text = readFileSync(path, 'utf8');
  if (text.includes(ATTRIBUTES.trim())) return { name, outcome: 'kept' };
  appendFileSync(path, text === '' || text.endsWith('\n') ? ATTRIBUTES : `\n${ATTRIBUTES}`);
  return { name, outcome: 'extended' };
}
