import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { statIfThere } from '../files';
import type { MeshCore } from '../mesh/mesh';
import { asWarning, errorIn, type Problem, UserError } from '../problem';
import { someOf } from '../some-of';
import { type Certificate, isSame, shortFingerprint } from './certificate';
import { type Clock, examineDates } from './examine-certificate';
import { type Examined, examineCluster } from './examine-cluster';
import { clusterFolder, previousFolder, ROOT_CERTIFICATE, ROOT_KEY, rootFolder } from './layout';
import { readPrivateKey } from './pem-file';
import { readRootCertificate } from './root';
import { chosenClusters, clusterNames, clustersWithFiles, type SigningMesh } from './signer';

export interface CacertsVerifyOptions {
  /** Folder of all keys and certificates. */
  readonly dir: string;
  /** Ids of clusters. Empty means all with a CA. */
  readonly clusters: readonly string[];
  /** How long before its expiry a certificate causes a warning. */
  readonly warnSeconds: number;
  /** Time of the check. @default - now */
  readonly now?: Date;
}

export interface CacertsVerifyResult {
  readonly clusters: readonly Examined[];
  /** Problems of the clusters in order, then of the mesh. */
  readonly problems: readonly Problem[];
  /** Clusters that still sign under the old root while the mesh moves to a new one. Undefined if it does not move. */
  readonly behind: readonly string[] | undefined;
}

/** Checks the certificates of clusters, alone and together. @throws UserError if there are none */
export function cacertsVerify(
  { mesh, line }: SigningMesh,
  options: CacertsVerifyOptions,
): CacertsVerifyResult {
  const { dir, warnSeconds, now = new Date() } = options;
  const names = withAuthority({ mesh, line }, options);
  if (!statIfThere(dir)?.isDirectory())
    throw new UserError(
      `${dir}: there is no such folder. Run \`istio-remote cacerts init\` to begin, or name one with --dir`,
    );
  const clock = { now, warnSeconds };
  const clusters = names.map((name) => examineCluster(dir, name, line.signer, clock));
  const problems = [
    ...clusters.flatMap((cluster) => cluster.problems),
    ...examineTrust(dir, clusters),
    ...examineSharedKeys(dir, clusters),
    ...examineRoots(dir, clusters, clock),
    ...examineLeft(dir, mesh),
  ];
  return { clusters, problems, behind: behindOf(dir, clusters) };
}

/** If only primaries sign, remotes may do without files. */
function withAuthority({ mesh, line }: SigningMesh, { clusters, dir }: CacertsVerifyOptions): string[] {
  const chosen = chosenClusters(mesh, clusters);
  return line.signer.isInEveryCluster || clusters.length > 0
    ? chosen
    : chosen.filter(
        (name) =>
          mesh.primaries.some((primary) => primary.name === name) || existsSync(clusterFolder(dir, name)),
      );
}

/** Keys of clusters that have left are a risk without a use. */
function examineLeft(dir: string, mesh: MeshCore): Problem[] {
  const known = clusterNames(mesh);
  const fix = 'Delete it if that cluster has left';
  return clustersWithFiles(dir)
    .filter((name) => !known.includes(name))
    .map((name) => errorIn(clusterFolder(dir, name), 'is of no cluster in the mesh', fix))
    .map(asWarning);
}

function behindOf(dir: string, clusters: readonly Examined[]): string[] | undefined {
  if (!existsSync(previousFolder(dir))) return undefined;
  const current = readRootCertificate(rootFolder(dir));
  const signsUnder = (root: Certificate | undefined): boolean =>
    root !== undefined && !('severity' in current) && isSame(root, current);
  return clusters.filter(({ root }) => !signsUnder(root)).map(({ cluster }) => cluster);
}

/**
 * Checks that workloads of all clusters trust each other: each cluster has to trust every root that another one signs
 * under.
 */
function examineTrust(dir: string, clusters: readonly Examined[]): Problem[] {
  return distinctRoots(clusters).flatMap(({ root, signers }) => {
    const strangers = clusters.filter(({ trusted }) => trusted.length > 0 && !trusts(trusted, root));
    if (strangers.length === 0) return [];
    return errorIn(
      join(clusterFolder(dir, strangers[0]?.cluster ?? ''), 'root-cert.pem'),
      `expected the root of ${list(signers)} (${shortFingerprint(root)}), which ${list(strangers)} ${strangers.length === 1 ? 'does' : 'do'} not trust`,
      'All clusters of a mesh sign under one root: issue them from one folder, or move with `istio-remote cacerts rotate`',
    );
  });
}

/** Finds clusters that share a key: a thief of the key can act as either. */
function examineSharedKeys(dir: string, clusters: readonly Examined[]): Problem[] {
  const seen = new Map<string, string>();
  return clusters.flatMap(({ cluster, certificate }) => {
    const key = certificate?.publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
    if (key === undefined) return [];
    const other = seen.get(key);
    seen.set(key, other ?? cluster);
    const file = join(clusterFolder(dir, cluster), 'ca-key.pem');
    const fix = `Run \`istio-remote cacerts issue ${cluster} --replace\``;
    return other === undefined ? [] : asWarning(errorIn(file, `is the key of ${other} as well`, fix));
  });
}

/** Checks the roots in the folder. Their keys may be, and should be, elsewhere. */
function examineRoots(dir: string, clusters: readonly Examined[], clock: Clock): Problem[] {
  const folders = [rootFolder(dir), previousFolder(dir)].filter((folder) => existsSync(folder));
  const roots = folders.map((folder) => ({ folder, root: readRootCertificate(folder) }));
  const known = roots.flatMap(({ root }) => ('severity' in root ? [] : root));
  const [first] = known;
  const renewal = 'Run `istio-remote cacerts rotate` for a new root';
  return [
    ...roots.flatMap(({ folder, root }) => ('severity' in root ? [root] : examineRootKey(folder, root))),
    ...(first === undefined
      ? []
      : examineDates(join(rootFolder(dir), ROOT_CERTIFICATE), first, clock, renewal)),
    ...(first === undefined ? [] : examineForeignRoots(dir, clusters, known)),
  ];
}

function examineRootKey(folder: string, root: Certificate): Problem[] {
  const file = join(folder, ROOT_KEY);
  if (statIfThere(file) === undefined) return [];
  const read = readPrivateKey(file);
  if ('severity' in read) return [read];
  if (root.node.checkPrivateKey(read.key)) return [];
  const message = `expected the key of ${ROOT_CERTIFICATE}, got another one`;
  return [errorIn(file, message, 'Bring the key that belongs to it')];
}

function examineForeignRoots(
  dir: string,
  clusters: readonly Examined[],
  known: readonly Certificate[],
): Problem[] {
  return clusters.flatMap(({ cluster, root }) => {
    if (root === undefined || trusts(known, root)) return [];
    const message = `is signed under a root that is not the one in ${rootFolder(dir)}`;
    const fix = `Run \`istio-remote cacerts issue ${cluster} --replace\``;
    return asWarning(errorIn(join(clusterFolder(dir, cluster), 'ca-cert.pem'), message, fix));
  });
}

function distinctRoots(clusters: readonly Examined[]) {
  const found: { readonly root: Certificate; readonly signers: Examined[] }[] = [];
  for (const one of clusters) {
    const { root } = one;
    if (root === undefined) continue;
    const same = found.find((other) => isSame(other.root, root));
    if (same === undefined) found.push({ root, signers: [one] });
    else same.signers.push(one);
  }
  return found;
}

function trusts(trusted: readonly Certificate[], root: Certificate): boolean {
  return trusted.some((one) => isSame(one, root));
}

function list(clusters: readonly Examined[]): string {
  return someOf(
    clusters.map(({ cluster }) => cluster),
    5,
  );
}
