import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { name as packageName, devDependencies as tested, version } from '../../package.json';
import { makeFolder, withFile } from '../files';
import { isMap } from '../is-map';
import { replaceFile } from '../mesh/edit-file';
import { errorAt, type Path, quoted, UserError } from '../problem';
import { readText } from '../read-file';

export interface InitOptions {
  /** Text of mesh.yaml. */
  readonly mesh: string;
  /** Whether to add what `cdk8s synth` needs to package.json. @default false */
  readonly cdk8s?: boolean;
}

/** The result of `init`. */
interface StarterProject {
  readonly files: readonly StarterFile[];
  /** The command that writes the manifests. */
  readonly synth: string;
}

/** What happened to a file of the starter project. */
interface StarterFile {
  readonly name: string;
  readonly outcome: 'written' | 'kept' | 'extended';
}

const CDK8S = `# \`cdk8s synth\` needs cdk8s-cli: \`npx --no istio-remote init --cdk8s\` adds it to package.json.
# It deletes dist/ before it runs the app; \`istio-remote synth\` checks the mesh first and is faster.
language: typescript
app: npx --no istio-remote synth
output: dist
validations: # as \`istio-remote check\` validates
  - package: ./node_modules/${packageName}
    version: ${version}
    class: ManifestValidation
`;

const ATTRIBUTES = 'dist/** linguist-generated=true\n';

/**
 * Writes a starter project into a folder: mesh.yaml, cdk8s.yaml and .gitattributes, and package.json for cdk8s.
 * Existing files stay.
 * @throws UserError for a broken package.json, before it writes anything, and if the folder cannot be written
 */
export function init(folder: string, { mesh, cdk8s = false }: InitOptions): StarterProject {
  return withFile(folder, 'written', () => {
    const manifest = join(folder, 'package.json');
    const before = cdk8s && existsSync(manifest) ? readText(manifest) : undefined;
    const starter = cdk8s ? starterPackage(manifest, before) : undefined;
    makeFolder(folder);
    const files = [
      writeNew(folder, 'mesh.yaml', mesh),
      writeNew(folder, 'cdk8s.yaml', CDK8S),
      writeAttributes(folder, '.gitattributes'),
    ];
    if (starter === undefined) return { files, synth: 'npx --no istio-remote synth' };
    return { files: [...files, writePackage(folder, 'package.json', before, starter)], synth: starter.synth };
  });
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
  const text = readText(path);
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

/**
 * Without the search for a newer CLI, which prints a stack trace if there is no network. Source: cdk8s-cli,
 * lib/cli/index.js.
 */
const CDK8S_SYNTH = 'cdk8s synth --check-upgrade=false';

/** A package.json with what `cdk8s synth` needs, and the command that runs it. */
interface StarterPackage {
  readonly text: string;
  readonly synth: string;
}

/**
 * Returns package.json with cdk8s-cli, this package and a script `synth`. Everything else in it stays.
 * @param file its path, for messages
 * @param before its text; undefined if it does not exist
 * @throws UserError if the text is not a package.json
 */
function starterPackage(file: string, before: string | undefined): StarterPackage {
  const manifest = before === undefined ? { private: true } : mapIn(file, parsed(file, before));
  const scripts = mapIn(file, manifest, 'scripts');
  const dependencies = mapIn(file, manifest, 'devDependencies');
  const present = { ...mapIn(file, manifest, 'dependencies'), ...dependencies };
  const missing = Object.entries({ 'cdk8s-cli': tested['cdk8s-cli'], [packageName]: `^${version}` }).filter(
    ([dependency]) => !(dependency in present),
  );
  const synth =
    scripts.synth === undefined || scripts.synth === CDK8S_SYNTH ? 'npm run synth' : `npx ${CDK8S_SYNTH}`;
  if (before !== undefined && missing.length === 0 && scripts.synth !== undefined)
    return { text: before, synth };
  const after = {
    ...manifest,
    scripts: { synth: CDK8S_SYNTH, ...scripts },
    devDependencies: sorted({ ...dependencies, ...Object.fromEntries(missing) }),
  };
  return { text: printed(after, before), synth };
}

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw faultIn(file, [], 'expected JSON');
  }
}

/** Returns a map, or the map under one of its keys; an empty one if the key is missing. */
function mapIn(file: string, value: unknown, key?: string): Record<string, unknown> {
  if (!isMap(value)) throw faultIn(file, [], `expected a map, got ${quoted(value)}`);
  if (key === undefined) return value;
  const found = value[key] ?? {};
  if (!isMap(found)) throw faultIn(file, [key], `expected a map, got ${quoted(found)}`);
  return found;
}

function faultIn(file: string, path: Path, message: string): UserError {
  return new UserError([{ ...errorAt(path, message, 'Correct it and run the command again'), file }]);
}

function sorted(map: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(map).sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** Prints it as npm does: with the indentation and line ends of the file. */
function printed(manifest: object, before = ''): string {
  const indent = /^[ \t]+(?=")/m.exec(before)?.[0] ?? '  ';
  const text = `${JSON.stringify(manifest, undefined, indent)}\n`;
  return before.includes('\r\n') ? text.replaceAll('\n', '\r\n') : text;
}
