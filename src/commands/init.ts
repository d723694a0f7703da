import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { name as packageName, version } from '../../package.json';
import { LATEST_1_0, RELEASES_1_0 } from '../lines/istio-1.0/facts/releases';
import { isReleaseCurrent, oldestKubernetes } from '../lines/istio-current/facts/releases';
import { replaceFile } from '../mesh/edit-file';
import { errorAt, quoted, UserError } from '../problem';
import { type StarterPackage, starterPackage } from './starter-package';

export interface InitOptions {
  /** Release of the primary, which decides what mesh.yaml has. @default - the last release of Istio 1.0 */
  readonly istio?: string;
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

const HEAD = `# yaml-language-server: $schema=./node_modules/${packageName}/schema/mesh.schema.json`;

/** A mesh of Istio 1.0 as a person might begin it. */
const MESH_1_0 = (istio: string) => `${HEAD}
istio: ${istio} # release of the primary
primary:
  name: primary # cluster id
  kubernetes: "1.20"
  podCidrs: [10.8.0.0/14]
  serviceCidrs: [10.12.0.0/20]
  addresses: # where remotes reach the control plane; load balancers or gateways outlive its pods
    pilot: pilot.mesh.example.com
    policy: policy.mesh.example.com
    telemetry: telemetry.mesh.example.com
security:
  controlPlaneMutualTls: false
  mutualTls: false
  selfSignedCa: true
defaults: {} # any option of a remote, for all of them
remotes:
  - name: remote-1
    kubernetes: "1.21"
    apiServer: https://10.20.0.2:6443
    podCidrs: [10.20.0.0/16]
    serviceCidrs: [10.21.0.0/20]
    injectedNamespaces: [default]
`;

/** A mesh of current Istio as a person might begin it. */
const MESH_CURRENT = (istio: string) => `${HEAD}
istio: "${istio}" # release of the primary, with or without the patch version
primary:
  name: primary # cluster id
  podCidrs: [10.8.0.0/14]
  serviceCidrs: [10.12.0.0/20]
  addresses: # where remotes reach the control plane: its east-west gateway or load balancer
    istiod: istiod.mesh.example.com
defaults: {} # any option of a remote, for all of them
remotes:
  - name: remote-1
    kubernetes: "${oldestKubernetes(istio)}"
    apiServer: https://10.20.0.2:6443
    podCidrs: [10.20.0.0/16]
    serviceCidrs: [10.21.0.0/20]
    injectedNamespaces: [default]
`;

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
 * @throws UserError for a release of no line or a broken package.json, before it writes anything, and when the folder
 * cannot be written
 */
export function init(
  folder: string,
  { istio = LATEST_1_0, cdk8s = false }: InitOptions = {},
): StarterProject {
  const mesh = starterMesh(istio);
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

function starterMesh(istio: string): string {
  if (RELEASES_1_0.some((release) => release === istio)) return MESH_1_0(istio);
  if (isReleaseCurrent(istio)) return MESH_CURRENT(istio);
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
