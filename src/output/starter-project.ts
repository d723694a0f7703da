import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../problem';

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
 * @param mesh text of mesh.yaml
 * @throws UserError when the folder cannot be written
 */
export function init(folder: string, mesh: string): StarterFile[] {
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
