import { name, devDependencies as tested, version } from '../../package.json';
import { isMap } from '../is-map';
import { errorAt, type Path, quoted, UserError } from '../problem';

/** Asks no registry for a newer CLI: without network, that look-up prints a stack trace. Source: cdk8s-cli, lib/cli/index.js. */
const CDK8S_SYNTH = 'cdk8s synth --check-upgrade=false';

/** A package.json with what `cdk8s synth` needs, and the command that runs it there. */
export interface StarterPackage {
  readonly text: string;
  readonly synth: string;
}

/**
 * package.json with cdk8s-cli, this package and a script `synth`. Everything that it already says stays.
 * @param file its path, for messages
 * @param before its text; undefined if there is none
 * @throws UserError if the text is not a package.json
 */
export function starterPackage(file: string, before: string | undefined): StarterPackage {
  const manifest = before === undefined ? { private: true } : mapIn(file, parsed(file, before));
  const scripts = mapIn(file, manifest, 'scripts');
  const dependencies = mapIn(file, manifest, 'devDependencies');
  const known = { ...mapIn(file, manifest, 'dependencies'), ...dependencies };
  const missing = Object.entries({ 'cdk8s-cli': tested['cdk8s-cli'], [name]: `^${version}` }).filter(
    ([dependency]) => !(dependency in known),
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
    throw wrong(file, [], 'expected JSON');
  }
}

/** A map, or the map under one of its keys; an empty one if the key is missing. */
function mapIn(file: string, value: unknown, key?: string): Record<string, unknown> {
  if (!isMap(value)) throw wrong(file, [], `expected a map, got ${quoted(value)}`);
  if (key === undefined) return value;
  const found = value[key] ?? {};
  if (!isMap(found)) throw wrong(file, [key], `expected a map, got ${quoted(found)}`);
  return found;
}

function wrong(file: string, path: Path, message: string): UserError {
  return new UserError([{ ...errorAt(path, message, 'Correct it and run the command again'), file }]);
}

function sorted(map: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(map).sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** As npm prints it: with the indent and the line ends that the file had. */
function printed(manifest: object, before = ''): string {
  const indent = /^[ \t]+(?=")/m.exec(before)?.[0] ?? '  ';
  const text = `${JSON.stringify(manifest, undefined, indent)}\n`;
  return before.includes('\r\n') ? text.replaceAll('\n', '\r\n') : text;
}
