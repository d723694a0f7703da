import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LATEST_1_0, RELEASES_1_0 } from '../lines/istio-1.0/facts/releases';
import { isReleaseCurrent, oldestKubernetes } from '../lines/istio-current/facts/releases';
import { errorAt, quoted, UserError } from '../problem';

/** What became of a file of the starter project. */
export interface StarterFile {
  readonly name: string;
  readonly outcome: 'written' | 'kept' | 'extended';
}

const HEAD = '# yaml-language-server: $schema=./node_modules/cdk8s-istio-remote/schema/mesh.schema.json';

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
export function init(folder: string, istio: string = LATEST_1_0): StarterFile[] {
  const mesh = starterMesh(istio);
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
