import { readYaml } from '../../../../src/kubernetes/text/read-yaml';
import type { Mesh10 } from '../../../../src/lines/istio-1.0/mesh';
import { migrateValues } from '../../../../src/lines/istio-1.0/migrate/migrate-values';
import type { ChartOfRemote } from '../../../../src/lines/line';
import { parseMesh } from '../../../../src/lines/read-mesh';
import type { ValuesSource } from '../../../../src/migrate/helm-values/read-values';
import { problemText, UserError } from '../../../../src/problem';

/** Values of a file, as text. */
export function file(text: string, name = 'values.yaml'): ValuesSource {
  return { kind: 'file', name, text };
}

/** Returns mesh.yaml for the values of one file, for a cluster with the name eu. */
export function migrated(values: string, options: Partial<ChartOfRemote> = {}): string {
  return migrateValues({ sources: [file(values)], cluster: 'eu', ...options }).text;
}

/** Returns the mesh of a text, which must be valid. */
export function meshIn(text: string): Mesh10 {
  const { mesh, problems } = parseMesh(text, 'mesh.yaml');
  if (mesh?.line !== '1.0') throw new Error(problems.map(problemText).join('\n'));
  return mesh;
}

/** Returns the content of a text, without defaults. */
export function inputIn(text: string): unknown {
  return readYaml(text, 'mesh.yaml').value;
}

/** Returns the message of a refusal. */
export function refusal(values: string, options: Partial<ChartOfRemote> = {}): string {
  try {
    migrated(values, options);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  throw new Error('expected a UserError');
}

/** Returns the only remote of the mesh migrated from values with a hub, a tag and an address, without its name. */
export function remoteOf(values: string, tag = '1.0.9'): unknown {
  const set = `global.hub=docker.io/istio,global.tag=${tag},global.remotePilotAddress=10.8.0.11`;
  const { text } = migrateValues({ sources: [file(values), { kind: 'set', text: set }], cluster: 'eu' });
  const { remotes } = inputIn(text) as { remotes: [Record<string, unknown>] };
  const { name: _, ...remote } = remotes[0];
  return remote;
}
