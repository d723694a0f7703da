import { type AddressRange, isIpAddress, readCidr } from '../../kubernetes/network';
import { errorAt, type Path, type Problem, pathText } from '../../problem';
import type { MeshCore } from '../mesh';

interface DeclaredRange extends AddressRange {
  readonly path: Path;
  readonly text: string;
  readonly cluster: string;
}

/**
 * Pods of all clusters reach each other directly, so each range of pod or service addresses belongs to one cluster.
 * Source: the guide's prerequisites.
 */
export function cidrsDoNotOverlap(mesh: MeshCore): Problem[] {
  const ranges = declaredRanges(mesh).sort((left, right) =>
    left.family !== right.family
      ? left.family - right.family
      : left.first < right.first
        ? -1
        : left.first > right.first
          ? 1
          : 0,
  );
  const problems: Problem[] = [];
  let widest: DeclaredRange | undefined;
  for (const range of ranges) {
    if (widest !== undefined && widest.family === range.family && range.first <= widest.last) {
      problems.push(overlap(range, widest));
    }
    if (widest === undefined || widest.family !== range.family || range.last > widest.last) widest = range;
  }
  return problems;
}

function overlap(range: DeclaredRange, other: DeclaredRange): Problem {
  // The one further down in the file is the newcomer.
  const [earlier, later] = comparePaths(range.path, other.path) < 0 ? [range, other] : [other, range];
  const message = `expected a range of its own, got ${later.text}, which overlaps ${earlier.text} of ${earlier.cluster} (${pathText(earlier.path)})`;
  return errorAt(
    later.path,
    message,
    'Give each cluster ranges of its own: pods of all clusters share one network',
  );
}

function comparePaths(left: Path, right: Path): number {
  for (const [index, step] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    if (step !== other) return step < other ? -1 : 1;
  }
  return left.length - right.length;
}

function declaredRanges({ primary, remotes }: MeshCore): DeclaredRange[] {
  const found: DeclaredRange[] = [];
  const collect = (cluster: MeshCore['primary'] | MeshCore['remotes'][number], at: Path): void => {
    for (const key of ['podCidrs', 'serviceCidrs'] as const) {
      cluster[key].forEach((text, index) => {
        const range = readCidr(text);
        if (typeof range === 'object' && 'family' in range) {
          found.push({ ...range, text, cluster: cluster.name, path: [...at, key, index] });
        }
      });
    }
  };
  collect(primary, ['primary']);
  remotes.forEach((remote, index) => {
    collect(remote, ['remotes', index]);
  });
  return found;
}

/** The primary reaches a remote's API server from its own pods and sends a token there. */
export function apiServersAreReachableAndEncrypted({ remotes }: MeshCore): Problem[] {
  return remotes.flatMap(({ apiServer }, index) => {
    if (apiServer === undefined) return [];
    const wrong = wrongWithApiServer(new URL(apiServer));
    return wrong === undefined
      ? []
      : [
          errorAt(
            ['remotes', index, 'apiServer'],
            `expected ${wrong}, got "${withoutLogin(apiServer)}"`,
            'Use the URL at which pods of the primary reach this API server',
          ),
        ];
  });
}

function wrongWithApiServer({
  protocol,
  hostname,
  username,
  password,
  search,
  hash,
}: URL): string | undefined {
  if (username !== '' || password !== '') return 'a URL without user and password';
  if (protocol !== 'https:') return 'an https URL, since the token travels over it';
  if (isLocal(hostname)) return 'an address that other clusters reach';
  if (search !== '' || hash !== '') return 'a URL without query and fragment';
  return undefined;
}

function withoutLogin(text: string): string {
  return text.replace(/\/\/[^/@]*@/, '//…@');
}

/** Whether a host of a URL means the machine itself. */
export function isLocal(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (bare === 'localhost' || bare.endsWith('.localhost')) return true;
  return (
    isIpAddress(bare) &&
    (/^127\.|^0\./.test(bare) || bare === '::1' || bare === '::' || /^::ffff:7f/.test(bare))
  );
}
