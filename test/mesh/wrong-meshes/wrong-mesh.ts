import { mesh10 } from '../../../src/lines/istio-1.0/options/schema';
import { knownKeys } from '../../../src/mesh/schema/read-field';

/** A mesh file with mistakes, and the user's messages. */
export interface WrongMesh {
  readonly name: string;
  readonly yaml: string;
  /** One line for each mistake, in the order of the file, without the file's name. */
  readonly problems: readonly string[];
}

/** The parts of the smallest mesh, as text. */
export const BASE = {
  istio: 'istio: 1.0.9',
  primary: 'primary:\n  name: hq\n  addresses: { pilot: 10.8.0.11 }',
  security: '',
  defaults: '',
  remotes: 'remotes:\n  - name: eu',
};

/** The smallest mesh with some parts replaced. */
export function mesh(parts: Partial<typeof BASE> = {}): string {
  return `${Object.values({ ...BASE, ...parts })
    .filter((part) => part !== '')
    .join('\n')}\n`;
}

/** The smallest mesh and lines after it. */
export function withLine(lines: string): string {
  return `${mesh()}${lines}\n`;
}

export function withIstio(release: string): string {
  return mesh({ istio: `istio: ${release}` });
}

export function withPrimary(primary: string): string {
  return mesh({ primary: `primary: ${primary}` });
}

export function withAddresses(addresses: string): string {
  return withPrimary(`{ name: hq, addresses: ${addresses} }`);
}

export function withSecurity(security: string): string {
  return mesh({ security: `security: ${security}` });
}

export function withDefaults(defaults: string): string {
  return mesh({ defaults: `defaults: ${defaults}` });
}

export function withRemotes(...remotes: readonly string[]): string {
  return mesh({ remotes: `remotes:\n${remotes.map((remote) => `  - ${remote}`).join('\n')}` });
}

/** The keys of a map of the mesh, as messages list them. */
export function keysOf(...path: readonly (string | number)[]): string {
  return knownKeys(mesh10, path).join(', ');
}

/** The expectation for names, as in messages. */
export const LABEL =
  'expected lower-case letters, digits and inner dashes, at most 63 characters (a DNS-1123 label)';
