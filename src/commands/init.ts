import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../problem';

/** What became of a file of the starter project. */
export interface StarterFile {
  readonly name: string;
  readonly outcome: 'written' | 'kept' | 'extended';
}

const SCHEMA = './node_modules/cdk8s-istio-remote/schema/mesh.schema.json';

const MESH = `# yaml-language-server: $schema=${SCHEMA}
istio: 1.0.9 # release of the primary
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

const CDK8S = `# \`cdk8s synth\` deletes dist/ before it runs the app; \`istio-remote synth\` validates first and is faster.
language: typescript
app: npx istio-remote synth
output: dist
`;

const ATTRIBUTES = 'dist/** linguist-generated=true\n';

/**
 * Writes a starter project into a folder: mesh.yaml, cdk8s.yaml and .gitattributes. Files that are there already stay.
 * @throws UserError when the folder cannot be written
 */
export function init(folder: string): StarterFile[] {
  try {
    mkdirSync(folder, { recursive: true });
    return [
      writeNew(folder, 'mesh.yaml', MESH),
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
