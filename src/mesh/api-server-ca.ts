import { readFileSync, statSync } from 'node:fs';
import { readFailure } from '../files';
import { certificatesInPem } from '../kubernetes/certificates';
import { errorAt, type Path, type Problem } from '../problem';
import { type ClusterCore, type MeshCore, PUBLIC_CA } from './mesh';
import type { LoadedFiles } from './mesh-line';
import { pathInRepository } from './path-in-repository';
import { clustersOf, pathOfPrimary } from './primaries';
import { optional, text } from './schema/fields';

/** Limit of characters of CA certificates in PEM. An API server refuses objects over 1.5 MB. */
const LONGEST = 1_000_000;

const EXPECTED = 'CA certificates in PEM, the path of a file with them, or public';

/** `apiServerCa` of a remote. */
export const apiServerCa = optional(text(EXPECTED, isAuthority, fixOf, LONGEST), {
  description:
    'CA that signed the certificate of `apiServer`: PEM, a PEM file relative to mesh.yaml, or `public` for a public CA.',
  default: 'the CA that this machine verifies the server with, else the CA of the cluster',
});

function isAuthority(value: string): boolean {
  if (value.includes('-----')) return wrongWith(value) === undefined;
  return value.trim() !== '' && value.length <= 4096 && !/\p{Cc}/u.test(value) && !isEncoded(value);
}

function fixOf(value: string): string | undefined {
  if (isEncoded(value)) return 'Write the PEM that it encodes, or the path of a file with it';
  return value.includes('-----') ? FIX : undefined;
}

/** Whether a value looks like `certificate-authority-data` of a kubeconfig. */
function isEncoded(value: string): boolean {
  return /^LS0tLS1CRUdJTi/.test(value.trim());
}

const FIX = 'Write the CA certificates that verify the API server, each whole, and no key';

/** Returns what is wrong with a text that should be CA certificates. Undefined if nothing is. */
function wrongWith(pem: string): string | undefined {
  if (/PRIVATE KEY/.test(pem)) return 'a private key';
  const { certificates, faults } = certificatesInPem(pem);
  if (faults.length > 0) return 'a certificate that is not whole';
  return certificates.length === 0 ? 'no certificate' : undefined;
}

/**
 * Reads the files in `apiServerCa` of clusters. Reads each file once.
 * @param base folder of the mesh file
 */
export function loadApiServerCas<M extends MeshCore>(mesh: M, base: string): LoadedFiles<M> {
  const entryProblems: Problem[] = [];
  if (!clustersOf(mesh).some(({ apiServerCa }) => isPath(apiServerCa)))
    return { mesh, entryProblems, fileProblems: [] };
  const known = new Map<string, string | undefined>();
  const loaded = <C extends ClusterCore>(cluster: C, path: Path): C => {
    const { apiServerCa: name } = cluster;
    if (!isPath(name)) return cluster;
    if (!known.has(name)) known.set(name, read(name, [...path, 'apiServerCa']));
    return { ...cluster, apiServerCa: known.get(name) };
  };
  const primaries = mesh.primaries.map((primary, index) => loaded(primary, pathOfPrimary(mesh, index)));
  const remotes = mesh.remotes.map((remote, index) => loaded(remote, ['remotes', index]));
  const [primary = mesh.primary] = primaries;
  return { mesh: { ...mesh, primary, primaries, remotes }, entryProblems, fileProblems: [] };

  function read(name: string, at: Path): string | undefined {
    const found = contentOf(base, name);
    if (typeof found === 'string') return found;
    entryProblems.push({ ...found, path: at });
    return undefined;
  }
}

function isPath(value: string | undefined): value is string {
  return value !== undefined && value !== PUBLIC_CA && !value.includes('-----');
}

/** Returns the certificates in a file. If it has none, returns a problem without a place. */
function contentOf(base: string, name: string): string | Problem {
  const path = pathInRepository(base, name);
  if (typeof path !== 'string') return path;
  try {
    const stats = statSync(path);
    if (!stats.isFile()) return errorAt([], `expected ${name} to be a file, got something else`, FIX);
    if (stats.size > LONGEST) return errorAt([], `expected at most 1 MB in ${name}, got more`, FIX);
    const pem = readFileSync(path, 'utf8');
    const wrong = wrongWith(pem);
    return wrong === undefined
      ? pem
      : errorAt([], `expected CA certificates in PEM in ${name}, got ${wrong}`, FIX);
  } catch (error) {
    const [message, fix] = readFailure(error, 'Check the path, which starts at the folder of mesh.yaml');
    return errorAt([], `${name}: ${message}`, fix);
  }
}
