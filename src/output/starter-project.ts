import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { name as packageName, version } from '../../package.json';
import { replaceFile } from '../mesh/edit-file';
import { UserError } from '../problem';
import { type StarterPackage, starterPackage } from './starter-package';

export interface InitOptions {
  /** Text of mesh.yaml. */
  readonly mesh: string;
  /** Whether package.json gets what `cdk8s synth` needs. @default false */
  readonly cdk8s?: boolean;
}

/** What `init` did. */
export interface StarterProject {
  readonly files: readonly StarterFile[];
  /** The command that writes the manifests. */
  readonly synth: string;
}

/** What became of a file of the starter project. */
export interface StarterFile {
  readonly name: string;
  readonly outcome: 'written' | 'kept' | 'extended';
}

const CDK8S = `# \`cdk8s synth\` needs cdk8s-cli: \`npx istio-remote init --cdk8s\` adds it to package.json.
# It deletes dist/ before it runs the app; \`istio-remote synth\` checks the mesh first and is faster.
language: typescript
app: npx istio-remote synth
output: dist
validations: # as \`istio-remote check\` validates
  - package: ./node_modules/${packageName}
    version: ${version}
    class: ManifestValidation
`;

const ATTRIBUTES = 'dist/** linguist-generated=true\n';

/**
 * Writes a starter project into a folder: mesh.yaml, cdk8s.yaml and .gitattributes, and for cdk8s package.json. What is
 * there already stays.
 * @throws UserError for a broken package.json, before it writes anything, and when the folder
 * cannot be written
 */
export function init(folder: string, { mesh, cdk8s = false }: InitOptions): StarterProject {
  try {
    const manifest = join(folder, 'package.json');
    const before = cdk8s && existsSync(manifest) ? readFileSync(manifest, 'utf8') : undefined;
    const made = cdk8s ? starterPackage(manifest, before) : undefined;
    mkdirSync(folder, { recursive: true });
    const files = [
      writeNew(folder, 'mesh.yaml', mesh),
      writeNew(folder, 'cdk8s.yaml', CDK8S),
      writeAttributes(folder, '.gitattributes'),
    ];
    if (made === undefined) return { files, synth: 'npx istio-remote synth' };
    return { files: [...files, writePackage(folder, 'package.json', before, made)], synth: made.synth };
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

function writePackage(
  folder: string,
  name: string,
  before: string | undefined,
  { text }: StarterPackage,
): StarterFile {
  if (before === undefined) return writeNew(folder, name, text);
  if (text === before) return { name, outcome: 'kept' };
  replaceFile(join(folder, name), before, text);
  return { name, outcome: 'extended' };
}
